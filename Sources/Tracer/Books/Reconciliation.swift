public import Bitcoin
public import Case

/// An exchange's books held against the chain, as of a block: what it owes, and line by line where
/// that is.
///
/// The equation is `owed = sum of the other lines`. What the exchange holds is counted from its
/// unspent outputs; all other lines come from its transactions, one by one. So the two sides are
/// found apart from each other, and `difference` is 0 unless the program or the ledger is wrong.
public struct Reconciliation: Sendable {
  /// The block as of which the equation is taken.
  public let asOf: ClaimedBlock
  /// When that block was made, by its header.
  public let time: UTCTime
  /// The block of the last entry that is on the chain; nil where none is.
  public let closeHeight: Int?
  /// The equation: the first line is what is owed, the others what it comes to.
  public let lines: [Line]
  /// What is owed less all other lines.
  public let difference: Satoshi
  /// What a trace can start from, by name: `unbooked`, `forgotten`, `paid-twice`, `burnt`, `overdrawn`
  /// and `undone` where there is any, and `missing`, which is all of them.
  public let findings: [Finding]
  /// Entries of the books that the chain contradicts, deposits first, each in its table's order.
  public let flaws: [EntryFlaw]
  /// The forgotten addresses that hold or held coins, in the order in which they were found.
  public let forgotten: [ForgottenScript]

  /// A summand of the equation.
  public struct Line: Hashable, Sendable {
    /// What the line counts.
    public let kind: LineKind
    /// Satoshis, below zero where the line takes away.
    public let amount: Satoshi
    /// The transactions that the amount comes from, in chain order: those that made the coins held,
    /// those that paid, those that were booked.
    public let txids: [Txid]

    /// The line's name in results.
    public var name: String { kind.name }
  }

  /// Where missing coins were last the exchange's.
  public struct Finding: Hashable, Sendable {
    /// The name behind `reconcile:`.
    public let name: String
    /// What the trace starts from, outputs first, then fees, each in chain order.
    public let sources: [TaintSource]
    /// What the sources are worth together.
    public let amount: Satoshi
  }

  /// A script that the books do not name, though the chain says that it is the exchange's.
  public struct ForgottenScript: Hashable, Sendable {
    /// What joins it with the exchange.
    public let evidence: ExchangeScripts.Evidence
    /// The txid of that transaction.
    public let txid: Txid
    /// The address; nil where the script has none.
    public let address: Address?
    /// The address that it was spent with; nil where the script has none.
    public let joinedWith: Address?
    /// What it holds as of the block.
    public let balance: Satoshi
  }

  /// The finding of a name; nil if there is none.
  public func finding(named name: String) -> Finding? {
    findings.first { $0.name == name }
  }

  /// Whether the equation closes.
  public var isClosed: Bool { difference == .zero }
}
