public import Bitcoin

/// Why an import read all blocks anew though a ledger was there.
public enum DroppedLedger: Error, Equatable, Sendable {
  /// It was not what was once written, or could not be read.
  case damaged(reason: String)
  /// Another version of the format wrote it.
  case version(String)
  /// It was of another network, or of another halving interval.
  case network(Network)
  /// It began at another height.
  case firstHeight(Int)
  /// None of its blocks is at the same place of the same file by now.
  case elsewhere
}

extension DroppedLedger {
  init(_ error: LedgerError) {
    switch error {
    case .damaged(_, let reason): self = .damaged(reason: reason)
    case .unsupportedVersion(_, let found): self = .version(found)
    default: self = .damaged(reason: "\(error)")
    }
  }

  /// The value of `body`, whose errors are why a ledger is dropped.
  static func wrapping<Value: ~Copyable>(
    _ body: () throws(LedgerError) -> Value
  ) throws(DroppedLedger) -> Value {
    do throws(LedgerError) { return try body() } catch { throw DroppedLedger(error) }
  }
}

extension DroppedLedger: CustomStringConvertible {
  /// What was the matter with it.
  public var description: String {
    switch self {
    case .damaged(let reason): "it was damaged (\(reason))"
    case .version(let version): "it had format version \(version)"
    case .network(let network):
      "it was of \(network.name) with a halving interval of \(network.subsidyHalvingInterval)"
    case .firstHeight(let height): "it began at height \(height)"
    case .elsewhere: "none of its blocks is where it was"
    }
  }
}
