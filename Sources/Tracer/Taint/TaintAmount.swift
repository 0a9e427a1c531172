public import Bitcoin

/// An amount of taint: altogether, and by the labels that it bears.
public struct TaintAmount: Hashable, Sendable {
  /// Tainted satoshis, each counted once.
  public var total: Satoshi
  /// Tainted satoshis of each label, at the label's place in `TraceResult.labels`.
  ///
  /// They add up to `total`, but under poison, where a satoshi can bear several labels.
  public var byLabel: [Satoshi]

  /// An amount from its parts.
  public init(total: Satoshi, byLabel: [Satoshi]) {
    self.total = total
    self.byLabel = byLabel
  }
}

/// What became of the sources, in satoshis.
///
/// Under every policy but poison, of each label and in total, exactly:
/// `sources = unspent + fees + unspendable + unclaimed + superseded + stopped`.
public struct TaintTotals: Hashable, Sendable {
  /// The value of the sources.
  public var sources: TaintAmount
  /// What lies in outputs that are unspent at the height of the trace.
  public var unspent: TaintAmount
  /// What went into fees; nothing where fees are followed.
  public var fees: TaintAmount
  /// What lies in outputs that nobody can ever spend.
  public var unspendable: TaintAmount
  /// What a miner could have claimed as a fee and did not.
  public var unclaimed: TaintAmount
  /// What flowed into another source, which counts for itself.
  public var superseded: TaintAmount
  /// What reached a stop, or a transaction with an input of unknown value.
  public var stopped: TaintAmount
}

/// So many tainted satoshis of one label.
public struct LabelAmount: Hashable, Sendable {
  /// The label's place in `TraceResult.labels`.
  public var label: Int
  /// Satoshis.
  public var amount: Satoshi

  /// An amount of the label at place `label`.
  public init(label: Int, amount: Satoshi) {
    self.label = label
    self.amount = amount
  }
}
