/// Amounts counted by size, so that quantiles of any number of them take no memory to speak of.
///
/// Amounts of the same seven leading bits share a place: a quantile is at most one part in 64 too low.
public struct AmountHistogram: Equatable, Sendable {
  private var counts = [Int](repeating: 0, count: 64 * 64)
  /// How many amounts there are.
  public private(set) var count = 0

  /// Nothing yet.
  public init() {}

  /// Adds an amount (sat); less than nothing counts as nothing.
  public mutating func add(_ amount: Int64) {
    counts[AmountHistogram.place(of: UInt64(max(amount, 0)))] += 1
    count += 1
  }

  /// The least amount such that so many in a hundred are not above it, its bits behind the seventh
  /// left out (sat); 0 where there is nothing.
  ///
  /// - Precondition: `percent` is from 0 to 100.
  public func quantile(percent: Int) -> Int64 {
    precondition((0...100).contains(percent), "\(percent) is no percentage")
    let needed = max((count * percent + 99) / 100, 1)
    var sum = 0
    for (place, number) in counts.enumerated() {
      sum += number
      if sum >= needed { return AmountHistogram.amount(at: place) }
    }
    return 0
  }

  private static func place(of amount: UInt64) -> Int {
    guard amount >= 128 else { return Int(amount) }
    let shift = 57 - amount.leadingZeroBitCount
    // Seven bits, the first of which is one: 64 places for each length.
    return shift * 64 + Int(amount >> UInt64(shift))
  }

  private static func amount(at place: Int) -> Int64 {
    guard place >= 128 else { return Int64(place) }
    let shift = place / 64 - 1
    return Int64(place - shift * 64) << Int64(shift)
  }
}
