import Bitcoin
import Testing

@testable import ChainSim

@Suite("CoinJoins")
struct CoinJoinTests {
  static func play(
    _ shape: Service.CoinJoin.Shape, rounds: Int, parties: ClosedRange<Int>? = nil,
    amounts: ClosedRange<Int64>, thiefPercent: Int = 0, seed: UInt64 = 3
  ) throws -> Plan {
    let service = ServiceScenario.coinJoin(
      shape, rounds: rounds, parties: parties, amounts: amounts)
    let events = thiefPercent > 0 ? [ServiceScenario.mix(in: "joins", percent: thiefPercent)] : []
    return try Planner.plan(
      ServiceScenario.make([("joins", service)], events: events), seed: seed)
  }

  @Test("JoinMarket: as many equal outputs as people, one of whom pays all", arguments: 1...4)
  func joinMarket(seed: UInt64) throws {
    let plan = try Self.play(
      .joinMarket, rounds: 25, parties: 3...8, amounts: 100_000_000...900_000_000, seed: seed)
    let joins = plan.transactions(of: .joinMarket)
    #expect(joins.count >= 20)
    var sweeps = 0
    for join in joins {
      let paidIn = plan.paidIn(join)
      let paidOut = plan.paidOut(join)
      #expect((3...8).contains(paidIn.count))
      #expect(Set(paidIn.keys) == Set(paidOut.keys))
      let counts = plan.valueCounts(join)
      let most = try #require(counts.max { ($0.value, $0.key) < ($1.value, $1.key) })
      #expect(most.value == paidIn.count)
      let change = plan.outputs(of: join).count - most.value
      #expect(change == paidIn.count || change == paidIn.count - 1)
      if change == paidIn.count - 1 { sweeps += 1 }
      // Makers get what they brought and a fee; the taker pays those fees and the miners'.
      let losses = paidIn.compactMap { owner, sum in
        sum > (paidOut[owner] ?? 0) ? sum - (paidOut[owner] ?? 0) : nil
      }
      #expect(losses.count == 1)
      let gains = paidIn.reduce(0) { $0 + max((paidOut[$1.key] ?? 0) - $1.value, 0) }
      #expect(losses[0] == gains + plan.fee(of: join))
    }
    #expect(sweeps < joins.count)
  }

  @Test("Wasabi 1: a base of about 0.1 BTC for all, doublings, one output of the coordinator's")
  func wasabi1() throws {
    let plan = try Self.play(
      .wasabi1, rounds: 6, parties: 12...25, amounts: 12_000_000...150_000_000)
    let joins = plan.transactions(of: .wasabi1)
    #expect(joins.count >= 5)
    var doublings = 0
    for join in joins {
      #expect(plan.scripts(join) == [.witnessKeyHash])
      let counts = plan.valueCounts(join)
      let base = try #require(counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) })
      #expect((8_000_000...12_000_000).contains(base.key))
      let people = plan.paidIn(join)
      #expect(base.value == people.count && base.value >= 10)
      #expect(plan.inputs(of: join).count >= base.value)
      let coordinated = plan.outputs(of: join).filter { plan.owner(ofOutput: $0) == "joins" }
      #expect(coordinated.count == 1)
      var fee: Int64 = 0
      var level = base.key
      while let count = counts[level], count > 1 {
        // 0.003 % of the level for each of its outputs, paid by each who has one.
        fee += Int64(count) * (level * Int64(count) * 3 / 100_000)
        if level > base.key { doublings += 1 }
        level *= 2
      }
      let paid = plan.outputValue[coordinated[0]]
      let smallChange = base.key * 7 / 1_000 * Int64(people.count)
      #expect(paid >= fee && paid < fee + smallChange)
      let change = plan.outputs(of: join).filter { plan.outputRole[$0] == .change }
      #expect(change.allSatisfy { plan.outputValue[$0] >= base.key * 7 / 1_000 })
      let out = plan.paidOut(join)
      #expect(people.allSatisfy { owner, sum in (out[owner] ?? 0) > 0 && (out[owner] ?? 0) < sum })
    }
    #expect(doublings > 0)
    let coordinator = Set(
      joins.flatMap { plan.outputs(of: $0) }.filter { plan.owner(ofOutput: $0) == "joins" }
        .map { plan.outputKey[$0] })
    #expect(coordinator.count == 1)
  }

  /// The standard amounts up to 20 BTC, in satoshis, as detectors of these transactions list them.
  static let standard: Set<Int64> = [
    5_000, 6_561, 8_192, 10_000, 13_122, 16_384, 19_683, 20_000, 32_768, 39_366, 50_000, 59_049,
    65_536, 100_000, 118_098, 131_072, 177_147, 200_000, 262_144, 354_294, 500_000, 524_288,
    531_441, 1_000_000, 1_048_576, 1_062_882, 1_594_323, 2_000_000, 2_097_152, 3_188_646,
    4_194_304, 4_782_969, 5_000_000, 8_388_608, 9_565_938, 10_000_000, 14_348_907, 16_777_216,
    20_000_000, 28_697_814,
    33_554_432, 43_046_721, 50_000_000, 67_108_864, 86_093_442, 100_000_000, 129_140_163,
    134_217_728, 200_000_000, 258_280_326, 268_435_456, 387_420_489, 500_000_000, 536_870_912,
    774_840_978, 1_000_000_000, 1_073_741_824, 1_162_261_467, 2_000_000_000,
  ]

