/// The 95 % interval of a share over independent units (Wilson 1927), in whole millionths, rounded
/// outwards, so that it always contains the share.
///
/// Units that weigh differently count as fewer ones of equal weight: n = (Σ w)² / Σ w² (Kish 1965).
enum Wilson {
  /// The square of the normal distribution's 97.5 % point, in millionths: 1.959963985².
  private static let square: Int128 = 3_841_459
  private static let million: Int128 = 1_000_000

  /// The interval of a share of units with these weights; nil where none weighs anything, or for
  /// what is no share at all.
  static func interval(
    _ share: Fraction?, weights: [Int128]
  ) -> (low: Fraction, high: Fraction)? {
    guard let share, let units = countUnits(weights), let parts = share.partsPerMillion else {
      return nil
    }
    // The share's complement mirrors the interval.
    let low = lowerEnd(parts.down, units)
    let high = million - lowerEnd(million - parts.up, units)
    return (.partsPerMillion(low), .partsPerMillion(high))
  }

  /// The effective number of units, in millionths, rounded down; weights below 0 count as nothing.
  private static func countUnits(_ weights: [Int128]) -> Int128? {
    var sum: Int128 = 0
    for weight in weights where weight > 0 {
      let (next, overflow) = sum.addingReportingOverflow(weight)
      if overflow { return nil }
      sum = next
    }
    // Weights keep 40 bits of their sum, so that no product here or below can overflow.
    let shift = max(0, 128 - sum.leadingZeroBitCount - 40)
    var whole: Int128 = 0
    var squares: Int128 = 0
    for weight in weights where weight > 0 {
      whole += weight >> shift
      squares += (weight >> shift) * (weight >> shift)
    }
    return squares == 0 ? nil : whole * whole * million / squares
  }

  /// The lower end for a share and a number of units, all in millionths, rounded down.
  ///
  /// With z² = `square`: (2 n p + z² - z √(z² + 4 n p (1 - p))) / 2 (n + z²).
  private static func lowerEnd(_ share: Int128, _ units: Int128) -> Int128 {
    let middle = 2 * units * share + square * million
    let spread =
      square * (square * million * million + 4 * units * share * (million - share))
    // One more than the root rounded down keeps the interval from being too narrow.
    return max(0, (middle - squareRoot(spread) - 1) / (2 * (units + square)))
  }

  /// The square root of a number that is not negative, rounded down.
  static func squareRoot(_ number: Int128) -> Int128 {
    guard number > 1 else { return number }
    var root = Int128(1) << Int128((128 - number.leadingZeroBitCount + 1) / 2)
    while true {
      let next = (root + number / root) / 2
      if next >= root { return root }
      root = next
    }
  }
}
