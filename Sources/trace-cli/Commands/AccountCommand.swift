import ArgumentParser
import Bitcoin
import Case
import Ledger
import Tracer

/// `account`: where each satoshi of a missing sum stands.
struct AccountCommand: CaseCommand {
  static let configuration = CommandConfiguration(
    commandName: "account",
    abstract: "Say where each satoshi of the missing sum stands, line by line.",
    discussion: """
      A trace whose ends are named and added up: unspent coins by holder, as far as the exchange's \
      books, tags and clusters tell; fees; what can never be spent; what miners did not claim; what \
      came back to the exchange and was taken again. The lines add up to the missing sum, and the \
      program checks that itself: exit status 1 where they do not.

      Examples:
        trace-cli account my-case
        trace-cli account my-case --source reconcile:unbooked --policy haircut
      """)

  @OptionGroup var target: CaseArgument

  @Option(
    name: .customLong("source"),
    help: ArgumentHelp(
      "The missing coins, written as for `trace`; may be given again. "
        + "(default: reconcile:missing)", valueName: "s"))
  var sources: [String] = []

  @Option(help: ArgumentHelp("haircut, fifo, lifo or tiho.", valueName: "p"))
  var policy = PolicyList([.fifo])

  @Option(help: "What becomes of tainted fees: sink counts them, follow goes on in the coinbase.")
  var fees = FeeChoice.sink

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The height as of which. (default: the tip)", valueName: "h"))
  var until: Int?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if policy.policies.count > 1 { throw ValidationError("--policy takes one policy here.") }
    if policy.policies == [.poison] {
      throw ValidationError("--policy poison counts satoshis more than once, so nothing adds up.")
    }
    if let until, until < 0 { throw ValidationError("--until \(until) is below 0.") }
  }

  func run(on console: Console) throws {
    let opened = try OpenCase(target.folder)
    let ledger = try opened.openWholeLedger(for: "account")
    let records = try opened.readRecords(ledger)
    let texts = sources.isEmpty ? ["reconcile:missing"] : sources
    let starts = try SourceResolver(texts, of: opened, records, ledger)
      .resolve(in: ledger, until: until)
    let account = try Accounting.run(
      ledger: ledger, sources: starts, holders: opened.holders(records, ledger),
      policy: policy.policies[0], fees: fees.handling, until: until)
    if output.json {
      console.print(account.json(ledger))
    } else {
      let times = ledger.blockTimes
      let time = UTCTime(blockTime: times[account.asOf])
      console.print(
        console.dress.heading(
          "\(account.missing.formatted) from \(texts.joined(separator: ", ")), as of height "
            + "\(account.asOf.grouped) (\(time)), \(account.policy.rawValue)"))
      console.print()
      for line in account.table.plain() { console.print(line) }
      console.print()
      console.print(
        account.isClosed
          ? console.dress.good("Every satoshi is explained.")
          : console.dress.bad("Unexplained: \(account.unexplained.formatted)."))
    }
    guard account.isClosed else { throw NegativeVerdict() }
  }
}

extension Accounting {
  /// `{asOf, tip, policy, missing, lines, unexplained}`.
  func json(_ ledger: borrowing ChainLedger) -> JSONText {
    var rows: [JSONText] = []
    for line in lines {
      var outputs: [JSONText] = []
      for output in line.outputs {
        let script = ledger.outputScript[output.output.position]
        outputs.append(
          .object([
            ("outpoint", .string(ledger.outPoint(of: output.output).description)),
            ("value", .satoshi(output.value)), ("tainted", .satoshi(output.tainted)),
            ("address", .optional(ledger.address(of: script))),
          ]))
      }
      rows.append(
        .object([
          ("name", .string(line.name)), ("entity", .optional(line.entity)),
          ("amount", .satoshi(line.amount)), ("outputs", .array(outputs)),
        ]))
    }
    return .object([
      ("asOf", .count(asOf)), ("tip", .string(tip.description)),
      ("policy", .string(policy.rawValue)), ("fees", .string(fees.rawValue)),
      ("missing", .satoshi(missing)), ("lines", .array(rows)),
      ("unexplained", .satoshi(unexplained)),
    ])
  }

  /// The lines, their sum and what is left.
  var table: TextTable {
    var table = TextTable([
      ("where it is", .left), ("BTC", .right), ("share", .right), ("outputs", .right),
    ])
    for line in lines {
      table.add(
        line.name, line.amount.plain, line.amount.share(of: missing),
        line.outputs.isEmpty ? "" : line.outputs.count.grouped)
    }
    table.add("together", (missing - unexplained).plain, (missing - unexplained).share(of: missing))
    table.add("unexplained", unexplained.plain)
    return table
  }
}
