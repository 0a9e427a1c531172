import Bitcoin
import Ledger
import TestSupport
import Testing

@testable import Tracer

/// Explanations over a ledger, by hand.
@Suite("Trace.explain")
struct ExplainTests {
  /// Two stolen coins of 50 BTC, one paid on through a middleman, put together with a clean one.
  private struct Theft {
    var chain = ChainBuilder()
    let first: OutPoint
    let second: OutPoint
    let middle: Transaction
    let merge: Transaction

    init() {
      first = chain.addBlock().coinbaseOutPoint
      second = chain.addBlock().coinbaseOutPoint
      let clean = chain.addBlock().coinbaseOutPoint
      middle = ChainBuilder.transaction(
        spending: [first],
        paying: [
          (Satoshi(2_000_000_000), ChainBuilder.script(1)),
          (Satoshi(2_900_000_000), ChainBuilder.script(2)),
        ])
      chain.addBlock([middle])
      merge = ChainBuilder.transaction(
        spending: [middle.outPoint(0), clean, second],
        paying: [
          (Satoshi(7_500_000_000), ChainBuilder.script(3)),
          (Satoshi(4_500_000_000), ChainBuilder.script(4)),
        ])
      chain.addBlock([merge])
    }
  }

  /// The two coins as sources of two labels, and the output that the thief keeps.
  private func ask<Answer>(
    _ theft: Theft, _ outPoint: OutPoint,
    _ body: (borrowing ChainLedger, [TaintSource], OutputIndex) throws -> Answer
  ) throws -> Answer {
    let world = try theft.chain.makeLedger()
    let rows = [theft.first, theft.second, outPoint].map { world.ledger.output($0) }
    let sources: [TaintSource] = [
      .output(try #require(rows[0]), label: "robbery"),
      .output(try #require(rows[1]), label: "burglary"),
    ]
    return try body(world.ledger, sources, try #require(rows[2]))
  }

  @Test("each label with its way, amounts at each step")
  func ways() throws {
    let theft = Theft()
    try ask(theft, theft.merge.outPoint(0)) { ledger, sources, output in
      let found = try Trace.explain(output, in: ledger, sources: sources)
      #expect(found.until == 5)
      #expect(found.labels == ["robbery", "burglary"])
      #expect(found.output.tainted == Satoshi(2_500_000_000))
      #expect(found.stop == nil)
      #expect(found.origins.map(\.carried.amount.rawValue) == [2_000_000_000, 500_000_000])
      #expect(found.origins.allSatisfy { $0.paths.count == 1 && $0.rest == .zero })
      let robbery = found.origins[0].paths[0]
      #expect(robbery.amount == Satoshi(2_000_000_000))
      #expect(robbery.steps.map(\.height) == [1, 4, 5])
      #expect(
        robbery.steps.map(\.value.rawValue) == [5_000_000_000, 2_000_000_000, 7_500_000_000])
      #expect(
        robbery.steps.map(\.carried.rawValue) == [5_000_000_000, 2_000_000_000, 2_000_000_000])
      #expect(found.origins[1].paths[0].steps.map(\.height) == [2, 5])
    }
  }

  @Test("by a fee that its block's coinbase collected")
  func fee() throws {
    let theft = Theft()
    try ask(theft, theft.chain.blocks[4].coinbaseOutPoint) { ledger, sources, output in
      let found = try Trace.explain(output, in: ledger, sources: sources)
      let path = try #require(found.origins.first?.paths.first)
      #expect(path.amount == Satoshi(100_000_000))
      let row = ledger.transaction(theft.middle.computeTxid())
      let payer = try #require(row)
      #expect(path.steps.map(\.target) == [sources[0].target, .fee(payer), .output(output)])
      #expect(path.steps[1].value == Satoshi(100_000_000))
      let sunk = try Trace.explain(output, in: ledger, sources: sources, fees: .sink)
      #expect(sunk.origins.isEmpty)
    }
  }

  @Test("a source is its own way, and a stop says what it took")
  func ends() throws {
    let theft = Theft()
    try ask(theft, theft.middle.outPoint(0)) { ledger, sources, output in
      let stops = TraceStops(outputs: [output], line: "the police")
      let found = try Trace.explain(output, in: ledger, sources: sources, stops: stops)
      #expect(found.stop == "the police")
      #expect(found.output.tainted == Satoshi(2_000_000_000))
      let source = try #require(sources[0].output)
      let own = try Trace.explain(source, in: ledger, sources: sources)
      #expect(own.origins.map { $0.paths[0].steps.count } == [1])
      // The burglary comes after it, and is no error.
      #expect(own.until == 1)
      #expect(throws: TraceError.endsBefore(theft.middle.outPoint(0), height: 4, until: 3)) {
        try Trace.explain(output, in: ledger, sources: sources, until: 3)
      }
      #expect(
        TraceError.endsBefore(theft.middle.outPoint(0), height: 4, until: 3).description
          == "output \(theft.middle.outPoint(0)) is of height 4, above the trace's end at height 3")
    }
  }
}
