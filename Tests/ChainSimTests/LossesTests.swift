import Bitcoin
import Case
import SystemPackage
import TestSupport
import Testing

@testable import ChainSim

/// The tiny story with the losses and halts of a large one, each of which can be left out.
enum LossyScenario {
  /// The parts that can be left out.
  enum Part: String, CaseIterable, Sendable {
    case heist, burn, shuffle, flood, site
  }

  static func make(without left: Set<Part> = []) -> Scenario {
    var scenario = TinyScenario.make()
    let day = TinyScenario.day
    let coins = TinyScenario.coins
    var more: Int64 = 0
    if !left.contains(.heist) {
      more += 60
      scenario.actors.append(.init(name: "early", kind: .thief(Thief())))
      scenario.events.append(
        .init(
          at: day(20),
          action: .heist(Heist(by: "early", of: TinyScenario.hot, amount: coins(60)))))
    }
    if !left.contains(.burn) {
      more += 20
      scenario.events.append(
        .init(
          from: day(90), to: day(93),
          action: .burn(
            Burn(of: TinyScenario.hot, total: coins(20), largest: coins(7), transactions: 5))))
    }
    if !left.contains(.shuffle) {
      scenario.events.append(
        .init(
          from: day(185), to: day(189),
          action: .shuffle(Shuffle(by: "thief", amount: coins(15), times: 6))))
    }
    if !left.contains(.flood) {
      scenario.actors.append(
        .init(name: "flooders", kind: .flooder(Flooder(coins: coins(1)))))
      scenario.events.append(
        .init(
          from: day(171), to: day(173),
          action: .flood(
            Flood(
              on: "bank", by: "flooders", requests: 1_000, served: 10, transactions: 20,
              dust: Satoshi(5_460)...Satoshi(100_000)))))
    }
    if !left.contains(.site) {
      scenario.events += [
        .init(at: day(172), action: .haltTransactions(of: "bank")),
        .init(at: day(181), action: .closeSite(of: "bank")),
        .init(at: day(182), action: .filing(of: "bank")),
        .init(at: day(183), action: .found(TinyScenario.old)),
        .init(at: day(184), action: .statement(Statement(by: "bank", text: "All is well."))),
      ]
    }
    scenario.change("bank") { (exchange: inout Exchange) in
      exchange.owes?.customers = coins(450 + more)
    }
    return scenario
  }
}

@Suite("Losses")
struct LossesTests {
  private static let coin: Int64 = 100_000_000

  private func sum(_ plan: Plan, _ role: PlannedRole, _ motif: PlannedMotif) -> Int64 {
    plan.outputValue.indices.reduce(0) { sum, output in
      let transaction = Int(plan.outputTransaction[output])
      guard plan.outputRole[output] == role, plan.transactionMotif[transaction] == motif else {
        return sum
      }
      return sum + plan.outputValue[output]
    }
  }

  @Test(
    "with any part left out, owed is still what is lost; the check asks for just that",
    arguments: [nil] + LossyScenario.Part.allCases.map { Optional($0) })
  func switches(left: LossyScenario.Part?) throws {
    var scenario = LossyScenario.make(without: left.map { [$0] } ?? [])
    let plan = try Planner.plan(scenario, seed: 3)
    let heist = left == .heist ? 0 : 60 * LossesTests.coin
    let burnt = left == .burn ? 0 : 20 * LossesTests.coin
    #expect(plan.thefts.reduce(0) { $0 + $1.taken } == 200 * LossesTests.coin + heist)
    #expect(plan.holders.reduce(0) { $0 + $1.amount } == 200 * LossesTests.coin + heist)
    #expect(sum(plan, .theft, .heist) == heist)
    #expect(sum(plan, .burnt, .burn) == burnt)
    #expect(plan.books.balances.reduce(0, +) == 450 * LossesTests.coin + heist + burnt)
    scenario.change("bank") { (exchange: inout Exchange) in
      exchange.owes?.company = Satoshi(50 * LossesTests.coin + 1)
    }
    #expect(throws: ScenarioError.self) { try scenario.check() }
  }

