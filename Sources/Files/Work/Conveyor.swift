import Synchronization

/// What the threads of `Workers.stream` share: a ring of values, made in any order, taken in order.
@safe
final class Conveyor<Value: Sendable, State: ~Copyable & Sendable, Failure: Error>:
  @unchecked Sendable
{
  private let count: Int
  private let window: Int
  private let drawn = Atomic<Int>(0)
  private let taken = Atomic<Int>(0)
  private let isTaking = Atomic<Bool>(false)
  private let isStopped = Atomic<Bool>(false)
  // Safe: both are touched only by the thread that has set `isTaking`, and at the end when all the
  // others are gone.
  private var state: State?
  private var failure: Failure?
  // Safe: a slot is filled by the thread that drew its number, before its mark is set to that number,
  // and emptied by the one that is taking; the number that shares the slot is drawn only after that.
  private let slots: UnsafeMutablePointer<Value?>
  private let marks: UnsafeMutablePointer<Atomic<Int>>

  init(count: Int, window: Int, state: consuming State) {
    self.count = count
    self.window = window
    self.state = consume state
    unsafe slots = .allocate(capacity: window)
    unsafe slots.initialize(repeating: nil, count: window)
    unsafe marks = .allocate(capacity: window)
    for index in 0..<window { unsafe (marks + index).initialize(to: Atomic(-1)) }
  }

  deinit {
    unsafe marks.deinitialize(count: window)
    unsafe marks.deallocate()
    unsafe slots.deinitialize(count: window)
    unsafe slots.deallocate()
  }

  /// Makes values, and takes them whenever nobody else does, until there are no more.
  func work(
    _ make: (Int) -> Value?, _ take: (Int, Value, inout State) throws(Failure) -> Void
  ) {
    var pause = Pause()
    while taken.load(ordering: .acquiring) < count, !isStopped.load(ordering: .acquiring) {
      let number = draw()
      if let number, let value = make(number) { put(value, number) }
      if takeReady(take) || number != nil { pause.reset() } else { pause.wait() }
    }
  }

  /// What a thread that waits for another can do in the meantime.
  func help(
    _ take: (Int, Value, inout State) throws(Failure) -> Void
  ) -> Workers.Help {
    if takeReady(take) { return .done }
    return isStopped.load(ordering: .acquiring) ? .stopped : .nothing
  }

  /// Takes what can be taken, unless another thread is at it; false where there was nothing to do, as
  /// always once taking has failed: what is ready then stays, and who waits must be told to stop.
  func takeReady(
    _ take: (Int, Value, inout State) throws(Failure) -> Void
  ) -> Bool {
    guard !isStopped.load(ordering: .acquiring), isReady(taken.load(ordering: .acquiring)),
      isTaking.compareExchange(
        expected: false, desired: true, ordering: .acquiringAndReleasing
      ).exchanged
    else { return false }
    defer { isTaking.store(false, ordering: .releasing) }
    guard var lent = state.take() else { return false }
    takeAll(&lent, take)
    state = consume lent
    return true
  }

  private func takeAll(
    _ state: inout State, _ take: (Int, Value, inout State) throws(Failure) -> Void
  ) {
    var number = taken.load(ordering: .acquiring)
    while isReady(number), !isStopped.load(ordering: .acquiring) {
      // Safe: the slot is filled, and only this thread takes.
      guard let value = unsafe slots[number % window].take() else { break }
      do throws(Failure) { try take(number, value, &state) } catch {
        failure = error
        isStopped.store(true, ordering: .releasing)
      }
      number += 1
      taken.store(number, ordering: .releasing)
    }
  }

  /// The state, and the error that ended it all, once all threads have left.
  func finish() throws(Failure) -> State {
    if let failure { throw failure }
    guard let state = state.take() else { preconditionFailure("a thread still has the state") }
    return state
  }

  private func isReady(_ number: Int) -> Bool {
    guard number < count else { return false }
    // Safe: within the ring.
    return unsafe marks[number % window].load(ordering: .acquiring) == number
  }

  /// The next number, unless the ring is full or there is none.
  private func draw() -> Int? {
    var next = drawn.load(ordering: .relaxed)
    while next < min(count, taken.load(ordering: .acquiring) + window) {
      let (isMine, seen) = drawn.compareExchange(
        expected: next, desired: next + 1, ordering: .acquiringAndReleasing)
      if isMine { return next }
      next = seen
    }
    return nil
  }

  private func put(_ value: consuming Value, _ number: Int) {
    let slot = number % window
    // Safe: the slot was emptied before the number could be drawn.
    unsafe slots[slot] = value
    unsafe marks[slot].store(number, ordering: .releasing)
  }
}
