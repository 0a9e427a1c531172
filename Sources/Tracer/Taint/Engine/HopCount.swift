/// Counts how many transactions taint took from the sources to each output, the fewest where several
/// ways lead there.
///
/// Numbers are kept one higher than what they count, so that 0 says nothing is known.
struct HopCount {
  /// Whether anything is counted.
  private let isOn: Bool
  /// Output -> its hops plus one, 0 where no taint came.
  private var counts: PagedSlots
  /// The hops plus one of the nearest input of the transaction at hand; the largest number for none.
  private var nearest = UInt32.max

  /// A count that has reached nothing yet; one that is off takes no memory.
  init(isOn: Bool, outputCount: Int) {
    self.isOn = isOn
    counts = PagedSlots(count: isOn ? outputCount : 0)
  }

  /// Sets out from an output that is a source.
  mutating func start(at output: Int) {
    if isOn { counts.set(output, to: 1) }
  }

  /// Turns to another transaction.
  @inline(__always)
  mutating func beginTransaction() { nearest = UInt32.max }

  /// Has taint come in from an output.
  @inline(__always)
  mutating func come(from output: Int) {
    if isOn { nearest = min(nearest, counts[output]) }
  }

  /// Has taint come in from what lies `hops` (plus one) from the sources.
  mutating func come(after hops: UInt32) { nearest = min(nearest, hops) }

  /// Makes what is left of the transaction at hand a source, which its fee is.
  mutating func startTransaction() { nearest = 0 }

  /// The hops plus one of what the transaction at hand pays.
  var here: UInt32 { nearest == UInt32.max ? nearest : nearest + 1 }

  /// Has taint go out to an output.
  @inline(__always)
  mutating func reach(_ output: Int) {
    if isOn { counts.set(output, to: here) }
  }

  /// The hops of an output; nil where nothing is counted.
  func count(at output: Int) -> Int? {
    isOn && counts[output] != 0 ? Int(counts[output]) - 1 : nil
  }
}
