import Foundation

/// How many seeds a property is tried with: as many as are written, and five times as many in
/// `make test-long`.
public enum Seeds {
  /// Whether this is the long run.
  public static let isLong = ProcessInfo.processInfo.environment["LONG_TESTS"] == "1"

  /// The seeds of a range.
  public static func of(_ range: ClosedRange<Int>) -> ClosedRange<Int> {
    range.lowerBound...(range.upperBound * (isLong ? 5 : 1))
  }

  /// The seeds of a range.
  public static func of(_ range: Range<Int>) -> Range<Int> {
    range.lowerBound..<(range.upperBound * (isLong ? 5 : 1))
  }

  /// The seeds of a range, as generators take them.
  public static func of(_ range: Range<UInt64>) -> Range<UInt64> {
    range.lowerBound..<(range.upperBound * (isLong ? 5 : 1))
  }
}
