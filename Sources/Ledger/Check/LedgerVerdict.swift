/// What a check of a ledger found.
public struct LedgerVerdict: Equatable, Sendable {
  /// What is wrong, at most `limit` lines; none in a sound ledger.
  public private(set) var findings: [String] = []
  /// How many things are wrong.
  public private(set) var findingCount = 0

  /// How many findings are kept.
  public static let limit = 20

  /// Whether nothing is wrong.
  public var isSound: Bool { findingCount == 0 }

  /// Notes something that is wrong.
  public mutating func note(_ finding: @autoclosure () -> String) {
    findingCount += 1
    if findings.count < LedgerVerdict.limit { findings.append(finding()) }
  }

  /// Notes `finding` unless `isRight`.
  mutating func require(_ isRight: Bool, _ finding: @autoclosure () -> String) {
    if !isRight { note(finding()) }
  }
}
