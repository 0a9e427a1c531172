import Files
import Synchronization
import Testing

@Suite("Workers.forEachReady")
struct WorkersGraphTests {
  /// A number's wish: everything that it waits for must have been called before.
  @Test("a number is called once, after all that it waits for", arguments: [1, 2, 4])
  func inOrder(threads: Int) {
    // Number n waits for n / 2 and n / 3, twice for the same where they are equal.
    let count = 500
    let parents = (0..<count).map { $0 < 2 ? [] : [$0 / 2, $0 / 3] }
    var children = [[Int]](repeating: [], count: count)
    for (number, waitsFor) in parents.enumerated() {
      for parent in waitsFor { children[parent].append(number) }
    }
    let dependents = children
    let called = Mutex<[Int]>([])
    let done = Workers.forEachReady(
      unresolved: parents.map { Int32($0.count) }, threads: threads,
      dependents: { dependents[$0] }
    ) { number in
      called.withLock { $0.append(number) }
    }
    let order = called.withLock { $0 }
    #expect(done == count)
    #expect(order.sorted() == Array(0..<count))
    var place = [Int](repeating: 0, count: count)
    for (index, number) in order.enumerated() { place[number] = index }
    for (number, waitsFor) in parents.enumerated() {
      for parent in waitsFor { #expect(place[parent] < place[number]) }
    }
  }

  @Test("numbers that wait for one another are left out")
  func circle() {
    let called = Mutex<[Int]>([])
    let done = Workers.forEachReady(
      unresolved: [0, 2, 1], threads: 2, dependents: { [[1], [2], [1]][$0] }
    ) { number in
      called.withLock { $0.append(number) }
    }
    #expect(done == 1)
    #expect(called.withLock { $0 } == [0])
  }

  @Test("no work is no work")
  func empty() {
    #expect(
      Workers.forEachReady(unresolved: [], threads: 2, dependents: { _ in [] }) { _ in } == 0)
  }
}
