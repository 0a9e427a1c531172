import Bitcoin
import Testing

@testable import ChainSim

/// Scenarios that cannot be played, built in code, with the place that the error must name.
struct WrongScenario: CustomTestStringConvertible, Sendable {
  let name: String
  let key: String
  let change: @Sendable (inout Scenario) -> Void
  var testDescription: String { name }

  static let all: [WrongScenario] = [
    .init(name: "mainnet", key: "network") { $0.network = .mainnet },
    .init(name: "no blocks", key: "blocks") { $0.paces = [] },
    .init(name: "a pace of no seconds", key: "blocks[0].every") { $0.paces[0].interval = 0 },
    .init(name: "paces out of order", key: "blocks[1].until") { $0.paces[1].until = 1_296_700_000 },
    .init(name: "the year 2105", key: "blocks[1].until") { $0.paces[1].until = 4_270_000_000 },
    .init(name: "nobody mines", key: "actors") { $0.actors.removeFirst() },
    .init(name: "two of one name", key: "actors.bank") { $0.actors[3].name = "bank" },
    .init(name: "a satoshi more owed", key: "actors.bank.owes") { scenario in
      scenario.change("bank") { (exchange: inout Exchange) in
        exchange.owes?.company = Satoshi(5_000_000_001)
      }
    },
    .init(name: "customers of nobody", key: "actors.customers.of") { scenario in
      scenario.change("customers") { (people: inout Population) in people.exchange = "nobody" }
    },
    .init(name: "more at home than there are", key: "actors.customers.countries.JP") { scenario in
      scenario.change("customers") { (people: inout Population) in
        people.countries = [.init(code: "JP", count: 13)]
      }
    },
    .init(name: "keys that were never copied", key: "events[3].sweep.of") {
      $0.events[2].from = TinyScenario.day(76)
      $0.events[2].to = TinyScenario.day(76)
    },
    .init(name: "an event after the end", key: "events[0].at") {
      $0.events[0].from = TinyScenario.day(300)
      $0.events[0].to = TinyScenario.day(300)
    },
    .init(name: "shares over a hundred", key: "events[5].sell.share") {
      $0.events[4].action = .sell(Sale(by: "thief", at: "market", percent: 71))
    },
    .init(name: "a claim on itself", key: "claims[1].coins.sameAs") {
      $0.claims[1].coins = .sameAs("copied")
    },
    .init(name: "two claims of one id", key: "claims[1].id") { $0.claims[1].id = "found" },
  ]
}

extension Scenario {
  mutating func change(_ name: String, _ body: (inout Exchange) -> Void) {
    for index in actors.indices where actors[index].name == name {
      guard case .exchange(var exchange) = actors[index].kind else { continue }
      body(&exchange)
      actors[index].kind = .exchange(exchange)
    }
  }

  mutating func change(_ name: String, _ body: (inout OrdinaryUsers) -> Void) {
    for index in actors.indices where actors[index].name == name {
      guard case .users(var users) = actors[index].kind else { continue }
      body(&users)
      actors[index].kind = .users(users)
    }
  }

  mutating func change(_ name: String, _ body: (inout Population) -> Void) {
    for index in actors.indices where actors[index].name == name {
      guard case .population(var population) = actors[index].kind else { continue }
      body(&population)
      actors[index].kind = .population(population)
    }
  }
}

@Suite("Scenario check")
struct ScenarioCheckTests {
  @Test("what contradicts itself is refused by the place", arguments: WrongScenario.all)
  func refuses(_ wrong: WrongScenario) throws {
    var scenario = TinyScenario.make()
    try scenario.check()
    wrong.change(&scenario)
    let error = #expect(throws: ScenarioError.self) { try scenario.check() }
    guard case .inconsistent(let key, _) = error else {
      Issue.record("\(String(describing: error)) is no contradiction")
      return
    }
    #expect(key == wrong.key)
  }

  @Test("a story that cannot go on says who lacks what")
  func unplayable() throws {
    var scenario = TinyScenario.make()
    // If all that is mined rests for good, nobody ever gets a coin.
    scenario.actors[0].kind = .miners(Miners(count: 2, dormantPerMille: 1_000))
    let error = #expect(throws: ScenarioError.self) { try Planner.plan(scenario, seed: 1) }
    guard case .unplayable(let actor, _, let reason) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(actor == "bank")
    #expect(reason.contains("proof transfer"), "\(reason)")
  }
}
