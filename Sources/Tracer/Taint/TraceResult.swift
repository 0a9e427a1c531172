public import Bitcoin
public import Ledger

/// Where the taint of a trace's sources stands at a height of the chain.
public struct TraceResult: Hashable, Sendable {
  /// How taint was dealt.
  public var policy: TaintPolicy
  /// What became of the taint in fees.
  public var fees: FeeHandling
  /// The last block whose transactions were followed.
  public var until: Int
  /// The hash of the ledger's last block.
  public var tip: BlockHash
  /// The labels of the sources, in the order in which the sources first name them.
  public var labels: [String]
  /// The sources, in the order given, each once.
  public var sources: [TracedSource]
  /// The outputs unspent at `until` that carry taint, in chain order.
  public var outputs: [TaintedOutput]
  /// The outputs that carry taint and can never be spent, in chain order.
  public var unspendableOutputs: [TaintedOutput]
  /// The lines of the stops, in the order in which they were named, with what reached them.
  public var stops: [StopLine]
  /// The sources that the taint of others reached, in chain order, with what reached each.
  public var supersededOutputs: [TaintedOutput]
  /// Every output that was dealt taint, spent or not, in chain order, with what it was dealt; empty
  /// unless it was asked for.
  public var passage: [TaintedOutput]
  /// What became of the sources, in satoshis.
  public var totals: TaintTotals

  /// The outputs at which taint was stopped, in chain order, with what reached each.
  public var stoppedOutputs: [TaintedOutput] {
    stops.flatMap(\.outputs).sorted { $0.output < $1.output }
  }

  /// Of `totals.stopped`: what entered transactions with an input of unknown value, which a segment of a
  /// chain has, and tainted fees of blocks in which such a transaction's fee is unknown.
  public var stoppedOutside: Satoshi {
    stops.reduce(totals.stopped.total) { $0 - $1.amount.total }
  }
}

/// A source with its value.
public struct TracedSource: Hashable, Sendable {
  /// The output or fee.
  public var target: TaintSource.Target
  /// Its value, all of it tainted.
  public var value: Satoshi
  /// The place of its label in `TraceResult.labels`.
  public var label: Int
}

/// An output with the taint that it carries.
public struct TaintedOutput: Hashable, Sendable {
  /// The output.
  public var output: OutputIndex
  /// Its value.
  public var value: Satoshi
  /// How much of the value is tainted; never more than the value.
  public var tainted: Satoshi
  /// The tainted satoshis of each label that the output carries, labels in order.
  ///
  /// They add up to `tainted`, but under poison, where each label has the full value.
  public var byLabel: [LabelAmount]
  /// The fewest transactions that taint took from a source to here, 0 for a source; nil where hops were
  /// not counted.
  public var hops: Int? = nil
}
