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
}
