/// Why scripts cannot be clustered.
public enum ClusterError: Error, Equatable, Sendable {
  /// The ledger has more scripts than 32 bits can number.
  case tooManyScripts(Int)
}

extension ClusterError: CustomStringConvertible {
  /// What failed, with the value.
  public var description: String {
    switch self {
    case .tooManyScripts(let count):
      "\(count) scripts are more than the 4294967294 that can be clustered"
    }
  }
}
