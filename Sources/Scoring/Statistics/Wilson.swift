/// The 95 % interval of a proportion over independent units (Wilson 1927), in whole millionths,
/// rounded outwards.
enum Wilson {
  /// The square of the normal distribution's 97.5 % point, in millionths: 1.959963985².
  private static let square: Int128 = 3_841_459

  /// The interval for `successes` out of `trials`; nil where there are no trials.
  ///
  /// With z² = `square`: (2k + z² ± z √(z² + 4 k (n - k) / n)) / 2 (n + z²).
  static func interval(_ successes: Int, of trials: Int) -> (low: Fraction, high: Fraction)? {
    guard trials > 0, successes >= 0, successes <= trials else { return nil }
    let million: Int128 = 1_000_000
    let found = Int128(successes)
    let count = Int128(trials)
    let middle = 2 * found * million + square
    let spread = square * (square + 4 * found * (count - found) * million / count)
    let root = squareRoot(spread)
    let width = 2 * (count * million + square)
    // Rounding the root down and up again keeps the interval from being too narrow.
    let low = max(0, (middle - root - 1) * million / width)
    let high = min(million, ((middle + root + 1) * million + width - 1) / width)
    return (
      .partsPerMillion(successes == 0 ? 0 : low),
      .partsPerMillion(successes == trials ? million : high)
    )
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
