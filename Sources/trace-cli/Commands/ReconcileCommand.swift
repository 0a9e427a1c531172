import ArgumentParser
import Bitcoin
import Case
import Ledger
import Tracer

/// `reconcile`: an exchange's books held against the chain.
struct ReconcileCommand: CaseCommand {
  static let configuration = CommandConfiguration(
    commandName: "reconcile",
    abstract: "Hold an exchange's books against the chain: what is owed, and where it is.",
    discussion: """
      The equation is taken as of the block of the books' last entry, or of --until if that is \
      earlier: what the accounts are owed = coins in the wallets that the books know + coins of its \
      own that they forgot + payments that no entry explains + requests paid twice + coins burnt + \
      fees - receipts that no entry explains. Forgotten coins are found on chain alone: someone signed for them together with \
      booked addresses. Exit status 1 where the difference is not 0.

      The findings can be sources of a trace: reconcile:unbooked, reconcile:forgotten, \
      reconcile:paid-twice, reconcile:burnt and reconcile:missing, which is all of them.

      Examples:
        trace-cli reconcile my-case
        trace-cli trace my-case --source reconcile:unbooked
      """)

  @OptionGroup var target: CaseArgument

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Take the equation as of this height. (default: the books' close)", valueName: "h"))
  var until: Int?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if let until, until < 0 { throw ValidationError("--until \(until) is below 0.") }
  }

  func run(on console: Console) throws {
    let opened = try OpenCase(target.folder)
    let ledger = try opened.openWholeLedger(for: "reconcile")
    let found = try opened.reconcile(opened.requireRecords(ledger), ledger, until: until)
    if output.json {
      console.print(found.json)
    } else {
      for line in found.lines(dress: console.dress) { console.print(line) }
    }
    guard found.isClosed else { throw NegativeVerdict() }
  }
}

extension Reconciliation {
  /// `{asOf, lines, difference}` and what goes beyond it.
  var json: JSONText {
    .object([
      ("asOf", .count(asOf.height)), ("asOfHash", .string(asOf.hash.description)),
      ("time", .string(time.description)),
      (
        "lines",
        .array(
          lines.map { line in
            .object([
              ("name", .string(line.name)), ("amount", .satoshi(line.amount)),
              ("txids", .array(line.txids.map { .string($0.description) })),
            ])
          })
      ),
      ("difference", .satoshi(difference)),
      (
        "findings",
        .array(
          findings.map { finding in
            .object([
              ("name", .string("reconcile:\(finding.name)")), ("amount", .satoshi(finding.amount)),
              ("sources", .count(finding.sources.count)),
            ])
          })
      ),
      (
        "forgotten",
        .array(
          forgotten.map { script in
            .object([
              ("address", .optional(script.address)), ("balance", .satoshi(script.balance)),
              ("spentWith", .optional(script.joinedWith)),
              ("txid", .string(script.txid.description)),
              ("steps", .count(script.evidence.steps)),
            ])
          })
      ),
      ("flaws", .array(flaws.map { .string($0.description) })),
    ])
  }

  /// The equation, the findings and the evidence, for people.
  func lines(dress: Dress) -> [String] {
    var result = [
      dress.heading("The books against the chain, as of height \(asOf.height.grouped) (\(time))"),
      "",
    ]
    result += equation.plain() + [""]
    result.append(
      isClosed
        ? dress.good("The equation closes: the difference is \(difference.formatted).")
        : dress.bad("The equation does not close: the difference is \(difference.formatted)."))
    result += ["", dress.heading("Findings, each of which a trace can start from"), ""]
    result += findingTable.plain() + [""]
    if !forgotten.isEmpty {
      result += [dress.heading("Coins that the books forgot, and what tells"), ""]
      result += forgottenTable(limit: 10).plain() + [""]
    }
    if !flaws.isEmpty {
      result += [dress.heading("Entries that the chain contradicts"), ""]
      result += flaws.prefix(10).map { "  \($0)" }
      if flaws.count > 10 { result.append("  (+\(flaws.count - 10) more; --json has all)") }
      result.append("")
    }
    return result
  }

  /// The lines of the equation: what is owed, and what it comes to.
  var equation: TextTable {
    var table = TextTable([("line", .left), ("BTC", .right), ("transactions", .right)])
    for line in lines {
      table.add(line.name, line.amount.plain, line.txids.isEmpty ? "" : line.txids.count.grouped)
    }
    table.add("difference", difference.plain)
    return table
  }

  /// The findings with their sources.
  var findingTable: TextTable {
    var table = TextTable([("source", .left), ("BTC", .right), ("outputs and fees", .right)])
    for finding in findings where !finding.sources.isEmpty || finding.name == "missing" {
      table.add("reconcile:\(finding.name)", finding.amount.plain, finding.sources.count.grouped)
    }
    return table
  }

  /// The forgotten addresses that held coins at the close, most first, and what joins them.
  func forgottenTable(limit: Int) -> TextTable {
    var table = TextTable([
      ("address", .left), ("BTC", .right), ("signed for together with", .left),
      ("in transaction", .left),
    ])
    let ranked = forgotten.enumerated().filter { $0.element.balance > .zero }.sorted {
      $0.element.balance == $1.element.balance
        ? $0.offset < $1.offset : $0.element.balance > $1.element.balance
    }
    for (_, script) in ranked.prefix(limit) {
      table.add(
        script.address?.description ?? "-", script.balance.plain,
        script.joinedWith?.description ?? "-", script.txid.description)
    }
    if ranked.count > limit { table.add("(+\(ranked.count - limit) more)") }
    return table
  }
}
