import Bitcoin
import Ledger
import TestSupport
import Testing
import Tracer

@Suite("SourceExpression")
struct SourceExpressionTests {
  private static let txid = Txid(Hash256(1, 2, 3, 4))
  private static let address = "mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn"

  @Test("each form is told from the others")
  func forms() throws {
    let network = Network.regtest
    let outPoint = OutPoint(txid: SourceExpressionTests.txid, vout: 3)
    #expect(try SourceExpression("\(outPoint)", network: network) == .outPoint(outPoint))
    #expect(try SourceExpression("tag:the thief", network: network) == .tag("the thief"))
    #expect(
      try SourceExpression("reconcile:missing", network: network) == .finding("missing"))
    #expect(try SourceExpression("category:exchange", network: network) == .category("exchange"))
    #expect(
      try SourceExpression("cluster:tag:the thief", network: network)
        == .cluster(.tag("the thief")))
    #expect(
      try SourceExpression("cluster:category:mixer", network: network)
        == .cluster(.category("mixer")))
    #expect(try StopExpression("coinjoins", network: network) == .coinJoins)
    #expect(try StopExpression("tag:shop", network: network) == .place(.tag("shop")))
    #expect(StopExpression.place(.tag("shop")).line == "tag:shop")
    let address = try Address(SourceExpressionTests.address, network: network)
    #expect(
      try SourceExpression(SourceExpressionTests.address, network: network) == .address(address))
  }

  @Test(
    "what has no form is refused with its text",
    arguments: [
      "", "tag:", "reconcile:", "category:", "abcd:1", "\(txid)", "\(txid):x", "\(txid):4294967296",
      "a:b",
    ])
  func unreadable(text: String) {
    #expect(throws: SourceError.unreadable(text)) {
      try SourceExpression(text, network: .regtest)
    }
  }

  @Test(
    "no cluster is named by an output, a finding or a cluster",
    arguments: ["cluster:\(txid):1", "cluster:reconcile:missing", "cluster:cluster:tag:shop"])
  func noCluster(text: String) {
    #expect(throws: SourceError.unreadable(text)) {
      try SourceExpression(text, network: .regtest)
    }
  }

  @Test("a mistyped address is refused with the reason")
  func wrongAddress() {
    let text = "mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfm"
    #expect(throws: SourceError.wrongAddress(text, .wrongChecksum(text))) {
      try SourceExpression(text, network: .regtest)
    }
    #expect(
      SourceError.wrongAddress(text, .wrongChecksum(text)).description
        == "source \"\(text)\" is no txid:vout, tag:LABEL, category:NAME, cluster:… or reconcile:NAME, "
        + "and as an address: wrong checksum in address \"\(text)\"")
  }

  @Test("expressions are resolved up to the height asked for")
  func resolves() throws {
    var chain = ChainBuilder()
    let coin = chain.addBlock().coinbaseOutPoint
    let script = ChainBuilder.script(1)
    let first = ChainBuilder.transaction(
      spending: [coin], paying: [(Satoshi(3), script), (Satoshi(4), ChainBuilder.script(2))])
    chain.addBlock([first])
    let second = ChainBuilder.transaction(
      spending: [first.outPoint(1)], paying: [(Satoshi(4), script)])
    chain.addBlock([second])
    let world = try chain.makeLedger()
    let address = try #require(Address(script, network: .regtest))
    let rows = (world.ledger.output(first.outPoint(0)), world.ledger.output(second.outPoint(0)))
    let outputs = [try #require(rows.0), try #require(rows.1)]
    func resolve(
      _ source: SourceExpression, until: Int? = nil
    ) throws(SourceError) -> [TaintSource] {
      try source.resolve(
        in: world.ledger, until: until,
        names: SourceNames(
          tagged: { $0 == "shop" ? [address, address] : [] },
          categorised: { $0 == "trade" ? [address] : [] },
          finding: { $0 == "none" ? [] : nil }))
    }
    let both = outputs.map { TaintSource.output($0, label: "\(address)") }
    #expect(try resolve(.address(address)) == both)
    #expect(try resolve(.address(address), until: 2) == [both[0]])
    #expect(try resolve(.tag("shop")) == outputs.map { .output($0, label: "shop") })
    #expect(try resolve(.category("trade")) == outputs.map { .output($0, label: "category:trade") })
    #expect(
      try resolve(.cluster(.tag("shop"))) == outputs.map { .output($0, label: "cluster:tag:shop") })
    #expect(
      try resolve(.outPoint(second.outPoint(0)))
        == [.output(outputs[1], label: "\(second.outPoint(0))")])
    #expect(throws: SourceError.neverPaid(address, until: 1)) {
      try resolve(.address(address), until: 1)
    }
    #expect(throws: SourceError.tagNeverPaid("shop", until: 1)) {
      try resolve(.tag("shop"), until: 1)
    }
    #expect(throws: SourceError.unknownTag("shoe")) { try resolve(.tag("shoe")) }
    #expect(throws: SourceError.unknownTag("shoe")) { try resolve(.cluster(.tag("shoe"))) }
    #expect(throws: SourceError.unknownCategory("hotel")) { try resolve(.category("hotel")) }
    #expect(throws: SourceError.categoryNeverPaid("trade", until: 1)) {
      try resolve(.category("trade"), until: 1)
    }
    #expect(throws: SourceError.unknownFinding("all")) { try resolve(.finding("all")) }
    #expect(throws: SourceError.emptyFinding("none")) { try resolve(.finding("none")) }
    let unknown = OutPoint(txid: SourceExpressionTests.txid, vout: 0)
    #expect(throws: SourceError.unknownTransaction(unknown.txid, tipHeight: 3)) {
      try resolve(.outPoint(unknown))
    }
    #expect(
      SourceError.unknownTransaction(unknown.txid, tipHeight: 3).description
        == "source transaction \(unknown.txid) is not in the ledger, whose tip is at height 3")
    let beyond = OutPoint(txid: first.computeTxid(), vout: 2)
    #expect(throws: SourceError.unknownOutput(beyond, outputCount: 2)) {
      try resolve(.outPoint(beyond))
    }
  }
}
