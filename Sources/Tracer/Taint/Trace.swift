import Bitcoin
public import Ledger

/// Traces of value over a ledger.
public enum Trace {
  /// Follows the sources forward, and says where their taint stands at a height.
  ///
  /// Only transactions that taint reaches are dealt, so that a late source costs what it touches.
  /// The law of conservation is checked at every run.
  ///
  /// - Parameters:
  ///   - sources: outputs and fees with their labels; the same one may be named again under the same
  ///     label. The order of labels is that in which they are first named.
  ///   - policy: how the taint of inputs passes to outputs.
  ///   - fees: whether a trace ends at a fee or goes on in the block's coinbase.
  ///   - until: the last height whose transactions are followed; nil, and any height above the tip,
  ///     is the tip.
  ///   - stops: where the trace ends and what comes there is booked as stopped; a source among them
  ///     starts its trace all the same.
  ///   - keepsPassage: whether the result has every output that taint passed through.
  ///   - countsHops: whether unspent outputs tell how far they lie from the sources.
  /// - Throws: a `TraceError`; its `isBug` says whose fault it is.
  public static func run(
    _ ledger: borrowing ChainLedger,
    sources: [TaintSource],
    policy: TaintPolicy = .fifo,
    fees: FeeHandling = .follow,
    until: Int? = nil,
    stops: TraceStops = TraceStops(),
    keepsPassage: Bool = false,
    countsHops: Bool = false
  ) throws(TraceError) -> TraceResult {
    try run(
      ledger, sources: sources, policies: [policy], fees: fees, until: until, stops: stops,
      keepsPassage: keepsPassage, countsHops: countsHops)[0]
  }

  /// The same by several policies in one pass: every transaction that any of them reaches is read once.
  ///
  /// - Parameter policies: the policies; those that are named twice count twice.
  /// - Returns: a result for each policy, in order, the same as if it had been asked for alone.
  /// - Throws: a `TraceError`; its `isBug` says whose fault it is.
  public static func run(
    _ ledger: borrowing ChainLedger,
    sources: [TaintSource],
    policies: [TaintPolicy],
    fees: FeeHandling = .follow,
    until: Int? = nil,
    stops: TraceStops = TraceStops(),
    keepsPassage: Bool = false,
    countsHops: Bool = false
  ) throws(TraceError) -> [TraceResult] {
    do throws(TaintFault) {
      let columns = FlowColumns(ledger)
      let plan = try TracePlan(
        columns, sources: sources, policies: policies, fees: fees, until: until, stops: stops,
        keepsPassage: keepsPassage, countsHops: countsHops)
      let outcomes = try TaintPass.outcomes(of: plan, columns) { ledger.isUnspendable($0) }
      var results: [TraceResult] = []
      for (policy, outcome) in zip(policies, outcomes) {
        results.append(
          TraceResult(
            policy: policy, fees: fees, until: plan.until, tip: ledger.tip, labels: plan.labels,
            sources: plan.sources, outputs: outcome.unspent,
            unspendableOutputs: outcome.unspendable, stops: outcome.stops,
            supersededOutputs: outcome.superseded, passage: outcome.passage,
            totals: outcome.totals))
      }
      return results
    } catch {
      throw TraceError(error, ledger)
    }
  }
}

extension FlowColumns {
  /// The columns of a ledger.
  @_lifetime(borrow ledger)
  init(_ ledger: borrowing ChainLedger) {
    self.init(
      blockFirstTransaction: ledger.blockFirstTransaction, txFirstInput: ledger.txFirstInput,
      txFirstOutput: ledger.txFirstOutput, inputPrevout: ledger.inputPrevout,
      outputValue: ledger.outputValue, outputScript: ledger.outputScript,
      outputSpender: ledger.outputSpender, network: ledger.network)
  }
}
