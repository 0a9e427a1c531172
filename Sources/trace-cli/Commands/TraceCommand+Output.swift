import Bitcoin
import Ledger
import Tracer

/// A trace's result as JSON and as text.
struct TraceFindings {
  /// What the tracer found.
  let result: TraceResult
  /// What of it is listed.
  let listing: TraceListing
  /// Who holds which script.
  let holders: HolderIndex

  /// `{policy, fees, until, tip, sources, outputs, stops, totals}`, one line; put together, `by`,
  /// `groups` and `leftOut` in the place of `outputs`.
  ///
  /// - Throws: `TraceError`.
  func json(_ ledger: borrowing ChainLedger) throws -> JSONText {
    let listed = try listedJSON(ledger)
    var sources: [JSONText] = []
    for source in result.sources { sources.append(json(source, ledger)) }
    var stops: [JSONText] = []
    for line in result.stops { stops.append(json(line, ledger)) }
    let totals = result.totals
    return .object(
      [
        ("policy", .string(result.policy.rawValue)), ("fees", .string(result.fees.rawValue)),
        ("until", .count(result.until)), ("tip", .string(result.tip.description)),
        ("sources", .array(sources)),
      ] + listed + [
        ("stops", .array(stops)),
        (
          "totals",
          .object([
            ("sources", .satoshi(totals.sources.total)),
            ("unspent", .satoshi(totals.unspent.total)),
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

  /// What is listed, and where that is not all, how much is left out.
  private func listedJSON(_ ledger: borrowing ChainLedger) throws -> [(String, JSONText)] {
    var listed: [JSONText] = []
    let rest: (count: Int, tainted: Satoshi)
    if listing.choice == .output {
      let shown = listing.outputs(of: result, isRanked: false)
      for output in shown.elements { listed.append(json(output, ledger)) }
      rest = shown.leftOut
      if listing.top == nil { return [("outputs", .array(listed))] }
    } else {
      let shown = try listing.entries(of: result, ledger)
      for entry in shown.elements {
        listed.append(
          .object(
            entry.members + [
              ("outputs", .count(entry.count)), ("tainted", .satoshi(entry.tainted)),
              ("byLabel", json(entry.byLabel)),
            ]))
      }
      rest = shown.leftOut
    }
    let leftOut = JSONText.object([
      ("count", .count(rest.count)), ("tainted", .satoshi(rest.tainted)),
    ])
    if listing.choice == .output { return [("outputs", .array(listed)), ("leftOut", leftOut)] }
    return [
      ("by", .string(listing.choice.rawValue)), ("groups", .array(listed)), ("leftOut", leftOut),
    ]
  }

  private func json(_ byLabel: [LabelAmount]) -> JSONText {
    .object(byLabel.map { (result.labels[$0.label], .satoshi($0.amount)) })
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
      ("byLabel", json(output.byLabel)),
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

  /// The totals, and what is listed, for people.
  ///
  /// - Throws: `TraceError`.
  func lines(_ ledger: borrowing ChainLedger, dress: Dress) throws -> [String] {
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
    return lines + (try listing.choice == .output ? outputLines(ledger) : groupLines(ledger))
  }

  /// The outputs with the most taint.
  private func outputLines(_ ledger: borrowing ChainLedger) -> [String] {
    let shown = listing.outputs(of: result, isRanked: true)
    guard !shown.elements.isEmpty else { return [] }
    var table = TextTable([
      ("tainted BTC", .right), ("of BTC", .right), ("height", .right), ("entity", .left),
      ("address", .left), ("outpoint", .left),
    ])
    for output in shown.elements {
      let script = ledger.outputScript[output.output.position]
      table.add(
        output.tainted.plain, output.value.plain,
        String(ledger.height(of: ledger.transaction(ofOutput: output.output))),
        holders.holder(of: script).entity ?? "-", ledger.name(of: script),
        ledger.outPoint(of: output.output).description)
    }
    return table.plain() + leftOut(shown.leftOut) + [""]
  }

  /// The groups with the most taint.
  private func groupLines(_ ledger: borrowing ChainLedger) throws -> [String] {
    let shown = try listing.entries(of: result, ledger)
    guard !shown.elements.isEmpty else { return [] }
    var table = TextTable([("tainted BTC", .right), ("outputs", .right)] + listing.titles)
    for entry in shown.elements {
      table.add([entry.tainted.plain, entry.count.grouped] + entry.cells)
    }
    return table.plain() + leftOut(shown.leftOut) + [""]
  }

  private func leftOut(_ rest: (count: Int, tainted: Satoshi)) -> [String] {
    rest.count == 0
      ? []
      : ["  (+\(rest.count.grouped) more with \(rest.tainted.formatted); --top 0 lists all)"]
  }
}

extension ChainLedger {
  /// A script's address, or its descriptor where it has none.
  func name(of script: ScriptIndex) -> String {
    address(of: script)?.description ?? scriptPubKey(script).descriptor
  }
}
