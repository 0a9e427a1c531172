import Synchronization

/// A column that threads fill together, each place once and in any order, and read as it fills.
///
/// A place that is published stays as it is; who reads it sees all that was done before it was
/// published. It takes a byte beside each element.
@safe
public final class SharedColumn<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  /// How many places there are.
  public let count: Int
  // Safe: a place of `elements` is written before its mark is set, once, and read only after that.
  private let elements: UnsafeMutablePointer<Element>
  private let marks: UnsafeMutablePointer<Atomic<Bool>>

  /// A column of `count` places, none of them published.
  public init(count: Int) {
    self.count = count
    unsafe elements = .allocate(capacity: count)
    unsafe marks = .allocate(capacity: count)
    for index in 0..<count { unsafe (marks + index).initialize(to: Atomic(false)) }
  }

  deinit {
    unsafe marks.deinitialize(count: count)
    unsafe marks.deallocate()
    unsafe elements.deallocate()
  }

  /// Puts an element where there is none yet.
  ///
  /// - Precondition: the place is there, and only one thread ever publishes it.
  public func publish(_ element: Element, at index: Int) {
    precondition(index >= 0 && index < count, "no place \(index) in a column of \(count)")
    // Safe: within the column; nobody reads it before the mark is set.
    unsafe (elements + index).initialize(to: element)
    unsafe marks[index].store(true, ordering: .releasing)
  }

  /// Whether an element has been published.
  ///
  /// - Precondition: the place is there.
  public func isPublished(at index: Int) -> Bool {
    precondition(index >= 0 && index < count, "no place \(index) in a column of \(count)")
    // Safe: within the column.
    return unsafe marks[index].load(ordering: .acquiring)
  }

  /// A published element.
  ///
  /// - Precondition: it has been published.
  public subscript(index: Int) -> Element {
    precondition(isPublished(at: index), "place \(index) of a column is empty")
    // Safe: within the column, and written before its mark was set.
    return unsafe elements[index]
  }

  /// An element, once it has been published; nil where `help` says that it may never be.
  ///
  /// - Parameter help: is called again and again while it has not, and does some of what has to be done
  ///   before.
  public func element(at index: Int, helping help: () -> Workers.Help) -> Element? {
    var pause = Pause()
    while !isPublished(at: index) {
      switch help() {
      case .done: pause.reset()
      case .nothing: pause.wait()
      case .stopped: return nil
      }
    }
    return self[index]
  }
}
