import Bitcoin
import Files
import Ledger
import Scoring
import SystemPackage
import TestSupport
import Testing
import Tracer
import Truth

/// Small thefts, scored by hand.
@Suite("Score")
struct ScoreTests {
  /// A chain under way with the truth of its outputs.
  struct Story {
    var chain = ChainBuilder()
    var outputs: [OutputTruth] = []
    var thefts: [TheftTruth] = []
    var holders: [HolderTruth] = []

    /// Mines a block whose coinbase pays a pool of its own, or `owner`.
    mutating func mine(
      _ transactions: [Transaction] = [], to owner: String? = nil, script: Int = 0
    ) -> Block {
      let height = chain.blocks.count
      let name = owner ?? "pools/\(height)"
      let block = chain.addBlock(
        transactions,
        coinbase: [
          TxOut(
            value: Satoshi(5_000_000_000),
            scriptPubKey: ChainBuilder.script(owner == nil ? 1_000 + height : script))
        ])
      own(block.transactions[0], [(name, "own", 0)], .coinbase)
      return block
    }

    /// Notes who owns a transaction's outputs, and how much of each is stolen.
    mutating func own(
      _ transaction: Transaction, _ owners: [(String, String, Int64)],
      _ role: OutputRole = .payment
    ) {
      for (vout, owner) in owners.enumerated() {
        outputs.append(
          OutputTruth(
            outPoint: transaction.outPoint(vout), owner: owner.0, wallet: owner.1, role: role,
            stolen: Satoshi(owner.2)))
      }
    }

    /// Writes the truth and scores it.
    func score() throws -> Score {
      let world = try chain.makeLedger()
      let path = world.folder.path.appending("truth")
      var writer = try TruthWriter(path)
      for row in outputs { try writer.write(row) }
      for row in thefts { try writer.write(row) }
      for row in holders { try writer.write(row) }
      try writer.finish()
      return try Score.run(world.ledger, truth: TruthFolder(path))
    }
  }

  private static func pay(_ coins: [OutPoint], _ outputs: [(Int64, Int)]) -> Transaction {
    ChainBuilder.transaction(
      spending: coins, paying: outputs.map { (Satoshi($0.0), ChainBuilder.script($0.1)) })
  }

  /// The thief takes 3,000 million satoshis, puts them together with 5,000 of his own, and sells
  /// 2,000 of what he thinks of as the stolen ones.
  private static func makeStory() -> Story {
    var story = Story()
    let hot = story.mine(to: "mtgox", script: 1).coinbaseOutPoint
    let clean = story.mine(to: "thief", script: 11).coinbaseOutPoint
    let sweep = pay([hot], [(3_000_000_000, 10), (1_990_000_000, 1)])
    _ = story.mine([sweep])
    story.own(sweep, [("thief", "drops", 3_000_000_000), ("mtgox", "hot", 0)])
    story.thefts = [
      TheftTruth(theft: "one", place: .output(sweep.outPoint(0)), value: Satoshi(3_000_000_000)),
      TheftTruth(theft: "one", place: .fee(sweep.computeTxid()), value: Satoshi(10_000_000)),
    ]
    let collect = pay([clean, sweep.outPoint(0)], [(3_000_000_000, 12), (4_950_000_000, 13)])
    _ = story.mine([collect])
    story.own(collect, [("thief", "hoard", 3_000_000_000), ("thief", "own", 0)])
    let sale = pay([collect.outPoint(0)], [(2_000_000_000, 20), (1_000_000_000, 14)])
    _ = story.mine([sale])
    story.own(sale, [("shop", "hot", 0), ("thief", "hoard", 1_000_000_000)])
    story.holders = [
      HolderTruth(holder: "miners", stolen: Satoshi(10_000_000)),
      HolderTruth(holder: "shop", stolen: Satoshi(2_000_000_000)),
      HolderTruth(holder: "thief", stolen: Satoshi(1_000_000_000)),
    ]
    return story
  }

