import Files
import Synchronization
import Testing

@Suite("Workers")
struct WorkersTests {
  struct Failure: Error, Equatable { let number: Int }

  @Test("values come in the order of their numbers", arguments: [1, 2, 3, 8])
  func order(threads: Int) {
    let values = Workers.map(count: 1000, threads: threads) { $0 * $0 }
    #expect(values == (0..<1000).map { $0 * $0 })
    #expect(Workers.map(count: 0, threads: threads) { $0 }.isEmpty)
  }

  @Test("the lowest number that fails gives the error", arguments: [1, 2, 8])
  func lowestFailure(threads: Int) {
    for _ in 0..<20 {
      #expect(throws: Failure(number: 100)) {
        try Workers.map(count: 1000, threads: threads) { number throws(Failure) in
          if number >= 100, number.isMultiple(of: 2) { throw Failure(number: number) }
          return number
        }
      }
    }
  }

  @Test("a pipeline takes in order and never holds more than its window", arguments: [1, 2, 4])
  func pipeline(threads: Int) {
    let made = Mutex(0)
    var taken: [Int] = []
    var most = 0
    Workers.pipeline(
      count: 500, threads: threads, window: 6,
      make: { number in
        made.withLock { $0 += 1 }
        return number * 2
      },
      take: { number, value in
        #expect(value == 2 * number)
        taken.append(number)
        most = max(most, made.withLock { $0 } - taken.count)
      })
    #expect(taken == Array(0..<500))
    #expect(most <= 6)
  }

  @Test("the first error in order ends a pipeline", arguments: [1, 2, 4])
  func pipelineFailure(threads: Int) {
    for _ in 0..<20 {
      var taken = 0
      #expect(throws: Failure(number: 37)) {
        try Workers.pipeline(
          count: 100, threads: threads, window: 8,
          make: { number throws(Failure) in
            if number == 37 || number == 41 { throw Failure(number: number) }
            return number
          },
          take: { number, _ throws(Failure) in
            #expect(number == taken)
            taken += 1
          })
      }
      #expect(taken == 37)
    }
  }

  @Test("an error of the taker ends a pipeline", arguments: [1, 2, 4])
  func takerFailure(threads: Int) {
    #expect(throws: Failure(number: 5)) {
      try Workers.pipeline(
        count: 100, threads: threads, window: 8, make: { number throws(Failure) in number },
        take: { number, _ throws(Failure) in if number == 5 { throw Failure(number: 5) } })
    }
  }
}
