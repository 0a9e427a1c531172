import Bitcoin
import Ledger
import Tracer

/// The ways by which taint came to one output, as JSON and as text.
struct ExplanationFindings {
  /// What the tracer found.
  let explanation: TaintExplanation
  /// Who holds which script.
  let holders: HolderIndex

  /// `{policy, fees, until, tip, explain, value, tainted, stop, labels}`, one line.
  func json(_ ledger: borrowing ChainLedger) -> JSONText {
    var labels: [JSONText] = []
    for origin in explanation.origins {
      var paths: [JSONText] = []
      for path in origin.paths {
        var steps: [JSONText] = []
        for step in path.steps { steps.append(json(step, ledger)) }
        paths.append(.object([("amount", .satoshi(path.amount)), ("steps", .array(steps))]))
      }
      labels.append(
        .object([
          ("label", .string(explanation.labels[origin.carried.label])),
          ("carried", .satoshi(origin.carried.amount)), ("paths", .array(paths)),
          ("rest", .satoshi(origin.rest)),
        ]))
    }
    return .object([
      ("policy", .string(explanation.policy.rawValue)),
      ("fees", .string(explanation.fees.rawValue)), ("until", .count(explanation.until)),
      ("tip", .string(explanation.tip.description)),
      ("explain", .string(ledger.outPoint(of: explanation.output.output).description)),
      ("value", .satoshi(explanation.output.value)),
      ("tainted", .satoshi(explanation.output.tainted)), ("stop", .optional(explanation.stop)),
      ("labels", .array(labels)),
    ])
  }

  private func json(_ step: PathStep, _ ledger: borrowing ChainLedger) -> JSONText {
    var members: [(String, JSONText)] = []
    switch step.target {
    case .output(let output):
      let script = ledger.outputScript[output.position]
      members = [
        ("outpoint", .string(ledger.outPoint(of: output).description)),
        ("address", .optional(ledger.address(of: script))),
        ("entity", .optional(holders.holder(of: script).entity)),
      ]
    case .fee(let transaction):
      members = [
        ("outpoint", .null), ("fee", .string(ledger.txids[transaction.position].description)),
      ]
    }
    return .object(
      members + [
        ("height", .count(step.height)), ("value", .satoshi(step.value)),
        ("carried", .satoshi(step.carried)),
      ])
  }

  /// The ways for people, each from its source on.
  func lines(_ ledger: borrowing ChainLedger, dress: Dress) -> [String] {
    let output = explanation.output
    var lines = [
      dress.heading(
        "\(explanation.policy.rawValue), fees "
          + "\(explanation.fees == .sink ? "counted" : "followed"): "
          + "\(ledger.outPoint(of: output.output)) of height \(explanation.until) carries "
          + "\(output.tainted.formatted) of its \(output.value.formatted)"),
      "",
    ]
    if let stop = explanation.stop {
      lines += ["The trace stops here, at \(stop).", ""]
    }
    if explanation.origins.isEmpty {
      lines += ["No satoshi of the sources came here under this policy.", ""]
    }
    for origin in explanation.origins {
      lines.append(
        dress.heading(
          "\(explanation.labels[origin.carried.label]): \(origin.carried.amount.formatted)"))
      for path in origin.paths { lines += self.lines(of: path, ledger) }
      if origin.rest > .zero {
        lines.append("  (\(origin.rest.formatted) came by other ways; --paths tells more of them)")
      }
      lines.append("")
    }
    return lines
  }

  private func lines(of path: TaintPath, _ ledger: borrowing ChainLedger) -> [String] {
    guard path.steps.count > 1 else { return ["  it is itself a source"] }
    let count = (path.steps.count - 1).counted("step")
    var table = TextTable([
      ("height", .right), ("carries BTC", .right), ("of BTC", .right), ("entity", .left),
      ("address", .left), ("outpoint", .left),
    ])
    for step in path.steps {
      var cells = [String(step.height), step.carried.plain, step.value.plain]
      switch step.target {
      case .output(let output):
        let script = ledger.outputScript[output.position]
        cells += [
          holders.holder(of: script).entity ?? "-", ledger.name(of: script),
          ledger.outPoint(of: output).description,
        ]
      case .fee(let transaction):
        cells += ["-", "(fee)", "fee of \(ledger.txids[transaction.position])"]
      }
      table.add(cells)
    }
    let amount =
      explanation.policy == .poison
      ? "a way" : "\(path.amount.formatted) came this way"
    return ["  \(amount), \(count):"] + table.plain(indent: 4)
  }
}

extension TraceCommand {
  /// The output that `--explain` names.
  ///
  /// - Throws: `Refusal` that says what is not there.
  static func outputToExplain(
    _ text: String, _ ledger: borrowing ChainLedger
  ) throws(Refusal) -> OutputIndex {
    guard let outPoint = OutPoint(text) else {
      throw Refusal(
        "--explain \(text.prefix(100).debugDescription) is no txid:vout; a trace lists the outpoints "
          + "that carry taint")
    }
    do throws(SourceError) {
      return try SourceExpression.output(at: outPoint, ledger)
    } catch {
      switch error {
      case .unknownTransaction(let txid, let tipHeight):
        throw Refusal(
          "--explain: transaction \(txid) is not in the ledger, whose tip is at height \(tipHeight)"
        )
      case .unknownOutput(_, let count):
        throw Refusal(
          "--explain: output \(outPoint) does not exist: its transaction has "
            + count.counted("output"))
      default: throw Refusal("--explain: \(error)")
      }
    }
  }
}