  @Test("deposits less withdrawals are held, forgotten, taken, burnt or fees at every height")
  func standsAtEveryHeight() throws {
    let plan = try Planner.plan(LossyScenario.make(), seed: 5)
    var known: Set<WalletNumber> = []
    var forgotten: Set<WalletNumber> = []
    for (index, wallet) in plan.wallets.enumerated() where wallet.owner == "bank" {
      if wallet.name == "old" {
        forgotten.insert(WalletNumber(index))
      } else {
        known.insert(WalletNumber(index))
      }
    }
    for height in stride(from: 0, through: plan.tip, by: 11) {
      let standing = plan.standing(known: known, forgotten: forgotten, at: height)
      #expect(
        standing.deposits - standing.withdrawals == standing.sum, "height \(height): \(standing)")
    }
    let end = plan.standing(known: known, forgotten: forgotten, at: plan.books.closeHeight)
    #expect(end.taken == 260 * LossesTests.coin)
    #expect(end.burnt == 20 * LossesTests.coin)
    #expect(end.forgotten == 300 * LossesTests.coin)
  }

  @Test("a heist is one transaction, and its coins never move")
  func heistRests() throws {
    let plan = try Planner.plan(LossyScenario.make(), seed: 6)
    let heists = plan.transactionMotif.indices.filter { plan.transactionMotif[$0] == .heist }
    let heist = try #require(heists.first)
    #expect(heists.count == 1)
    let loot = try #require(plan.outputs(of: heist).first { plan.outputRole[$0] == .theft })
    #expect(plan.outputValue[loot] == 60 * LossesTests.coin)
    #expect(plan.outputSpender[loot] == .max)
    #expect(plan.fee(of: heist) == 0)
    let booked = plan.books.withdrawals.map(\.output.position)
    #expect(!booked.contains(loot))
  }

  @Test("burnt outputs pay 76a90088ac, have no entry, and only the largest is the largest")
  func burns() throws {
    let plan = try Planner.plan(LossyScenario.make(), seed: 7)
    let burnt = plan.outputValue.indices.filter { plan.outputRole[$0] == .burnt }
    let values = burnt.map { plan.outputValue[$0] }.sorted()
    #expect(values.count == 5 && values.last == 7 * LossesTests.coin)
    #expect(values[3] < 7 * LossesTests.coin)
    let keys = KeyRing(plan, seed: 7, threads: 1)
    let booked = Set(plan.books.withdrawals.map(\.output.position))
    for output in burnt {
      #expect(keys.script(of: plan.outputKey[output]).bytes == [0x76, 0xa9, 0x00, 0x88, 0xac])
      #expect(plan.outputSpender[output] == .max)
      #expect(!booked.contains(output))
    }
  }

  @Test("a shuffle moves one coin again and again, without a fee, and loses no stolen satoshi")
  func shuffles() throws {
    let plan = try Planner.plan(LossyScenario.make(), seed: 8)
    let moves = plan.transactionMotif.indices.filter { plan.transactionMotif[$0] == .shuffle }
    #expect(moves.count == 6)
    for (last, next) in zip(moves, moves.dropFirst()) {
      let output = try #require(
        plan.outputs(of: last).first { plan.outputValue[$0] == 15 * LossesTests.coin })
      #expect(plan.inputs(of: next).map { plan.inputSpent[$0].position } == [output])
      #expect(plan.fee(of: next) == 0)
      let stolen = plan.outputs(of: next).reduce(0) { $0 + plan.outputStolen[$1] }
      #expect(stolen == plan.outputStolen[output])
    }
    #expect(sum(plan, .storage, .shuffle) == 6 * 15 * LossesTests.coin)
  }

  @Test("a flood's dust is booked as deposits, and its fees rise")
  func floods() throws {
    let plan = try Planner.plan(LossyScenario.make(), seed: 9)
    let floods = plan.transactionMotif.indices.filter { plan.transactionMotif[$0] == .flood }
    #expect(floods.count == 20)
    let fees = floods.map { plan.fee(of: $0) }
    #expect(fees == fees.sorted() && fees[0] < fees[19])
    let booked = Set(plan.books.deposits.map(\.output.position))
    var dust = 0
    for transaction in floods {
      for output in plan.outputs(of: transaction) where plan.outputRole[output] == .deposit {
        #expect(booked.contains(output) && (5_460...100_000).contains(plan.outputValue[output]))
        dust += 1
      }
    }
    #expect(dust >= 80)
  }

  @Test("a filing halts everything by itself, and whoever asks after it is refused")
  func filing() throws {
    var scenario = LossyScenario.make(without: [.site, .flood])
    scenario.events.removeAll {
      $0.action.stops(.withdrawals, of: "bank") || $0.action.stops(.deposits, of: "bank")
    }
    let day = TinyScenario.day(175)
    scenario.events.append(.init(at: day, action: .filing(of: "bank")))
    let holder = try TemporaryFolder()
    let folder = CaseFolder(root: holder.path.appending("case"))
    try Simulation.run(scenario, threads: 2, into: folder.root)
    let books = try folder.readBooks()
    let filing = UTCTime(blockTime: day)
    #expect((books.deposits + books.withdrawals).allSatisfy { $0.time < filing })
    let before = books.requests.filter { $0.time < filing }
    let after = books.requests.filter { $0.time >= filing }
    #expect((1_439...1_441).contains(before.count) && (1_439...1_441).contains(after.count))
    #expect(before.dropLast().allSatisfy { $0.refused == 0 && $0.served > 0 })
    #expect(after.allSatisfy { $0.served == 0 && $0.refused > 0 })
    #expect(books.timeline.contains { $0.what == "filing" })
  }

  @Test("an exchange that has halted makes no transactions, and a blank site takes no deposit")
  func halts() throws {
    let scenario = LossyScenario.make()
    let plan = try Planner.plan(scenario, seed: 10)
    let times = BlockSchedule(scenario, seed: 10).times
    var consolidations = 0
    for transaction in plan.transactionMotif.indices {
      let time = times[Int(plan.transactionHeight[transaction])]
      let motif = plan.transactionMotif[transaction]
      let pays = plan.inputs(of: transaction).first.map {
        plan.wallets[plan.wallet(ofOutput: plan.inputSpent[$0].position).position].owner
      }
      if pays == "bank", motif == .consolidation || motif == .split {
        consolidations += 1
        #expect(time < TinyScenario.day(172))
      }
    }
    #expect(consolidations > 0)
    for entry in plan.books.deposits {
      let made = Int(plan.outputTransaction[entry.output.position])
      #expect(times[Int(plan.transactionHeight[made])] < TinyScenario.day(181))
    }
  }
}
