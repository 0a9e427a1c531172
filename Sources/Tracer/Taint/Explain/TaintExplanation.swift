public import Bitcoin

/// How taint came to one output: for each label the paths by which its satoshis went from the sources.
public struct TaintExplanation: Hashable, Sendable {
  /// How taint was dealt.
  public var policy: TaintPolicy
  /// What became of the taint in fees.
  public var fees: FeeHandling
  /// The height of the output's block, where the trace was ended: what comes later changes nothing.
  public var until: Int
  /// The hash of the ledger's last block.
  public var tip: BlockHash
  /// The labels of the sources, in the order in which the sources first name them.
  public var labels: [String]
  /// The output with the taint that it was dealt; a source carries itself alone.
  public var output: TaintedOutput
  /// The line of the stop that the output is; nil where the trace goes on behind it.
  public var stop: String?
  /// The labels that the output carries, labels in order.
  public var origins: [LabelOrigin]
}

/// Where the satoshis of one label in an output came from.
public struct LabelOrigin: Hashable, Sendable {
  /// The label's place in `TaintExplanation.labels`, and how much of it the output carries.
  public var carried: LabelAmount
  /// Paths of its satoshis, each another one, as many as were asked for; the first follows at each
  /// step the input that most of them came from.
  public var paths: [TaintPath]
  /// What came by paths that are not listed; under poison, which counts a satoshi under every path, 0.
  public var rest: Satoshi
}

/// One way from a source to an output.
public struct TaintPath: Hashable, Sendable {
  /// How many satoshis went all of this way; under poison the whole value of the output.
  public var amount: Satoshi
  /// The outputs and fees on the way, the source first, the output that is explained last.
  public var steps: [PathStep]
}

/// An output or a fee on the way of tainted satoshis.
public struct PathStep: Hashable, Sendable {
  /// The output, or the fee that went into its block's coinbase.
  public var target: TaintSource.Target
  /// The height of its block.
  public var height: Int
  /// Its value.
  public var value: Satoshi
  /// How much of the value bears the label, by this path and all others.
  public var carried: Satoshi
}
