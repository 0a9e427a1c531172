import Bitcoin
import Ledger
import TestSupport
import Testing

@Suite("The ledger's columns against a naive reference")
struct LedgerColumnsTests {
  @Test("every column and look-up of a random chain", arguments: Seeds.of(1...12))
  func columns(seed: Int) throws {
    let chain = RandomChain(seed: UInt64(seed), blockCount: 60)
    let world = try chain.builder.makeLedger(threads: 1 + seed % 3)
    let reference = ReferenceLedger(chain.best)
    expectEqual(world.ledger, reference, seed: seed)
    #expect(world.report.staleBlocks.count == chain.staleCount, "seed \(seed)")
    #expect(world.report.blockCount == chain.best.count)
    #expect(world.report.scriptCount == reference.distinctScripts.count)
  }

  @Test("what can never be spent, and what a node leaves out of its UTXO set")
  func unspendable() throws {
    var builder = ChainBuilder()
    let coin = builder.addBlock().coinbaseOutPoint
    let scripts = [
      ScriptPubKey([0x6a]), ScriptPubKey([0x76, 0xa9, 0x00, 0x88, 0xac]), ScriptPubKey([]),
      ScriptPubKey([UInt8](repeating: 0x61, count: 10_001)), ChainBuilder.script(1),
    ]
    let payment = ChainBuilder.transaction(
      spending: [coin], paying: scripts.map { (Satoshi(1_000), $0) })
    builder.addBlock([payment])
    let world = try builder.makeLedger()
    let first = world.ledger.outputs(of: TxIndex(3)).lowerBound
    for (vout, (isUnspendable, isInUTXOSet)) in [
      (true, false), (true, true), (false, true), (true, false), (false, true),
    ].enumerated() {
      let output = OutputIndex(first + vout)
      #expect(world.ledger.isUnspendable(output) == isUnspendable, "output \(vout)")
      #expect(world.ledger.isInUTXOSet(output) == isInUTXOSet, "output \(vout)")
    }
    #expect(world.ledger.isUnspendable(OutputIndex(0)) == true)
    #expect(world.ledger.isInUTXOSet(OutputIndex(0)) == false)
    #expect(world.ledger.isUnspendable(OutputIndex(1)) == false)
    #expect(world.ledger.isInUTXOSet(OutputIndex(1)) == false)
  }

  private func expectEqual(
    _ ledger: borrowing ChainLedger, _ reference: ReferenceLedger, seed: Int
  ) {
    let name: Comment = "seed \(seed)"
    #expect(ledger.tipHeight == reference.blockHashes.count - 1, name)
    #expect(ledger.tip == reference.blockHashes.last, name)
    #expect(array(ledger.blockHashes) == reference.blockHashes, name)
    #expect(array(ledger.blockTimes) == reference.blockTimes, name)
    #expect(array(ledger.blockFirstTransaction) == reference.blockFirstTransaction, name)
    #expect(array(ledger.txids) == reference.txids, name)
    #expect(array(ledger.txVersion) == reference.versions, name)
    #expect(array(ledger.txLockTime) == reference.lockTimes, name)
    #expect(array(ledger.txFirstInput) == reference.firstInput, name)
    #expect(array(ledger.txFirstOutput) == reference.firstOutput, name)
    #expect(array(ledger.inputPrevout) == reference.prevouts, name)
    #expect(array(ledger.inputSequence) == reference.sequences, name)
    #expect(array(ledger.outputValue) == reference.values, name)
    #expect(array(ledger.outputSpender) == reference.spenders, name)
    #expect(ledger.scriptCount == reference.distinctScripts.count, name)
    expectScripts(ledger, reference, name)
    expectLookups(ledger, reference, name)
    let summary = ledger.utxoSummary()
    #expect(summary.count == reference.unspent.count, name)
    #expect(
      summary.amount
        == reference.unspent.values.reduce(Satoshi.zero) {
          $0 + reference.values[$1.output]
        }, name)
    #expect(summary.hash == reference.utxoHash, name)
  }

  private func expectScripts(
    _ ledger: borrowing ChainLedger, _ reference: ReferenceLedger, _ name: Comment
  ) {
    for output in 0..<ledger.outputCount {
      let script = ledger.outputScript[output]
      #expect(ledger.scriptPubKey(script) == reference.scripts[output], name)
      #expect(
        ledger.isInUTXOSet(OutputIndex(output))
          == (reference.unspent[reference.outPoints[output]] != nil), name)
    }
    for (row, script) in reference.distinctScripts.enumerated() {
      let index = ScriptIndex(row)
      #expect(ledger.script(script) == index, name)
      #expect(array(ledger.outputs(of: index)) == reference.outputsOfScript[script], name)
      #expect(ledger.scriptKind[row] == script.classify().rawValue, name)
      #expect(ledger.address(of: index) == Address(script, network: .regtest), name)
    }
    #expect(ledger.script(ChainBuilder.script(-1)) == nil, name)
  }

  private func expectLookups(
    _ ledger: borrowing ChainLedger, _ reference: ReferenceLedger, _ name: Comment
  ) {
    for (row, txid) in reference.txids.enumerated() {
      let index = TxIndex(row)
      #expect(ledger.transaction(txid) == index, name)
      let height = ledger.height(of: index)
      #expect(ledger.transactions(at: height).contains(row), name)
      #expect(ledger.isCoinbase(index) == (ledger.transactions(at: height).lowerBound == row), name)
      for input in ledger.inputs(of: index) {
        #expect(ledger.transaction(ofInput: InputIndex(input)) == index, name)
      }
    }
    for (output, place) in reference.outPoints.enumerated() {
      #expect(ledger.outPoint(of: OutputIndex(output)) == place, name)
      #expect(ledger.output(place) == OutputIndex(output), name)
    }
    #expect(ledger.transaction(Txid(.zero)) == nil, name)
    #expect(ledger.output(OutPoint(txid: reference.txids[0], vout: 1)) == nil, name)
  }
}

/// A copy of what a ledger lends.
func array<Value>(_ span: Span<Value>) -> [Value] {
  var values: [Value] = []
  for index in span.indices { values.append(span[index]) }
  return values
}
