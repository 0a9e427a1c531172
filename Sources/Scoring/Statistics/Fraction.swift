/// An exact share: a whole number over another one.
public struct Fraction: Sendable {
  /// What counts.
  public var numerator: Int128
  /// What it counts of; above 0.
  public var denominator: Int128

  /// A share; nil where there is nothing that it could be a share of.
  public init?(_ numerator: Int128, of denominator: Int128) {
    guard denominator > 0 else { return nil }
    self.numerator = numerator
    self.denominator = denominator
  }

  private init(partsPerMillion: Int128) {
    numerator = partsPerMillion
    denominator = 1_000_000
  }

  /// A share in millionths.
  public static func partsPerMillion(_ parts: Int128) -> Fraction {
    Fraction(partsPerMillion: parts)
  }

  /// The share in millionths, rounded down and up; nil for what is not between 0 and 1, or too long
  /// to be multiplied.
  var partsPerMillion: (down: Int128, up: Int128)? {
    let (parts, overflow) = numerator.multipliedReportingOverflow(by: 1_000_000)
    guard !overflow, numerator >= 0, numerator <= denominator else { return nil }
    let (down, rest) = parts.quotientAndRemainder(dividingBy: denominator)
    return (down, rest == 0 ? down : down + 1)
  }
}

extension Fraction: Comparable {
  /// Whether both are the same share, however it is written.
  public static func == (left: Fraction, right: Fraction) -> Bool {
    !(left < right) && !(right < left)
  }

  /// Compares the shares, not how they are written.
  ///
  /// Both are brought to whole parts and remainders step by step, as in Euclid's algorithm, so that
  /// no product can overflow.
  public static func < (left: Fraction, right: Fraction) -> Bool {
    var (left, right) = (left, right)
    var isTurned = false
    while true {
      let one = left.numerator.floored(by: left.denominator)
      let other = right.numerator.floored(by: right.denominator)
      if one.quotient != other.quotient {
        return (one.quotient < other.quotient) != isTurned
      }
      if one.remainder == 0 || other.remainder == 0 {
        if one.remainder == other.remainder { return false }
        return (one.remainder == 0) != isTurned
      }
      // Of two shares below 1 the one with the larger inverse is the smaller one.
      left.numerator = left.denominator
      left.denominator = one.remainder
      right.numerator = right.denominator
      right.denominator = other.remainder
      isTurned.toggle()
    }
  }
}

extension Fraction: CustomStringConvertible {
  /// The share as decimal digits, rounded down to the millionth: `0.953201`.
  public var description: String {
    let whole = numerator.floored(by: denominator)
    var digits = ""
    var remainder = whole.remainder
    for _ in 0..<6 {
      // Digit by digit, so that no product can overflow.
      var digit = 0
      var left = remainder
      for _ in 0..<9 {
        if left >= denominator - remainder {
          left -= denominator - remainder
          digit += 1
        } else {
          left += remainder
        }
      }
      remainder = left
      digits += String(digit)
    }
    return "\(whole.quotient).\(digits)"
  }
}

extension Int128 {
  /// The quotient rounded down, and what is left, which is not negative.
  ///
  /// - Precondition: `divisor` is above 0.
  fileprivate func floored(by divisor: Int128) -> (quotient: Int128, remainder: Int128) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
