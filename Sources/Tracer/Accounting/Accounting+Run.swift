import Bitcoin
public import Ledger

extension Accounting {
  /// Accounts for what the sources are worth.
  ///
  /// - Parameters:
  ///   - ledger: the chain.
  ///   - sources: the missing coins where they were last their owner's, such as the finding
  ///     `missing` of a reconciliation.
  ///   - holders: who holds which script.
  ///   - policy: how the taint of inputs passes to outputs; poison is refused.
  ///   - fees: whether the trace ends at a fee or goes on in the block's coinbase.
  ///   - until: the height as of which; nil is the tip.
  /// - Throws: `trace`, `notConserving`, `nothingMissing`.
  public static func run(
    ledger: borrowing ChainLedger, sources: [TaintSource], holders: HolderIndex,
    policy: TaintPolicy = .fifo, fees: FeeHandling = .sink, until: Int? = nil
  ) throws(AccountingError) -> Accounting {
    guard policy.isConserving else { throw .notConserving(policy) }
    guard !sources.isEmpty else { throw .nothingMissing }
    let trace: TraceResult
    do {
      trace = try Trace.run(ledger, sources: sources, policy: policy, fees: fees, until: until)
    } catch {
      throw .trace(error)
    }
    return Accounting(trace, holders: holders, ledger)
  }

  /// Names and adds up where a trace ended.
  private init(_ trace: TraceResult, holders: HolderIndex, _ ledger: borrowing ChainLedger) {
    var byHolder: [Holder: [TaintedOutput]] = [:]
    var unspendable: [TaintedOutput] = trace.unspendableOutputs
    for output in trace.outputs {
      if ledger.isUnspendable(output.output) {
        unspendable.append(output)
      } else {
        let script = ledger.outputScript[output.output.position]
        byHolder[holders.holder(of: script), default: []].append(output)
      }
    }
    unspendable.sort { $0.output < $1.output }
    var lines: [Line] = []
    for (holder, outputs) in byHolder.sorted(by: { Accounting.precedes($0.key, $1.key) }) {
      lines.append(Line(kind: .unspent(holder), amount: Accounting.sum(outputs), outputs: outputs))
    }
    lines.append(Line(kind: .fees, amount: trace.totals.fees.total, outputs: []))
    let rest = [
      Line(kind: .unspendable, amount: Accounting.sum(unspendable), outputs: unspendable),
      Line(kind: .unclaimed, amount: trace.totals.unclaimed.total, outputs: []),
      Line(
        kind: .superseded, amount: trace.totals.superseded.total,
        outputs: trace.supersededOutputs),
      Line(kind: .stopped, amount: trace.totals.stopped.total, outputs: trace.stoppedOutputs),
    ]
    lines += rest.filter { $0.amount != .zero }
    self.asOf = trace.until
    self.tip = trace.tip
    self.policy = trace.policy
    self.fees = trace.fees
    self.missing = trace.totals.sources.total
    self.lines = lines
    self.unexplained = lines.reduce(trace.totals.sources.total) { $0 - $1.amount }
  }

  private static func sum(_ outputs: [TaintedOutput]) -> Satoshi {
    outputs.reduce(.zero) { $0 + $1.tainted }
  }

  /// Known holders before unknown ones, by kind of evidence, then by name.
  private static func precedes(_ left: Holder, _ right: Holder) -> Bool {
    (rank(left), left.name) < (rank(right), right.name)
  }

  private static func rank(_ holder: Holder) -> Int {
    switch holder {
    case .wallet: 0
    case .forgotten: 1
    case .tagged: 2
    case .clustered: 3
    case .disputed: 4
    case .unknown: 5
    }
  }
}
