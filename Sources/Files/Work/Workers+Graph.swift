extension Workers {
  /// Calls `body` for 0 up to `unresolved.count`, each number once all that it waits for is done.
  ///
  /// `body` for a number sees all that the bodies of what it waits for have done. Which of the numbers
  /// that are ready comes first is not said, so `body` must not depend on it. Numbers that wait for one
  /// another in a circle are never called.
  ///
  /// - Parameters:
  ///   - unresolved: for each number, how many others it waits for.
  ///   - threads: how many threads work.
  ///   - dependents: the numbers that wait for a number; one that waits twice stands there twice, and
  ///     counts as two in `unresolved`.
  ///   - body: the work; 50 microseconds and more share out well.
  /// - Returns: how many numbers were called.
  @discardableResult
  public static func forEachReady(
    unresolved: [Int32], threads: Int, dependents: @Sendable (Int) -> [Int],
    _ body: @Sendable (Int) -> Void
  ) -> Int {
    let queue = ReadyQueue(unresolved)
    Team.run(max(threads, 1) - 1) { _ in
      queue.work(dependents, body)
    } meanwhile: {
      queue.work(dependents, body)
    }
    return queue.doneCount
  }
}

/// The numbers that nothing stands in the way of, and how much stands in the way of the others.
private final class ReadyQueue: Sendable {
  private struct State: Sendable {
    var unresolved: [Int32]
    var ready: [Int]
    var next = 0
    var running = 0
    var done = 0
  }

  private let state: Monitor<State>

  init(_ unresolved: [Int32]) {
    let ready = unresolved.indices.filter { unresolved[$0] == 0 }
    state = Monitor(State(unresolved: unresolved, ready: ready))
  }

  /// How many numbers have been called.
  var doneCount: Int { state.wait { $0.done } }

  /// Draws numbers until there are no more.
  func work(_ dependents: (Int) -> [Int], _ body: (Int) -> Void) {
    var drawn = draw()
    while let number = drawn {
      body(number)
      let waiting = dependents(number)
      state.change { state in
        state.running -= 1
        state.done += 1
        for dependent in waiting {
          state.unresolved[dependent] -= 1
          if state.unresolved[dependent] == 0 { state.ready.append(dependent) }
        }
      }
      drawn = draw()
    }
  }

  /// The next number, as soon as there is one; nil when there will be none.
  private func draw() -> Int? {
    state.wait { state -> Int?? in
      if state.next < state.ready.count {
        state.next += 1
        state.running += 1
        return .some(state.ready[state.next - 1])
      }
      return state.running == 0 ? .some(nil) : nil
    }
  }
}
