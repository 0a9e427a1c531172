import Bitcoin
import Testing

/// What no chain that began with genesis can show: there is not enough money in it.
@Suite("BlockConnector")
struct BlockConnectorTests {
  private let rules = ConsensusRules(.regtest)

  private func connector(height: Int = 1) -> BlockConnector {
    var headers = HeaderChain(rules)
    for _ in 0..<height {
      var header = BlockHeader(
        version: 4, previousBlock: headers.tip, merkleRoot: .zero,
        time: headers.time(at: headers.height) + 600, bits: 0x207f_ffff, nonce: 0)
      while !header.meetsTarget() { header.nonce += 1 }
      #expect(headers.append(header) == nil)
    }
    return BlockConnector(rules, height: height, headers: headers)
  }

  private func coin(_ value: Int64) -> Coin {
    Coin(
      output: TxOut(value: Satoshi(value), scriptPubKey: ScriptPubKey([0x51])), height: 0,
      isCoinbase: false)
  }

  private func transaction(_ inputs: Int, pays value: Int64 = 0) -> Transaction {
    Transaction(
      inputs: (0..<inputs).map {
        TxIn(prevout: OutPoint(txid: Txid(Hash256(1, 0, 0, 0)), vout: UInt32($0)))
      }, outputs: [TxOut(value: Satoshi(value), scriptPubKey: ScriptPubKey([0x51]))])
  }

  @Test("spent outputs hold more than there can be")
  func inputsLeaveTheRange() {
    var one = connector()
    let found = one.add(transaction(2), spent: [coin(2_100_000_000_000_000), coin(1)])
    #expect(found?.rule == .inputsOutOfRange && found?.input == 1)
    var two = connector()
    #expect(two.add(transaction(1), spent: [coin(-1)])?.rule == .inputsOutOfRange)
    var three = connector()
    #expect(three.add(transaction(1), spent: [coin(.max)])?.rule == .inputsOutOfRange)
  }

  @Test("the fees of a block leave the range")
  func feesLeaveTheRange() {
    var connector = connector()
    #expect(connector.add(transaction(1), spent: [coin(2_100_000_000_000_000)]) == nil)
    #expect(connector.fees == .maxMoney)
    let found = connector.add(transaction(1), spent: [coin(1)])
    #expect(found?.rule == .feeSumOutOfRange && found?.transaction == 1)
  }

  @Test("outputs that overflow do not trap")
  func outputsDoNotTrap() {
    var connector = connector()
    let overflowing = Transaction(
      inputs: transaction(1).inputs,
      outputs: [Int64.max, Int64.max].map {
        TxOut(value: Satoshi($0), scriptPubKey: ScriptPubKey([0x51]))
      })
    #expect(connector.add(overflowing, spent: [coin(1)])?.rule == .oversizedOutputSum)
    #expect(connector.finish(coinbase: overflowing)?.rule == .coinbaseTooLarge)
  }

  @Test("the coinbase may take less, and what it may take is the subsidy and the fees")
  func coinbasesMayTakeLess() {
    var connector = connector()
    #expect(connector.add(transaction(1, pays: 5), spent: [coin(12)]) == nil)
    #expect(connector.finish(coinbase: transaction(1, pays: 0)) == nil)
    #expect(connector.finish(coinbase: transaction(1, pays: 5_000_000_007)) == nil)
    #expect(connector.finish(coinbase: transaction(1, pays: 5_000_000_008)) != nil)
  }
}