  @Test("Wasabi 2: fifty inputs and more, four fifths of the outputs standard, both sorted")
  func wasabi2() throws {
    let plan = try Self.play(
      .wasabi2, rounds: 5, parties: 20...30, amounts: 5_000_000...300_000_000)
    let joins = plan.transactions(of: .wasabi2)
    #expect(joins.count >= 4)
    for join in joins {
      #expect(plan.scripts(join) == [.witnessKeyHash])
      let spent = plan.spent(by: join).map { plan.outputValue[$0] }
      let values = plan.outputs(of: join).map { plan.outputValue[$0] }
      #expect(spent.count >= 50)
      #expect(spent == spent.sorted(by: >) && values == values.sorted(by: >))
      let standard = values.count { Self.standard.contains($0) }
      #expect(standard * 10 > values.count * 8, "\(standard) of \(values.count)")
      let equal = plan.valueCounts(join).values.filter { $0 > 1 }.reduce(0, +)
      #expect(equal * 2 > values.count)
      let people = plan.paidIn(join)
      #expect(people.count >= 10)
      #expect(Set(people.keys) == Set(plan.paidOut(join).keys))
      let lost = people.reduce(0) { $0 + $1.value - (plan.paidOut(join)[$1.key] ?? 0) }
      #expect(lost == plan.fee(of: join))
    }
  }

  @Test("Whirlpool: five people's coins into five equal ones, prepared by a transaction with a fee")
  func whirlpool() throws {
    let plan = try Self.play(.whirlpool, rounds: 50, amounts: 6_000_000...60_000_000)
    let mixes = plan.transactions(of: .whirlpool)
    #expect(mixes.count >= 35)
    var remixed = 0
    for mix in mixes {
      #expect(plan.scripts(mix) == [.witnessKeyHash])
      let spent = plan.spent(by: mix).map { plan.outputValue[$0] }
      #expect(spent.count == 5)
      #expect(
        plan.outputs(of: mix).map { plan.outputValue[$0] } == Array(repeating: 5_000_000, count: 5))
      #expect(plan.paidIn(mix).count == 5)
      #expect(Set(plan.paidIn(mix).keys) == Set(plan.paidOut(mix).keys))
      let old = spent.count { $0 == 5_000_000 }
      #expect(old <= 3)
      if old == 3 { remixed += 1 }
      #expect(spent.allSatisfy { $0 >= 5_000_000 && $0 <= 5_110_000 })
    }
    #expect(remixed * 2 > mixes.count)
    for tx0 in plan.transactions(of: .tx0) {
      let premix = plan.outputs(of: tx0).filter { plan.outputRole[$0] == .premix }
      let fees = plan.outputs(of: tx0).filter { plan.owner(ofOutput: $0) == "joins" }
      #expect(Set(premix.map { plan.outputValue[$0] }).count == 1)
      #expect((1...10).contains(premix.count))
      #expect(fees.map { plan.outputValue[$0] } == [175_000])
      #expect(plan.paidIn(tx0).count == 1)
      let spenders = Set(premix.map { plan.outputSpender[$0] }.filter { $0 != .max })
      let spent = premix.count { plan.outputSpender[$0] != .max }
      #expect(spenders.count == spent, "two coins of one tx0 in one mix")
    }
  }

  @Test(
    "what a thief joins is in his outputs, or with those whom he paid, to the satoshi",
    arguments: Service.CoinJoin.Shape.allCases)
  func stolen(shape: Service.CoinJoin.Shape) throws {
    let parties: ClosedRange<Int>? = shape == .wasabi2 ? 20...26 : nil
    let plan = try Self.play(
      shape, rounds: 12, parties: parties, amounts: 60_000_000...600_000_000, thiefPercent: 60)
    #expect(plan.holders.reduce(0) { $0 + $1.amount } == 6_000_000_000)
    let motifs: Set<PlannedMotif> = [.joinMarket, .wasabi1, .wasabi2, .whirlpool]
    let joins = (0..<plan.transactionCount).filter { motifs.contains(plan.transactionMotif[$0]) }
    let thiefs = joins.filter { plan.paidIn($0)["thief"] != nil }
    #expect(!thiefs.isEmpty)
    for join in joins {
      for output in plan.outputs(of: join) where plan.outputStolen[output] > 0 {
        #expect(plan.owner(ofOutput: output) == "thief")
      }
    }
  }

  @Test("a CoinJoin adds no draw to what others do")
  func leavesOthersAlone() throws {
    let plan = try Self.play(.joinMarket, rounds: 5, amounts: 100_000_000...300_000_000)
    let other = try Planner.plan(ServiceScenario.make([]), seed: 3)
    // The pools' blocks are found by the same pools at the same times.
    let finders = { (plan: Plan) in
      plan.transactions(of: .coinbase).map { plan.owner(ofOutput: plan.outputs(of: $0).lowerBound) }
    }
    #expect(finders(plan) == finders(other))
  }
}
