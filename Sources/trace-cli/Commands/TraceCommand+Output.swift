import Bitcoin
import Ledger
import Tracer

/// A trace's result as JSON and as text.
struct TraceFindings {
  /// What the tracer found.
  let result: TraceResult
  /// Who holds which script.
  let holders: HolderIndex

  /// `{policy, fees, until, tip, sources, outputs, stops, totals}`, one line.
  func json(_ ledger: borrowing ChainLedger) -> JSONText {
    var outputs: [JSONText] = []
    for output in result.outputs { outputs.append(json(output, ledger)) }
    var sources: [JSONText] = []
    for source in result.sources { sources.append(json(source, ledger)) }
    var stops: [JSONText] = []
    for line in result.stops { stops.append(json(line, ledger)) }
    let totals = result.totals
    return .object([
      ("policy", .string(result.policy.rawValue)), ("fees", .string(result.fees.rawValue)),
      ("until", .count(result.until)), ("tip", .string(result.tip.description)),
      ("sources", .array(sources)), ("outputs", .array(outputs)), ("stops", .array(stops)),
      (
        "totals",
        .object([
          ("sources", .satoshi(totals.sources.total)), ("unspent", .satoshi(totals.unspent.total)),
          ("fees", .satoshi(totals.fees.total)),
          ("unspendable", .satoshi(totals.unspendable.total)),
          ("unclaimed", .satoshi(totals.unclaimed.total)),
          ("superseded", .satoshi(totals.superseded.total)),
          ("stopped", .satoshi(totals.stopped.total)),
          ("stoppedOutside", .satoshi(result.stoppedOutside)),
        ])
      ),
    ])
  }

  private func json(_ source: TracedSource, _ ledger: borrowing ChainLedger) -> JSONText {
    var members: [(String, JSONText)]
    switch source.target {
    case .output(let output):
      members = [("outpoint", .string(ledger.outPoint(of: output).description))]
    case .fee(let transaction):
      members = [
        ("outpoint", .null), ("fee", .string(ledger.txids[transaction.position].description)),
      ]
    }
    members += [
      ("value", .satoshi(source.value)), ("label", .string(result.labels[source.label])),
    ]
    return .object(members)
  }

  private func json(_ output: TaintedOutput, _ ledger: borrowing ChainLedger) -> JSONText {
    let script = ledger.outputScript[output.output.position]
    return .object([
      ("outpoint", .string(ledger.outPoint(of: output.output).description)),
      ("height", .count(ledger.height(of: ledger.transaction(ofOutput: output.output)))),
      ("value", .satoshi(output.value)), ("tainted", .satoshi(output.tainted)),
      (
        "byLabel",
        .object(output.byLabel.map { (result.labels[$0.label], .satoshi($0.amount)) })
      ),
      ("address", .optional(ledger.address(of: script))),
      ("entity", .optional(holders.holder(of: script).entity)),
    ])
  }

  private func json(_ line: StopLine, _ ledger: borrowing ChainLedger) -> JSONText {
    var outputs: [JSONText] = []
    for output in line.outputs { outputs.append(json(output, ledger)) }
    var byLabel: [(String, JSONText)] = []
    for (label, amount) in zip(result.labels, line.amount.byLabel) where amount != .zero {
      byLabel.append((label, .satoshi(amount)))
    }
    return .object([
      ("stop", .string(line.name)), ("tainted", .satoshi(line.amount.total)),
      ("byLabel", .object(byLabel)), ("outputs", .array(outputs)),
    ])
  }

  /// The totals, and the `limit` outputs with the most taint (0: all), for people.
  func lines(_ ledger: borrowing ChainLedger, limit: Int, dress: Dress) -> [String] {
    let totals = result.totals
    var lines = [
      dress.heading(
        "\(result.policy.rawValue), fees \(result.fees == .sink ? "counted" : "followed"), until "
          + "height \(result.until): \(totals.sources.total.formatted) from "
          + result.sources.count.counted("source")), "",
    ]
    var table = TextTable([("where it stands", .left), ("BTC", .right)])
    let outside = result.stoppedOutside
    for (name, amount) in [
      ("unspent, in \(result.outputs.count.counted("output"))", totals.unspent.total),
      ("fees", totals.fees.total), ("unspendable", totals.unspendable.total),
      ("unclaimed by miners", totals.unclaimed.total),
      ("superseded by a later source", totals.superseded.total), ("stopped: outside", outside),
    ] where amount != .zero || name.hasPrefix("unspent") {
      table.add(name, amount.plain)
    }
    for line in result.stops {
      table.add(
        "stopped at \(line.name), in \(line.outputs.count.counted("output"))",
        line.amount.total.plain)
    }
    lines += table.plain() + [""]

    // The most taint first, chain order where equal.
    let ranked = result.outputs.enumerated().sorted {
      $0.element.tainted == $1.element.tainted
        ? $0.offset < $1.offset : $0.element.tainted > $1.element.tainted
    }
    let shown = limit == 0 ? ranked.count : min(limit, ranked.count)
    guard shown > 0 else { return lines }
    var outputs = TextTable([
      ("tainted BTC", .right), ("of BTC", .right), ("height", .right), ("entity", .left),
      ("address", .left), ("outpoint", .left),
    ])
    for (_, output) in ranked.prefix(shown) {
      let script = ledger.outputScript[output.output.position]
      outputs.add(
        output.tainted.plain, output.value.plain,
        String(ledger.height(of: ledger.transaction(ofOutput: output.output))),
        holders.holder(of: script).entity ?? "-", ledger.name(of: script),
        ledger.outPoint(of: output.output).description)
    }
    lines += outputs.plain()
    if shown < ranked.count {
      lines += ["  (+\(ranked.count - shown) more; --limit 0 lists all)"]
    }
    return lines + [""]
  }
}

extension ChainLedger {
  /// A script's address, or its descriptor where it has none.
  func name(of script: ScriptIndex) -> String {
    address(of: script)?.description ?? scriptPubKey(script).descriptor
  }
}
