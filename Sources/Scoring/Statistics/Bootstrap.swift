/// The 95 % interval of a figure over units drawn anew, with replacement (Efron 1979): the 2.5th and
/// the 97.5th percentile of 1,000 repetitions.
///
/// The draws are always the same ones, so that a score can be repeated byte for byte.
enum Bootstrap {
  /// How often units are drawn anew.
  static let repetitions = 1_000
  private static let seed: UInt64 = 0x5eed_c01d_7ace_0001

  /// The interval of a ratio of sums over units that each have a part of both; nil where there are
  /// fewer than two units.
  static func interval(
    ofRatio parts: [(numerator: Int128, denominator: Int128)]
  ) -> (low: Fraction, high: Fraction)? {
    let units = grouped(parts)
    guard units.count > 1 else { return nil }
    var state = seed
    var values: [Fraction] = []
    values.reserveCapacity(repetitions)
    while values.count < repetitions {
      var numerator: Int128 = 0
      var denominator: Int128 = 0
      for _ in units.indices {
        let unit = units[draw(below: units.count, &state)]
        numerator += unit.numerator
        denominator += unit.denominator
      }
      // A draw without any unit that counts says nothing against the share.
      values.append(Fraction(numerator, of: denominator) ?? .partsPerMillion(0))
    }
    values.sort()
    return (values[repetitions / 40 - 1], values[repetitions - repetitions / 40])
  }

  /// At most 1,000 blocks of units, dealt in turn, so that many units take no more time than that.
  private static func grouped(
    _ parts: [(numerator: Int128, denominator: Int128)]
  ) -> [(numerator: Int128, denominator: Int128)] {
    guard parts.count > 1_000 else { return parts }
    var blocks = [(numerator: Int128, denominator: Int128)](repeating: (0, 0), count: 1_000)
    for (index, part) in parts.enumerated() {
      blocks[index % 1_000].numerator += part.numerator
      blocks[index % 1_000].denominator += part.denominator
    }
    return blocks
  }

  /// A number below `bound` (SplitMix64, multiplied out).
  private static func draw(below bound: Int, _ state: inout UInt64) -> Int {
    // Safe: the generator is defined modulo 2^64.
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    mixed ^= mixed >> 31
    return Int(mixed.multipliedFullWidth(by: UInt64(bound)).high)
  }
}
