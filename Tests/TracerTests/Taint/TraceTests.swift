import Bitcoin
import Ledger
import TestSupport
import Testing

@testable import Tracer

/// Traces over a ledger, from blocks to results.
@Suite("Trace")
struct TraceTests {
  /// A coin of 50 BTC dealt to people, to data and to a script that nobody can satisfy.
  private struct Payments {
    var chain = ChainBuilder()
    let coin: OutPoint
    let first: Transaction
    let second: Transaction

    init() {
      coin = chain.addBlock().coinbaseOutPoint
      first = ChainBuilder.transaction(
        spending: [coin],
        paying: [
          (Satoshi(3_000_000_000), ChainBuilder.script(1)),
          (Satoshi(7), ScriptPubKey([0x6a, 0x01, 0x00])),
          (Satoshi(1_500_000_000), ChainBuilder.script(2)),
          (Satoshi(11), ScriptPubKey([0x76, 0xa9, 0x00, 0x88, 0xac])),
        ])
      chain.addBlock([first])
      second = ChainBuilder.transaction(
        spending: [first.outPoint(2)], paying: [(Satoshi(1_499_990_000), ChainBuilder.script(3))])
      chain.addBlock([second])
    }
  }

  @Test("outputs, totals and labels of a trace with its fees followed")
  func follows() throws {
    let payments = Payments()
    let world = try payments.chain.makeLedger()
    let row = world.ledger.output(payments.coin)
    let coin = try #require(row)
    let tip = world.ledger.tip
    let result = try Trace.run(world.ledger, sources: [.output(coin, label: "robbery")])
    #expect(result.policy == .fifo)
    #expect(result.fees == .follow)
    #expect(result.until == 3)
    #expect(result.tip == tip)
    #expect(result.labels == ["robbery"])
    #expect(
      result.sources == [
        TracedSource(target: .output(coin), value: Satoshi(5_000_000_000), label: 0)
      ])
    let places = result.outputs.map { world.ledger.outPoint(of: $0.output) }
    // Each block's coinbase stands before the transaction whose fee it collects.
    #expect(
      places == [
        payments.chain.blocks[2].coinbaseOutPoint, payments.first.outPoint(0),
        payments.chain.blocks[3].coinbaseOutPoint, payments.second.outPoint(0),
      ])
    #expect(
      result.outputs.map(\.tainted.rawValue) == [
        499_999_982, 3_000_000_000, 10_000, 1_499_990_000,
      ])
    #expect(result.outputs.map(\.value.rawValue)[0] == 5_499_999_982)
    #expect(result.outputs[0].byLabel == [LabelAmount(label: 0, amount: Satoshi(499_999_982))])
    #expect(result.unspendableOutputs.map(\.tainted.rawValue) == [7, 11])
    #expect(result.totals.unspendable.total == Satoshi(18))
    #expect(result.totals.unspent.total == Satoshi(4_999_999_982))
    #expect(result.totals.fees.total == .zero)
    #expect(result.passage.isEmpty)
  }

  @Test("fees that are sunk, and the passage through spent outputs")
  func sinks() throws {
    let payments = Payments()
    let world = try payments.chain.makeLedger()
    let row = world.ledger.output(payments.coin)
    let coin = try #require(row)
    let result = try Trace.run(
      world.ledger, sources: [.output(coin, label: "a"), .output(coin, label: "a")],
      fees: .sink, until: 99, keepsPassage: true)
    #expect(result.until == 3)
    #expect(result.sources.count == 1)
    #expect(result.totals.fees.total == Satoshi(500_009_982))
    #expect(result.totals.fees.byLabel == [Satoshi(500_009_982)])
    #expect(
      result.passage.map { world.ledger.outPoint(of: $0.output) }
        == (0..<4).map { payments.first.outPoint($0) } + [payments.second.outPoint(0)])
  }

  @Test("what cannot be a source is refused with its name")
  func refusals() throws {
    let payments = Payments()
    let world = try payments.chain.makeLedger()
    let rows = (
      world.ledger.output(payments.coin), world.ledger.output(payments.second.outPoint(0)),
      world.ledger.transaction(payments.coin.txid),
      world.ledger.transaction(payments.second.computeTxid())
    )
    let coin = try #require(rows.0)
    let late = try #require(rows.1)
    let coinbase = try #require(rows.2)
    let second = try #require(rows.3)
    let beyond = OutputIndex(world.ledger.outputCount)
    func trace(_ sources: [TaintSource], until: Int? = nil) throws(TraceError) {
      _ = try Trace.run(world.ledger, sources: sources, until: until)
    }
    let twice = TraceError.outputNamedTwice(payments.coin, labels: ["a", "b"])
    #expect(throws: twice) {
      try trace([.output(coin, label: "a"), .output(coin, label: "b")])
    }
    #expect(twice.description == "source \(payments.coin) is named under two labels: a, b")
    let txid = payments.second.computeTxid()
    #expect(throws: TraceError.feeNamedTwice(txid, labels: ["a", "b"])) {
      try trace([.fee(of: second, label: "a"), .fee(of: second, label: "b")])
    }
    #expect(throws: TraceError.outputAbove(payments.second.outPoint(0), height: 3, until: 2)) {
      try trace([.output(late, label: "a")], until: 2)
    }
    #expect(throws: TraceError.feeAbove(txid, height: 3, until: 2)) {
      try trace([.fee(of: second, label: "a")], until: 2)
    }
    #expect(throws: TraceError.feeOfCoinbase(payments.coin.txid)) {
      try trace([.fee(of: coinbase, label: "a")])
    }
    #expect(throws: TraceError.rowOutOfRange(.output(beyond))) {
      try trace([.output(beyond, label: "a")])
    }
    #expect(throws: TraceError.negativeHeight(-1)) { try trace([], until: -1) }
    try trace([])
  }
}
