public import Ledger

/// Value that a trace starts from, taken as wholly tainted, with the label that its taint bears.
public struct TaintSource: Hashable, Sendable {
  /// What is tainted.
  public enum Target: Hashable, Sendable {
    /// A whole output.
    case output(OutputIndex)
    /// The whole fee of a transaction; what its runs carried before is superseded.
    case fee(TxIndex)
  }

  /// What is tainted.
  public var target: Target
  /// The name of this taint in results; sources may share one.
  public var label: String

  /// The taint of `target` under `label`.
  public init(target: Target, label: String) {
    self.target = target
    self.label = label
  }

  /// The output that is tainted; nil for a fee.
  public var output: OutputIndex? {
    if case .output(let output) = target { output } else { nil }
  }

  /// The taint of an output.
  public static func output(_ output: OutputIndex, label: String) -> TaintSource {
    TaintSource(target: .output(output), label: label)
  }

  /// The taint of a transaction's fee.
  public static func fee(of transaction: TxIndex, label: String) -> TaintSource {
    TaintSource(target: .fee(transaction), label: label)
  }
}
