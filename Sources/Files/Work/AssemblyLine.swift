/// What the threads of `Workers.pipeline` share: which numbers are drawn, which values wait.
final class AssemblyLine<Value: Sendable, Failure: Error>: Sendable {
  private struct State: Sendable {
    var drawn = 0
    var taken = 0
    var isStopped = false
    var waiting: [Int: Result<Value, Failure>] = [:]
  }

  private enum Step {
    case value(Result<Value, Failure>)
    case work(Int)
  }

  private let count: Int
  private let window: Int
  private let state = Monitor(State())

  init(count: Int, window: Int) {
    self.count = count
    self.window = window
  }

  /// The next number to work on, once there is room for its value; nil when there is no more.
  func waitForWork() -> Int? {
    state.wait { [count, window] state in
      if state.isStopped || state.drawn >= count { return .some(nil) }
      guard state.drawn < state.taken + window else { return nil }
      state.drawn += 1
      return .some(state.drawn - 1)
    }
  }

  /// Makes a value and puts it where the caller will find it.
  func work(on index: Int, _ make: (Int) throws(Failure) -> Value) {
    let result: Result<Value, Failure>
    do throws(Failure) { result = .success(try make(index)) } catch { result = .failure(error) }
    state.change { state in
      state.waiting[index] = result
      // What comes after a failure is never asked for.
      if case .failure = result { state.drawn = Int.max }
    }
  }

  /// The value of `index`; while it is not there, the caller makes others itself.
  func collect(_ index: Int, _ make: (Int) throws(Failure) -> Value) throws(Failure) -> Value {
    while true {
      let step = state.wait { [count, window] state -> Step? in
        if let result = state.waiting.removeValue(forKey: index) {
          state.taken = index + 1
          return .value(result)
        }
        guard state.drawn < min(count, state.taken + window) else { return nil }
        state.drawn += 1
        return .work(state.drawn - 1)
      }
      switch step {
      case .value(let result): return try result.get()
      case .work(let number): work(on: number, make)
      }
    }
  }

  /// Sends all threads home.
  func stop() {
    state.change { $0.isStopped = true }
  }
}
