import ArgumentParser
import Bitcoin
import Case
import Ledger

/// `lookup`: what the chain has of a transaction, an output, an address or a script.
struct LookupCommand: CaseCommand {
  static let configuration = CommandConfiguration(
    commandName: "lookup",
    abstract: "Show transactions, outputs, addresses and scripts of the chain.",
    discussion: """
      What is looked for is a txid, an outpoint txid:vout, an address, or script: with the hexadecimal \
      digits of a scriptPubKey; several may be named. Only the parts of the ledger that the answer \
      stands in are read, so it takes a moment on a ledger of any size.

      Examples:
        trace-cli lookup my-case 1eHhgW6vquBYhwMPhQ668HPjxTtpvZGPC
        trace-cli lookup my-case TXID TXID:0 --json
        trace-cli lookup my-case script:6a0568656c6c6f
      """)

  @OptionGroup var target: CaseArgument

  @Argument(help: ArgumentHelp("A txid, txid:vout, an address, or script:HEX.", valueName: "what"))
  var targets: [String]

  @Option(
    help: ArgumentHelp(
      "How many inputs and outputs to list for people; 0 lists all.", valueName: "n"))
  var limit = 20

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if limit < 0 { throw ValidationError("--limit \(limit) is below 0.") }
  }

  func run(on console: Console) throws {
    let ledger = try OpenCase(target.folder).openLedger()
    // All are found before the first is shown, so that a refusal leaves nothing on stdout.
    let found = try targets.map { try LookupTarget($0, network: ledger.network).find(in: ledger) }
    for (place, row) in found.enumerated() {
      if output.json {
        console.print(ledger.json(of: row))
      } else {
        if place > 0 { console.print() }
        for line in ledger.lines(of: row, limit: limit, console.dress) { console.print(line) }
      }
    }
  }
}

/// What a text asks to look for.
private enum LookupTarget {
  case transaction(Txid)
  case output(OutPoint)
  case script(ScriptPubKey, text: String)

  /// Reads a text.
  ///
  /// - Throws: `Refusal`.
  init(_ text: String, network: Network) throws {
    if let txid = Txid(hex: text) {
      self = .transaction(txid)
    } else if let outPoint = OutPoint(text) {
      self = .output(outPoint)
    } else if text.hasPrefix("script:") {
      guard let bytes = Hex.decode(text.dropFirst(7)) else {
        throw Refusal("\(text) is no script in hexadecimal digits")
      }
      self = .script(ScriptPubKey(bytes), text: text)
    } else if text.contains(":") {
      throw Refusal("\(text) is no txid:vout and no script:HEX")
    } else {
      do {
        self = .script(try Address(text, network: network).scriptPubKey, text: "address \(text)")
      } catch {
        throw Refusal(
          "\(error); lookup takes a txid (64 hexadecimal digits), an outpoint txid:vout, an address "
            + "or script:HEX")
      }
    }
  }

  /// The row that it is.
  ///
  /// - Throws: `Refusal` where the chain does not have it.
  func find(in ledger: borrowing ChainLedger) throws -> LookupRow {
    let height = ledger.tipHeight.grouped
    switch self {
    case .transaction(let txid):
      guard let row = ledger.transaction(txid) else {
        throw Refusal("no transaction \(txid) on the chain up to height \(height)")
      }
      return .transaction(row)
    case .output(let outPoint):
      guard let transaction = ledger.transaction(outPoint.txid) else {
        throw Refusal("no transaction \(outPoint.txid) on the chain up to height \(height)")
      }
      guard let row = ledger.output(outPoint) else {
        let count = ledger.outputs(of: transaction).count
        throw Refusal("no output \(outPoint): the transaction has \(count.grouped)")
      }
      return .output(row)
    case .script(let script, let text):
      guard let row = ledger.script(script) else {
        throw Refusal("\(text) is paid by no output up to height \(height)")
      }
      return .script(row)
    }
  }
}

/// What was found.
enum LookupRow {
  /// A transaction.
  case transaction(TxIndex)
  /// An output.
  case output(OutputIndex)
  /// A script.
  case script(ScriptIndex)
}
