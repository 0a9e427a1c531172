import Bitcoin
public import Ledger

extension Trace {
  /// Tells by which paths each label came to an output.
  ///
  /// The sources are traced forward up to the output's block, and what the trace dealt is remembered;
  /// then the output's satoshis are followed back, by their positions under FIFO, LIFO and TIHO, and
  /// in proportion under haircut. At each step what goes back is checked to be what came.
  ///
  /// - Parameters:
  ///   - output: the output that is explained, spent or not.
  ///   - paths: how many paths to tell for each label, at least 1.
  ///   - sources, policy, fees, until, stops: as in `run`.
  /// - Throws: a `TraceError`; its `isBug` says whose fault it is.
  public static func explain(
    _ output: OutputIndex,
    in ledger: borrowing ChainLedger,
    sources: [TaintSource],
    policy: TaintPolicy = .fifo,
    fees: FeeHandling = .follow,
    until: Int? = nil,
    stops: TraceStops = TraceStops(),
    paths: Int = 1
  ) throws(TraceError) -> TaintExplanation {
    do throws(TaintFault) {
      let columns = FlowColumns(ledger)
      var plan = try TracePlan(
        columns, sources: sources, policies: [policy], fees: fees, until: until, stops: stops,
        keepsPassage: true)
      guard output < OutputIndex(columns.outputCount) else {
        throw TaintFault.rowOutOfRange(.output(output))
      }
      let transaction = ledger.transaction(ofOutput: output)
      let height = ledger.height(of: transaction)
      guard height <= plan.until else {
        throw TaintFault.endsBefore(output: output, height: height, until: plan.until)
      }
      plan.end(at: height, columns)
      let memory = try TaintPass.memory(of: plan, columns) { ledger.isUnspendable($0) }
      var search = PathSearch(memory, pathCount: max(1, paths))
      let origins = try search.origins(of: output.position, columns)
      return TaintExplanation(
        policy: policy, fees: fees, until: height, tip: ledger.tip, labels: plan.labels,
        output: memory.taintedOutput(output.position, columns),
        stop: memory.stopLine(of: output.position).map { plan.stops.lines[Int($0) - 1] },
        origins: origins)
    } catch {
      throw TraceError(error, ledger)
    }
  }
}
