import Bitcoin
import Ledger
import Tracer

/// Whom coins reached first of all holders that are known: a trace that stops at each of them.
struct FirstHands {
  /// What reached one holder.
  struct Row {
    /// Who it is.
    let holder: Holder
    /// How much reached him.
    let amount: Satoshi
    /// In how many outputs.
    let outputs: Int
  }

  /// The known holders, the one whom most reached first.
  let rows: [Row]
  /// What never reached a known holder and lies unspent.
  let unspent: Satoshi
  /// In how many outputs that lies.
  let unspentOutputs: Int
  /// All else: fees, coins that cannot be spent or were not claimed, coins taken again.
  let rest: Satoshi

  /// Follows sources up to the first known holder, first in, first out, fees as an end.
  ///
  /// - Throws: `TraceError`.
  init(
    _ sources: [TaintSource], _ holders: HolderIndex, _ ledger: borrowing ChainLedger
  ) throws {
    let known = (0..<ledger.scriptCount).map { ScriptIndex($0) }
      .filter { holders.holder(of: $0).entity != nil }
    var stops = TraceStops()
    stops.add(scripts: known, line: "known holders")
    let trace = try Trace.run(ledger, sources: sources, policy: .fifo, fees: .sink, stops: stops)
    var reached: [Holder: [TaintedOutput]] = [:]
    for output in trace.stoppedOutputs {
      let script = ledger.outputScript[output.output.position]
      reached[holders.holder(of: script), default: []].append(output)
    }
    let rows = reached.map { holder, outputs in
      Row(
        holder: holder, amount: outputs.reduce(.zero) { $0 + $1.tainted }, outputs: outputs.count)
    }
    self.rows = rows.sorted {
      $0.amount == $1.amount ? $0.holder.name < $1.holder.name : $0.amount > $1.amount
    }
    unspent = trace.totals.unspent.total
    unspentOutputs = trace.outputs.count
    let totals = trace.totals
    rest =
      totals.fees.total + totals.unspendable.total + totals.unclaimed.total
      + totals.superseded.total
  }

  /// The rows and what is left beside them.
  var table: TextTable {
    var table = TextTable([("first known holder", .left), ("BTC", .right), ("outputs", .right)])
    for row in rows { table.add(row.holder.name, row.amount.plain, row.outputs.grouped) }
    table.add("none: still unspent with unknown holders", unspent.plain, unspentOutputs.grouped)
    table.add("fees and other ends on the way", rest.plain)
    return table
  }
}
