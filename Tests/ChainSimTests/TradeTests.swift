import Bitcoin
import Testing

@testable import ChainSim

@Suite("Games, shops, gifts and faucets")
struct TradeTests {
  static func play(_ trade: Service.Trade, coins: Int64 = 0, seed: UInt64 = 4) throws -> Plan {
    try Planner.plan(
      ServiceScenario.make([("service", ServiceScenario.service(trade, coins: coins))]), seed: seed)
  }

  @Test("a bet is answered in its block by what spends it, to the address that it came from")
  func bets() throws {
    let plan = try Self.play(
      .gambling(.init(bets: 600, each: Satoshi(1_000_000)...Satoshi(100_000_000))), coins: 400)
    let bets = plan.transactions(of: .bet)
    #expect(bets.count >= 550)
    var answered = 0
    var won = 0
    var staked: Int64 = 0
    var returned: Int64 = 0
    var games: Set<KeyNumber> = []
    for bet in bets {
      let output = try #require(plan.outputs(of: bet).first { plan.outputRole[$0] == .bet })
      games.insert(plan.outputKey[output])
      guard plan.outputSpender[output] != .max else { continue }
      let answer = Int(plan.outputSpender[output])
      guard plan.transactionMotif[answer] == .answer else { continue }
      answered += 1
      #expect(plan.transactionHeight[answer] == plan.transactionHeight[bet])
      let prize = try #require(plan.outputs(of: answer).first { plan.outputRole[$0] == .prize })
      #expect(plan.outputKey[prize] == plan.outputKey[plan.spent(by: bet)[0]])
      staked += plan.outputValue[output]
      returned += plan.outputValue[prize]
      if plan.outputValue[prize] > plan.outputValue[output] {
        won += 1
      } else {
        #expect(plan.outputValue[prize] == max(plan.outputValue[output] * 5 / 1_000, 1))
      }
      for change in plan.outputs(of: answer) where plan.outputRole[change] == .change {
        #expect(plan.outputKey[change] == plan.outputKey[output])
      }
    }
    #expect(games.count <= 9)
    #expect(answered * 100 >= bets.count * 98)
    // Four in ten win over all games.
    #expect((answered / 4...answered * 6 / 10).contains(won))
    #expect(returned > staked / 2 && returned < staked * 2)
  }

  @Test("each sale has an address of its own, and shops spend what they gathered")
  func sales() throws {
    let plan = try Self.play(
      .merchants(.init(count: 3, sales: 200, each: Satoshi(1_000_000)...Satoshi(80_000_000))))
    let sold = plan.outputKey.indices.filter {
      plan.owner(ofOutput: $0) == "service" && plan.outputRole[$0] == .payment
    }
    #expect(sold.count >= 190)
    #expect(Set(sold.map { plan.outputKey[$0] }).count == sold.count)
    let spent = sold.count { plan.outputSpender[$0] != .max }
    #expect(spent * 10 > sold.count * 8)
  }

  @Test("all gifts pay one address, and what is left of them comes back to it")
  func gifts() throws {
    let plan = try Self.play(
      .donations(.init(gifts: 120, each: Satoshi(100_000)...Satoshi(50_000_000))))
    let given = plan.transactions(of: .donation)
    #expect(given.count >= 115)
    let owned = plan.outputKey.indices.filter { plan.owner(ofOutput: $0) == "service" }
    #expect(Set(owned.map { plan.outputKey[$0] }).count == 1)
    #expect(owned.contains { plan.outputSpender[$0] != .max })
  }

  @Test("a faucet pays many people the same tiny amount")
  func doles() throws {
    let plan = try Self.play(
      .faucet(.init(payouts: 40, batch: 10...30, each: Satoshi(50_000)...Satoshi(500_000))),
      coins: 20)
    let payouts = plan.transactions(of: .faucet)
    #expect(payouts.count == 40)
    for payout in payouts {
      let doles = plan.outputs(of: payout).filter { plan.outputRole[$0] == .dole }
      #expect((10...30).contains(doles.count))
      #expect(Set(doles.map { plan.outputValue[$0] }).count == 1)
      #expect(doles.allSatisfy { plan.owner(ofOutput: $0).hasPrefix("users/") })
      #expect(plan.outputs(of: payout).count - doles.count <= 1)
    }
  }
}
