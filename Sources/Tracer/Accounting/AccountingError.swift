/// Why missing coins could not be accounted for.
public enum AccountingError: Error, Equatable, Sendable {
  /// The trace could not be made.
  case trace(TraceError)
  /// The policy makes taint, so that its parts do not add up to what was missing.
  case notConserving(TaintPolicy)
  /// There is nothing to account for.
  case nothingMissing
}

extension AccountingError: CustomStringConvertible {
  /// What is wrong.
  public var description: String {
    switch self {
    case .trace(let error): "\(error)"
    case .notConserving(let policy):
      "policy \(policy.rawValue) counts a satoshi more than once, so its lines cannot add up"
    case .nothingMissing: "no coins are missing, so there is nothing to account for"
    }
  }
}
