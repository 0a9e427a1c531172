import Files
import Foundation
import Synchronization
import Testing

@Suite("Workers.stream")
struct StreamTests {
  struct Refusal: Error, Equatable { let number: Int }

  @Test("values are taken in order, whatever threads and window", arguments: [1, 2, 3, 7])
  func inOrder(threads: Int) throws {
    for window in [1, 2, 64, 10_000] {
      let taken = try Workers.stream(
        count: 1_000, threads: threads, window: window, state: [Int](), tools: { 0 },
        make: { number, made, _ in
          made += 1
          return number * 2
        },
        take: { number, value, taken throws(Refusal) in
          #expect(value == number * 2 && taken.count == number)
          taken.append(value)
        })
      #expect(taken == (0..<1_000).map { $0 * 2 })
    }
  }

  @Test("making may wait for what making and taking lower numbers left", arguments: [1, 2, 3, 7])
  func waits(threads: Int) throws {
    // Each number needs the one before it and the one at its half; every tenth only comes by taking.
    let sums = SharedColumn<Int>(count: 2_000)
    let all = try Workers.stream(
      count: 2_000, threads: threads, window: 30, state: 0, tools: { 0 },
      make: { number, _, help -> Int? in
        guard number > 0 else { return 1 }
        guard let last = sums.element(at: number - 1, helping: help),
          let half = sums.element(at: number / 2, helping: help)
        else { return nil }
        let sum = (last + half) % 1_000_003
        if !number.isMultiple(of: 10) { sums.publish(sum, at: number) }
        return sum
      },
      take: { number, value, all throws(Refusal) in
        if number.isMultiple(of: 10) { sums.publish(value, at: number) }
        all += value
      })
    var plain = [1]
    for number in 1..<2_000 {
      plain.append((plain[number - 1] + plain[number / 2]) % 1_000_003)
    }
    #expect(all == plain.reduce(0, +))
  }

  @Test("never more than the window are made and not taken")
  func window() throws {
    let made = Atomic<Int>(0)
    let taken = Atomic<Int>(0)
    _ = try Workers.stream(
      count: 500, threads: 3, window: 16, state: 0, tools: { 0 },
      make: { number, _, _ in
        let count = made.wrappingAdd(1, ordering: .sequentiallyConsistent).newValue
        // The number that is being taken has left the ring.
        #expect(count - taken.load(ordering: .sequentiallyConsistent) <= 16 + 1)
        return number
      },
      take: { _, _, _ throws(Refusal) in
        taken.wrappingAdd(1, ordering: .sequentiallyConsistent)
      })
    #expect(taken.load(ordering: .sequentiallyConsistent) == 500)
  }

  @Test("the first error of taking ends it, also for those who wait", arguments: [1, 2, 7])
  func failure(threads: Int) {
    let column = SharedColumn<Int>(count: 1_000)
    let isWaiting = Atomic<Bool>(false)
    #expect(throws: Refusal(number: 50)) {
      _ = try Workers.stream(
        count: 1_000, threads: threads, window: 200, state: 0, tools: { 0 },
        make: { number, _, help -> Int? in
          // From 60 on everybody waits for what is published by taking 55, which never happens.
          guard number >= 60 else { return number }
          isWaiting.store(true, ordering: .releasing)
          return column.element(at: 55, helping: help)
        },
        take: { number, _, _ throws(Refusal) in
          if number >= 50 {
            // By then 51 to 59 are made, and stay where they are.
            while threads > 1, !isWaiting.load(ordering: .acquiring) { sched_yield() }
            throw Refusal(number: number)
          }
          column.publish(number, at: number)
        })
    }
  }

  @Test("no values are no work")
  func empty() throws {
    let state = try Workers.stream(
      count: 0, threads: 2, window: 4, state: 5, tools: { 0 },
      make: { number, _, _ in number }, take: { _, _, _ throws(Refusal) in })
    #expect(state == 5)
  }
}
