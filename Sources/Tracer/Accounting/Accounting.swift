public import Bitcoin

/// Where each satoshi of a missing sum stands: a trace whose end points are named and added up.
public struct Accounting: Sendable {
  /// The height as of which it is asked.
  public let asOf: Int
  /// The hash of the chain's last block.
  public let tip: BlockHash
  /// How taint was dealt.
  public let policy: TaintPolicy
  /// What became of the taint in fees.
  public let fees: FeeHandling
  /// What the trace started from, in satoshis.
  public let missing: Satoshi
  /// Where it stands, unspent coins first; lines of 0 are left out but for the fees.
  public let lines: [Line]
  /// What of `missing` no line has. The program's trace conserves every satoshi, so it is 0 unless
  /// the program is wrong.
  public let unexplained: Satoshi

  /// A part of the missing sum.
  public struct Line: Hashable, Sendable {
    /// What became of it.
    public let kind: LineKind
    /// How much.
    public let amount: Satoshi
    /// The outputs that carry it, in chain order; none for fees and what miners left.
    public let outputs: [TaintedOutput]

    /// The line's name in results.
    public var name: String { kind.name }
    /// Who has it; nil where it is not known or nobody has it.
    public var entity: String? {
      if case .unspent(let holder) = kind { holder.entity } else { nil }
    }
  }

  /// What became of a part of the missing sum.
  public enum LineKind: Hashable, Sendable {
    /// It lies unspent with a holder.
    case unspent(Holder)
    /// It was paid to miners.
    case fees
    /// It lies where no one can ever spend it.
    case unspendable
    /// Miners could have claimed it and did not.
    case unclaimed
    /// It came back and is counted where it was taken again.
    case superseded
    /// It reached a stop.
    case stopped

    /// The line's name, which results keep.
    public var name: String {
      switch self {
      case .unspent(let holder): "unspent: \(holder.name)"
      case .fees: "fees to miners"
      case .unspendable: "unspendable"
      case .unclaimed: "unclaimed by miners"
      case .superseded: "came back to the exchange and taken again"
      case .stopped: "stopped"
      }
    }
  }

  /// Whether every satoshi is explained.
  public var isClosed: Bool { unexplained == .zero }
}
