import Glibc
import Synchronization

/// Work shared out over threads, with results that do not depend on how many there are.
public enum Workers {
  /// How many processors this process may use.
  public static var processorCount: Int {
    max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  }

  /// The values of `body` for 0 up to `count`, in that order, worked out on `threads` threads.
  ///
  /// Threads draw numbers in ascending order; pieces of work of 100 microseconds and more share out
  /// well.
  ///
  /// - Throws: the error of the lowest number that failed, whatever the count of threads.
  public static func map<Value: Sendable, Failure: Error>(
    count: Int, threads: Int, _ body: @Sendable (Int) throws(Failure) -> Value
  ) throws(Failure) -> [Value] {
    guard threads > 1, count > 1 else {
      var values: [Value] = []
      values.reserveCapacity(count)
      for index in 0..<max(0, count) { values.append(try body(index)) }
      return values
    }
    let draw = Draw()
    let found = Mutex<[(index: Int, result: Result<Value, Failure>)]>([])
    Team.run(min(threads, count)) { _ in
      var mine: [(index: Int, result: Result<Value, Failure>)] = []
      while let index = draw.next(below: count) {
        do throws(Failure) { mine.append((index, .success(try body(index)))) } catch {
          mine.append((index, .failure(error)))
          draw.stop()
        }
      }
      found.withLock { $0.append(contentsOf: mine) }
    }
    let sorted = found.withLock { $0 }.sorted { $0.index < $1.index }
    var values: [Value] = []
    values.reserveCapacity(count)
    for entry in sorted { values.append(try entry.result.get()) }
    return values
  }

  /// Makes values on several threads and takes them in order on the caller's.
  ///
  /// `make` runs for 0 up to `count` on `threads` threads, the caller's among them; `take` gets the
  /// values in that order, one at a time, on the caller's thread. At most `window` values wait.
  ///
  /// - Throws: the first error in the order of the values, whatever the count of threads.
  public static func pipeline<Value: Sendable, Failure: Error>(
    count: Int, threads: Int, window: Int,
    make: @Sendable (Int) throws(Failure) -> Value,
    take: (Int, consuming Value) throws(Failure) -> Void
  ) throws(Failure) {
    guard threads > 1, count > 1 else {
      for index in 0..<max(0, count) { try take(index, try make(index)) }
      return
    }
    let line = AssemblyLine<Value, Failure>(count: count, window: max(window, threads))
    var failure: Failure?
    Team.run(threads - 1) { _ in
      while let index = line.waitForWork() { line.work(on: index, make) }
    } meanwhile: {
      do throws(Failure) {
        for index in 0..<count { try take(index, try line.collect(index, make)) }
      } catch {
        failure = error
      }
      line.stop()
    }
    if let failure { throw failure }
  }
}

/// Numbers drawn by several threads, each once, in ascending order.
private final class Draw: Sendable {
  private let drawn = Atomic<Int>(0)
  private let isStopped = Atomic<Bool>(false)

  func next(below count: Int) -> Int? {
    guard !isStopped.load(ordering: .acquiring) else { return nil }
    let index = drawn.wrappingAdd(1, ordering: .acquiringAndReleasing).oldValue
    return index < count ? index : nil
  }

  func stop() {
    isStopped.store(true, ordering: .releasing)
  }
}
