import Bitcoin
import Testing

@testable import ChainSim

/// Whose program a transaction shows, in the stories as they are shipped.
@Suite("Handwriting of transactions")
struct HandwritingTests {
  private func play(_ name: String, _ changes: [String] = [], setting: String? = nil) throws -> Plan
  {
    let scenario = try ScenarioReader.read(
      ShippedScenario.path(name), as: ScenarioVariant(setting: setting, changes: changes))
    return try Planner.plan(scenario, seed: scenario.seed)
  }

  /// What a transaction shows of the program that made it.
  private struct Hand: Hashable {
    let version: UInt8
    let isLocked: Bool
    let sequence: UInt32
  }

  private func hands(_ plan: Plan, of motif: PlannedMotif) -> Set<Hand> {
    Set(
      plan.transactions(of: motif).map {
        Hand(
          version: plan.transactionVersion[$0], isLocked: plan.transactionLockTime[$0] != 0,
          sequence: plan.transactionSequence[$0])
      })
  }

  @Test("a thief who signs with copied keys uses his own program, not the victim's")
  func sweeps() throws {
    let plain = try play("modern")
    #expect(hands(plain, of: .sweep) == [Hand(version: 1, isLocked: false, sequence: .max)])
    #expect(hands(plain, of: .withdrawal).allSatisfy { $0.version == 2 })
    #expect(plain.transactions(of: .sweep).allSatisfy { plain.theftGrindsLowR[$0] == false })
    let core = try play("modern", ["thief.behaviour=core-2018"])
    #expect(hands(core, of: .sweep) == [Hand(version: 2, isLocked: true, sequence: .max - 1)])
    #expect(core.transactions(of: .sweep).allSatisfy { core.theftGrindsLowR[$0] == true })
    #expect(core.countSignatures().ground > plain.countSignatures().ground)
  }

  @Test("a coordinator's transactions are all alike, whoever's coin stands first")
  func coinJoins() throws {
    let plan = try play("coinjoin", ["users.behaviour={core-2022: 50 %, bip69: 50 %}"])
    for motif in [PlannedMotif.joinMarket, .wasabi1, .wasabi2, .whirlpool, .tx0] {
      #expect(hands(plan, of: motif) == [Hand(version: 1, isLocked: false, sequence: .max)])
    }
    #expect(hands(plan, of: .joinIn).count > 1)
  }

  @Test("whoever joins, a thief too, brings coins like everybody's")
  func inputsOfJoins() throws {
    let plan = try play("coinjoin")
    var ofThieves = 0
    for motif in [PlannedMotif.wasabi1, .wasabi2, .whirlpool] {
      for join in plan.transactions(of: motif) {
        for coin in plan.spent(by: join) {
          #expect(plan.form(ofOutput: coin).script == .witnessKeyHash)
          if plan.wallets[plan.wallet(ofOutput: coin).position].owner == "thief" { ofThieves += 1 }
        }
      }
    }
    #expect(ofThieves > 0)
  }

  @Test("an exchange that makes no more transactions has none mined days later")
  func nothingAfterTheHalt() throws {
    let plan = try play("mtgox", setting: "demo")
    // 10 February 2014, and a day for what waits.
    let halt: UInt32 = 1_391_990_400 + 86_400
    let late: [PlannedMotif] = [.consolidation, .split]
    let scenario = try ScenarioReader.read(
      ShippedScenario.path("mtgox"), as: ScenarioVariant(setting: "demo"))
    let schedule = BlockSchedule(scenario, seed: scenario.seed)
    for transaction in late.flatMap({ plan.transactions(of: $0) })
    where plan.wallets[plan.wallet(ofOutput: plan.spent(by: transaction)[0]).position].owner
      == "mtgox"
    {
      #expect(schedule.times[Int(plan.transactionHeight[transaction])] < halt)
    }
  }

  @Test("parts of a total fill it and none is larger than the range")
  func parts() {
    var generator = SeededGenerator(seed: 20, key: "parts")
    for total: Int64 in [100, 2_000, 3_860, 4_001, 9_999, 386_000] {
      let range = Satoshi(2_000)...Satoshi(3_800)
      var rest = total
      while rest > 0 {
        let part = Planner.part(of: rest, generator.within(range), within: range)
        #expect(part > 0 && part <= range.upperBound.rawValue && part <= rest)
        // Only a rest that cannot be split into parts of the range is split otherwise.
        #expect(part >= range.lowerBound.rawValue || rest < 2 * range.lowerBound.rawValue)
        rest -= part
      }
    }
  }
}
