import Foundation

/// What a stretch of work took.
public struct Spent {
  /// Seconds that passed.
  public var wall: Double
  /// Seconds that the threads had of the cores, which other work on the machine disturbs less.
  public var processor: Double

  /// The clocks as they stand.
  public static func now() -> Spent {
    func read(_ clock: clockid_t) -> Double {
      var time = timespec()
      clock_gettime(clock, &time)
      return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
    return Spent(wall: read(CLOCK_MONOTONIC), processor: read(CLOCK_PROCESS_CPUTIME_ID))
  }

  /// What passed between two readings.
  public static func - (later: Spent, earlier: Spent) -> Spent {
    Spent(wall: later.wall - earlier.wall, processor: later.processor - earlier.processor)
  }

  /// The least wall time and the least processor time of some stretches.
  public static func least(_ all: [Spent]) -> Spent {
    Spent(
      wall: all.map(\.wall).min() ?? 0, processor: all.map(\.processor).min() ?? 0)
  }

  /// What to say behind a ratio that should be at most so much.
  public static func verdict(_ ratio: Double, atMost allowed: Double) -> String {
    ratio <= allowed ? "  ok, at most \(allowed)" : "  over: at most \(allowed) was asked for"
  }
}
