import Bitcoin
import Ledger
import TestSupport
import Testing

/// Mainnet has two coinbases whose txids come twice (heights 91,722 and 91,880, 91,812 and 91,842).
@Suite("A txid that comes twice (BIP-0030)")
struct RepeatedTxidTests {
  private let coinbase = Transaction(
    inputs: [TxIn(prevout: .null, scriptSig: ScriptSig([1, 2, 3]))],
    outputs: [
      TxOut(value: Satoshi(3_000_000_000), scriptPubKey: ChainBuilder.script(1)),
      TxOut(value: Satoshi(2_000_000_000), scriptPubKey: ChainBuilder.script(2)),
    ])

  private func spend(_ vout: Int, to script: Int) -> Transaction {
    ChainBuilder.transaction(
      spending: [coinbase.outPoint(vout)],
      paying: [(coinbase.outputs[vout].value, ChainBuilder.script(script))])
  }

  @Test("the later coinbase overwrites what is unspent of the earlier one")
  func overwriting() throws {
    var builder = ChainBuilder()
    builder.addRawBlock([coinbase])
    builder.addBlock([spend(0, to: 3)])
    builder.addRawBlock([coinbase])
    builder.addBlock([spend(0, to: 4), spend(1, to: 5)])
    let world = try builder.makeLedger()
    let txid = coinbase.computeTxid()
    // Rows: genesis, first coinbase, coinbase, payment, second coinbase, …
    #expect(world.ledger.transaction(txid) == TxIndex(4))
    let first = world.ledger.outputs(of: TxIndex(1)).lowerBound
    let second = world.ledger.outputs(of: TxIndex(4)).lowerBound
    let spenders = world.ledger.outputSpender
    #expect(!spenders[first].isNone)
    #expect(spenders[first + 1].isNone)
    #expect(!spenders[second].isNone)
    #expect(!spenders[second + 1].isNone)
    #expect(world.ledger.isOutsideUTXOSet(OutputIndex(first + 1)) == true)
    #expect(world.ledger.isUnspendable(OutputIndex(first + 1)) == true)
    #expect(world.ledger.isUnspendable(OutputIndex(first)) == false)
    #expect(world.ledger.isInUTXOSet(OutputIndex(first + 1)) == false)
    // Left unspent: what the payments made and the coinbases of blocks 2 and 4.
    let summary = world.ledger.utxoSummary()
    #expect(summary.count == 5)
    #expect(summary.amount == Satoshi(3_000_000_000 * 2 + 2_000_000_000 + 2 * 5_000_000_000))
    #expect(try ChainLedger.check(world.ledger.folder).findings == [])
  }

  @Test("a table that grows after a repetition still finds the later one")
  func growth() throws {
    var builder = ChainBuilder()
    builder.addRawBlock([coinbase])
    builder.addRawBlock([coinbase])
    for _ in 0..<60 { builder.addBlock() }
    builder.addRawBlock([coinbase])
    for _ in 0..<60 { builder.addBlock() }
    builder.addBlock([spend(1, to: 3)])
    let world = try builder.makeLedger()
    #expect(world.ledger.transaction(coinbase.computeTxid()) == TxIndex(63))
    for (row, txid) in array(world.ledger.txids).enumerated() where txid != coinbase.computeTxid() {
      #expect(world.ledger.transaction(txid) == TxIndex(row))
    }
    let prevout = world.ledger.inputPrevout[0]
    #expect(world.ledger.output(coinbase.outPoint(1)) == prevout)
    #expect(world.ledger.utxoSummary().count == 120 + 1 + 1 + 1)
    #expect(try ChainLedger.check(world.ledger.folder).findings == [])
  }

  @Test("what is overwritten cannot be spent twice over")
  func overwrittenOnce() throws {
    var builder = ChainBuilder()
    builder.addRawBlock([coinbase])
    builder.addRawBlock([coinbase])
    builder.addBlock([spend(0, to: 3)])
    builder.addBlock([spend(0, to: 4)])
    let chain = builder
    #expect(throws: LedgerError.self) { try chain.makeLedger().report }
  }

  @Test("nothing is overwritten where all was spent")
  func spentBefore() throws {
    var builder = ChainBuilder()
    builder.addRawBlock([coinbase])
    builder.addBlock([spend(0, to: 3), spend(1, to: 3)])
    builder.addRawBlock([coinbase])
    let world = try builder.makeLedger()
    let summary = world.ledger.utxoSummary()
    #expect(summary.count == 5)
    #expect(summary.amount == Satoshi(3 * 5_000_000_000))
    #expect(try ChainLedger.check(world.ledger.folder).findings == [])
  }

  @Test("another transaction may come again only after all its outputs are spent")
  func payments() throws {
    var builder = ChainBuilder()
    builder.addRawBlock([coinbase])
    let payment = spend(0, to: 3)
    let onward = ChainBuilder.transaction(
      spending: [payment.outPoint(0)],
      paying: [(Satoshi(3_000_000_000), ChainBuilder.script(4))])
    builder.addBlock([payment])
    var unspent = builder
    builder.addBlock([onward])
    builder.addRawBlock([coinbase])
    builder.addBlock([payment])
    let world = try builder.makeLedger()
    #expect(world.ledger.transaction(payment.computeTxid()) == TxIndex(8))
    #expect(try ChainLedger.check(world.ledger.folder).findings == [])

    unspent.addRawBlock([coinbase])
    unspent.addBlock([payment])
    let chain = unspent
    let error = #expect(throws: LedgerError.self) { try chain.makeLedger().report }
    guard case .invalid(_, _, let block, 4, .repeatedTxid(payment.computeTxid())) = error else {
      Issue.record("refused as \(String(describing: error))")
      return
    }
    #expect(block == unspent.tip)
  }
}
