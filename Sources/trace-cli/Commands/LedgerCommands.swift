import ArgumentParser
import Bitcoin
import Case
import Ledger

/// `ledger`: what a case's ledger holds.
struct LedgerCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger", abstract: "Look at a case's ledger.",
    subcommands: [LedgerInfo.self, LedgerShape.self, LedgerCheck.self])
}

/// `ledger info`: counts, tip, and the hash of the unspent outputs.
struct LedgerInfo: CaseCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Print what the ledger holds, and the hash of its unspent outputs.",
    discussion: """
      hash_serialized_3 is what `bitcoin-cli gettxoutsetinfo` prints on a node with the same tip; \
      where the two are equal, your node and this ledger have the same coins. `make accept` does that \
      comparison for a simulated chain. Of a pruned node's files (case new --anchor) the coins that were \
      made before are not known, so there is no such hash, and in JSON utxo is null.

      Example:
        trace-cli ledger info my-case --json
      """)

  @OptionGroup var target: CaseArgument
  @OptionGroup var output: OutputOptions

  func run(on console: Console) throws {
    let ledger = try OpenCase(target.folder).openLedger()
    // Of a segment nobody can know all coins, so that there is nothing to compare with a node.
    let coins = ledger.isSegment ? nil : ledger.utxoSummary()
    if output.json {
      console.print(
        .object([
          ("network", .string(ledger.network.name)), ("firstHeight", .count(ledger.firstHeight)),
          ("height", .count(ledger.tipHeight)),
          ("tip", .string(ledger.tip.description)), ("blocks", .count(ledger.blockCount)),
          ("transactions", .count(ledger.transactionCount)), ("inputs", .count(ledger.inputCount)),
          ("outputs", .count(ledger.outputCount)), ("scripts", .count(ledger.scriptCount)),
          (
            "utxo",
            coins.map { coins -> JSONText in
              .object([
                ("count", .count(coins.count)), ("amount", .satoshi(coins.amount)),
                ("hash_serialized_3", .string(coins.hash.description)),
              ])
            } ?? .null
          ),
        ]))
      return
    }
    let times = ledger.blockTimes
    let time = UTCTime(blockTime: times[ledger.tipHeight])
    var rows = [
      ("network", ledger.network.name),
      ("height", "\(ledger.tipHeight.grouped), block of \(time)"),
      ("tip", ledger.tip.description), ("blocks", ledger.blockCount.grouped),
      ("transactions", ledger.transactionCount.grouped),
      ("inputs", "\(ledger.inputCount.grouped) (coinbases left out)"),
      ("outputs", ledger.outputCount.grouped), ("scripts", ledger.scriptCount.grouped),
    ]
    if ledger.isSegment {
      rows.insert(("segment", "from height \(ledger.firstHeight.grouped)"), at: 1)
    }
    if let coins {
      rows.append(("unspent", "\(coins.count.counted("output")), \(coins.amount.formatted)"))
    }
    rows.append(
      ("hash_serialized_3", coins?.hash.description ?? "not known: coins from below may be unspent")
    )
    for (name, value) in rows {
      console.print(name + String(repeating: " ", count: 19 - name.count) + value)
    }
  }
}
