public import Bitcoin
public import SystemPackage
public import Tracer
public import Truth

/// Why a case cannot be scored.
public enum ScoreError: Error, Equatable, Sendable {
  /// The case has no truth: it was not simulated.
  case noTruth(FilePath)
  /// The ledger begins at a height above the network's first block.
  case segment(firstHeight: Int)
  /// The truth cannot be read.
  case truth(TruthError)
  /// The truth names an output that the ledger does not have.
  case unknownOutput(OutPoint)
  /// The truth names a transaction that the ledger does not have.
  case unknownTransaction(Txid)
  /// The truth says nothing of an output of the ledger.
  case missingOutput(OutPoint)
  /// The truth says of a theft's output or fee another value than the ledger.
  case wrongValue(theft: String, truth: Satoshi, ledger: Satoshi)
  /// The truth gives its holders more or less than its thefts took.
  case unevenTruth
  /// A trace cannot be made.
  case trace(TraceError)
  /// Scripts cannot be clustered.
  case clusters(ClusterError)

  /// Whether the program is at fault, not its input.
  public var isBug: Bool {
    if case .trace(let error) = self { error.isBug } else { false }
  }
}

extension ScoreError: CustomStringConvertible {
  /// What failed, with the value, then where.
  public var description: String {
    switch self {
    case .noTruth(let path): "there is no truth in \(path): only simulated cases can be scored"
    case .segment(let height):
      "the ledger begins at height \(height); only a whole chain can be scored"
    case .truth(let error): error.description
    case .unknownOutput(let outPoint):
      "the truth names output \(outPoint), which is not in the ledger"
    case .unknownTransaction(let txid):
      "the truth names transaction \(txid), which is not in the ledger"
    case .missingOutput(let outPoint):
      "the truth says nothing of output \(outPoint) of the ledger"
    case .wrongValue(let theft, let truth, let ledger):
      "the truth gives a piece of theft '\(theft)' as \(truth) BTC, the ledger as \(ledger) BTC"
    case .unevenTruth:
      "the stolen satoshis of truth/holders.csv are not as many as those of truth/thefts.csv"
    case .trace(let error): error.description
    case .clusters(let error): error.description
    }
  }
}