  @Test("each policy is scored as a hand scores it")
  func placements() throws {
    let score = try ScoreTests.makeStory().score()
    let million: Int128 = 1_000_000
    let expected: [(String, Int128, Int128)] = [
      // FIFO gives the thief's own 5,000 to the coin that he sells: 2,950 stay with him, 50 + 10 go
      // to miners.
      ("taint.placed.fifo", 1_010, 3_010),
      ("taint.placed-until-handover.fifo", 1_010, 3_010),
      ("taint.in-hands-outputs.fifo", 1, 4),
      ("taint.in-hands-satoshis.fifo", 3_000, 9_950),
      // Haircut: 750 with the shop, 1,856.25 + 375 with the thief, 18.75 + 10 with the miners.
      ("taint.placed.haircut", 1_760, 3_010),
      ("taint.placed-until-handover.haircut", 1_760, 3_010),
      ("taint.in-hands-outputs.haircut", 1, 4),
      // Poison: all with everybody, and 4,950 + 50 beyond.
      ("taint.placed.poison", 1, 1),
      ("taint.overplaced.poison", 5_000, 8_010),
      ("taint.overplaced-until-handover.poison", 5_000, 8_010),
      ("taint.in-hands-outputs.poison", 3, 4),
      ("taint.in-hands-satoshis.poison", 7_000, 11_950),
      // One spend joins two of the thief's five scripts, of two wallets.
      ("clusters.pair-precision.owner", 1, 1), ("clusters.pair-recall.owner", 1, 10),
      ("clusters.pair-precision.wallet", 0, 1), ("clusters.pair-recall.wallet", 0, 2),
    ]
    for (metric, numerator, denominator) in expected {
      let row = try #require(score.rows.first { $0.metric == metric })
      #expect(row.value == Fraction(numerator * million, of: denominator * million), "\(metric)")
    }
    #expect(score.rows.count == 18)
    #expect(Set(score.rows.map(\.metric)).count == 18)
    ScoreTests.expectIntervals(score)
    let outputs = try #require(score.rows.first { $0.metric == "taint.in-hands-outputs.fifo" })
    #expect("\(try #require(outputs.low))".hasPrefix("0.0455"))
    #expect("\(try #require(outputs.high))".hasPrefix("0.6993"))
    let shop = try #require(
      score.holders.first {
        $0.policy == .haircut && $0.scope == .untilHandover && $0.holder == "shop"
      })
    #expect(shop.placed == Satoshi(750_000_000))
    #expect(shop.truth == Satoshi(2_000_000_000))
  }

  @Test("what is taken twice is placed with the robbed one the first time")
  func takenTwice() throws {
    var story = Story()
    let hot = story.mine(to: "mtgox", script: 1).coinbaseOutPoint
    var coin = hot
    for round in 1...3 {
      let sweep = ScoreTests.pay([coin], [(5_000_000_000, 10 + round)])
      let deposit = ScoreTests.pay([sweep.outPoint(0)], [(5_000_000_000, 1)])
      _ = story.mine([sweep])
      story.own(sweep, [("thief", "drops", 5_000_000_000)])
      story.thefts.append(
        TheftTruth(
          theft: "\(round)", place: .output(sweep.outPoint(0)), value: Satoshi(5_000_000_000)))
      if round < 3 {
        _ = story.mine([deposit])
        story.own(deposit, [("mtgox", "hot", 0)])
        coin = deposit.outPoint(0)
      }
    }
    story.holders = [
      HolderTruth(holder: "mtgox", stolen: Satoshi(10_000_000_000)),
      HolderTruth(holder: "thief", stolen: Satoshi(5_000_000_000)),
    ]
    let score = try story.score()
    ScoreTests.expectIntervals(score)
    for policy in ["fifo", "haircut", "poison"] {
      for metric in ["placed", "placed-until-handover"] {
        let row = try #require(score.rows.first { $0.metric == "taint.\(metric).\(policy)" })
        #expect(row.value == Fraction(1, of: 1), "\(metric) \(policy)")
        let low = try #require(row.low)
        let high = try #require(row.high)
        #expect(low < high)
      }
    }
  }

  /// Each figure lies within its interval.
  private static func expectIntervals(_ score: Score) {
    for row in score.rows {
      guard let value = row.value else {
        #expect(row.low == nil && row.high == nil, "\(row.metric)")
        continue
      }
      guard let low = row.low, let high = row.high else {
        Issue.record("\(row.metric) has no interval")
        continue
      }
      #expect(low <= value && value <= high, "\(row.metric): \(low) \(value) \(high)")
    }
  }

  @Test("a figure lies within its interval, whatever thefts of whatever size became of")
  func intervals() throws {
    for seed in 1...30 {
      var generator = SeededGenerator(seed: UInt64(seed))
      var story = Story()
      var kept: Int64 = 0
      var sold: Int64 = 0
      for theft in 1...Int.random(in: 1...12, using: &generator) {
        let taken = Int64.random(in: 1...4_999_999_999, using: &generator)
        let hot = story.mine(to: "mtgox", script: 1).coinbaseOutPoint
        let sweep = ScoreTests.pay([hot], [(taken, 10 + theft), (5_000_000_000 - taken, 1)])
        _ = story.mine([sweep])
        story.own(sweep, [("thief", "drops", taken), ("mtgox", "hot", 0)])
        story.thefts.append(
          TheftTruth(
            theft: "\(theft)", place: .output(sweep.outPoint(0)), value: Satoshi(taken)))
        // Some is sold, of which the thief may think more than the trace.
        guard Bool.random(using: &generator), taken > 1 else {
          kept += taken
          continue
        }
        let sale = Int64.random(in: 1..<taken, using: &generator)
        let pieces = ScoreTests.pay([sweep.outPoint(0)], [(sale, 90), (taken - sale, 50 + theft)])
        _ = story.mine([pieces])
        let thought = Int64.random(in: 0...sale, using: &generator)
        story.own(pieces, [("shop", "hot", 0), ("thief", "hoard", taken - sale)])
        sold += thought
        kept += taken - thought
      }
      story.holders = [
        HolderTruth(holder: "shop", stolen: Satoshi(sold)),
        HolderTruth(holder: "thief", stolen: Satoshi(kept)),
      ]
      let score = try story.score()
      ScoreTests.expectIntervals(score)
      #expect(score.rows.count == 18, "seed \(seed)")
    }
  }

  @Test("a truth that does not fit the ledger is refused")
  func refusals() throws {
    var story = ScoreTests.makeStory()
    story.thefts[1].value = Satoshi(10_000_001)
    let wrong = ScoreError.wrongValue(
      theft: "one", truth: Satoshi(10_000_001), ledger: Satoshi(10_000_000))
    #expect(throws: wrong) { try story.score() }

    story = ScoreTests.makeStory()
    let missing = story.outputs.removeLast().outPoint
    #expect(throws: ScoreError.missingOutput(missing)) { try story.score() }

    story = ScoreTests.makeStory()
    let unknown = OutPoint(txid: Txid(Hash256(1, 2, 3, 4)), vout: 0)
    story.outputs[0].outPoint = unknown
    #expect(throws: ScoreError.unknownOutput(unknown)) { try story.score() }

    story = ScoreTests.makeStory()
    story.holders[0].stolen = Satoshi(10_000_001)
    #expect(throws: ScoreError.unevenTruth) { try story.score() }

    let world = try ScoreTests.makeStory().chain.makeLedger()
    let path = world.folder.path.appending("nothing")
    #expect(throws: ScoreError.noTruth(path)) {
      try Score.run(world.ledger, truth: TruthFolder(path))
    }
  }
}
