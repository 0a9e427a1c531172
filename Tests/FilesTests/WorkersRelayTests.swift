import Files
import Synchronization
import Testing

@Suite("A relay of workers")
struct WorkersRelayTests {
  struct Failure: Error, Equatable { let number: Int }

  /// Part n leaves n % 4 jobs; job j of part n is worth 10 n + j.
  private func relay(
    threads: Int, window: Int = 5, count: Int = 200,
    makeFails: Int = .max, takeFails: Int = .max, jobFails: Set<Int> = []
  ) -> Workers.Relayed<[Int], Int, Failure> {
    Workers.relay(
      count: count, threads: threads, window: window, state: [Int](),
      make: { number throws(Failure) in
        if number == makeFails { throw Failure(number: number) }
        return number * 2
      },
      take: { number, part, state, jobs throws(Failure) in
        #expect(part == number * 2)
        state.append(number)
        for job in 0..<number % 4 { jobs.append(10 * number + job) }
        if number == takeFails { throw Failure(number: number) }
      },
      finish: { job throws(Failure) in
        if jobFails.contains(job) { throw Failure(number: job) }
        return job
      })
  }

  private func jobs(_ parts: Range<Int>) -> [Int] {
    parts.flatMap { part in (0..<part % 4).map { 10 * part + $0 } }
  }

  @Test("parts are taken in order, and jobs' values come in order", arguments: [1, 2, 3, 8])
  func order(threads: Int) {
    let result = relay(threads: threads)
    #expect(result.state == Array(0..<200))
    #expect(result.values == jobs(0..<200))
    #expect(result.failure == nil)
    #expect(relay(threads: threads, count: 0).values.isEmpty)
  }

  @Test("no more parts are in work than the window has room for", arguments: [1, 2, 4])
  func window(threads: Int) {
    let counts = Mutex((made: 0, done: 0, most: 0))
    let result = Workers.relay(
      count: 300, threads: threads, window: 4, state: 0,
      make: { number in
        counts.withLock {
          $0.made += 1
          $0.most = max($0.most, $0.made - $0.done)
        }
        return number
      },
      take: { number, _, _, jobs in jobs.append(number) },
      finish: { number in counts.withLock { $0.done += 1 } })
    #expect(result.values.count == 300)
    // A part is finished a moment after its job is counted here.
    #expect(counts.withLock { $0.most } <= 4)
  }

  @Test("a part that cannot be made ends a relay after the jobs before it", arguments: [1, 2, 4])
  func makeFailure(threads: Int) {
    for _ in 0..<20 {
      let result = relay(threads: threads, makeFails: 37)
      #expect(result.failure == Failure(number: 37))
      #expect(result.state == Array(0..<37))
      #expect(result.values == jobs(0..<37))
    }
  }

  @Test("an error of the taker keeps the jobs that were added before it", arguments: [1, 2, 4])
  func takeFailure(threads: Int) {
    for _ in 0..<20 {
      let result = relay(threads: threads, takeFails: 41)
      #expect(result.failure == Failure(number: 41))
      #expect(result.values == jobs(0..<42))
    }
  }

  @Test("of several errors the first in order counts", arguments: [1, 2, 4, 8])
  func firstFailure(threads: Int) {
    for _ in 0..<50 {
      let result = relay(threads: threads, window: 40, takeFails: 36, jobFails: [351, 331, 310])
      #expect(result.failure == Failure(number: 310))
      #expect(result.values == jobs(0..<31))
    }
    let early = relay(threads: threads, window: 40, makeFails: 31, jobFails: [331])
    #expect(early.failure == Failure(number: 31))
  }
}
