import Foundation

/// Times as Foundation writes them.
enum NaiveTime {
  /// Seconds since 1970 as ISO 8601.
  static func text(_ seconds: Int64) -> String {
    Date(timeIntervalSince1970: TimeInterval(seconds)).formatted(.iso8601)
  }
}
