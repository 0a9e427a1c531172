import Bitcoin
import Testing

@testable import ChainSim

@Suite("Services in a scenario's file")
struct ServiceReaderTests {
  static let story = """
    title: Services
    seed: 1
    blocks:
      - {until: 2011-02-04, every: 1m}
      - {until: 2011-06-30, every: 2h}
    actors:
      pools: {kind: miners, count: 2}
      bank:
        kind: exchange
        wallets: {hot: {}}
        owes: {customers: 20 BTC, company: 0}
        holds: 10 BTC
      customers: {kind: population, of: bank, count: 40, from: 2011-02-10}
      thief: {kind: thief, collectors: 4..8 BTC, clean: 1 BTC, sales: 1..2 BTC}
      people: {kind: users, count: 50, payments: 10, coins: 500 BTC}
      pool: {kind: coinjoin, shape: whirlpool, people: people, from: 2011-03-01, to: 2011-06-01, rounds: 5, amounts: 0.1..1 BTC}
      fog: {kind: mixer, people: people, from: 2011-03-01, to: 2011-06-01, orders: 9, each: 1..2 BTC, cut: 3 %, delay: 1d, coins: 9 BTC}
      dice: {kind: gambling, people: people, from: 2011-03-01, to: 2011-06-01, bets: 9, each: 0.01..1 BTC, coins: 20 BTC}
      shops: {kind: merchants, people: people, from: 2011-03-01, to: 2011-06-01, count: 2, sales: 9, each: 0.01..1 BTC}
      cause: {kind: donations, people: people, from: 2011-03-01, to: 2011-06-01, gifts: 9, each: 0.01..1 BTC}
      tap: {kind: faucet, people: people, from: 2011-03-01, to: 2011-06-01, payouts: 9, batch: 5..9, each: 0.001..0.01 BTC, coins: 2 BTC}
      locker: {kind: ransomware, people: customers, from: 2011-03-01, to: 2011-06-01, victims: 9, each: 0.5..1 BTC, cashOut: bank}
    events:
      - {at: 2011-04-01, copyKeys: {of: bank.hot, by: thief}}
      - {from: 2011-04-02, to: 2011-05-01, sweep: {by: thief, of: bank.hot, total: 20 BTC, each: 1..2 BTC}}
      - {from: 2011-04-05, to: 2011-05-20, mix: {by: thief, in: fog, share: 30 %}}
      - {from: 2011-04-05, to: 2011-05-20, peel: {by: thief, share: 20 %, each: 0.1..0.5 BTC, steps: 3..9, to: bank}}
    """

  static func read(_ text: String) throws(ScenarioError) -> Scenario {
    try ScenarioReader.read(Array(text.utf8), file: "story.yaml")
  }

  @Test("all kinds of services and their keys")
  func readsAll() throws {
    let scenario = try Self.read(Self.story)
    let services = scenario.actors.compactMap { actor -> Service? in
      if case .service(let service) = actor.kind { return service }
      return nil
    }
    #expect(services.count == 7)
    #expect(
      services[0].trade
        == .coinJoin(
          .init(
            shape: .whirlpool, rounds: 5, parties: 5...5,
            amounts: Satoshi(10_000_000)...Satoshi(100_000_000), denomination: Satoshi(5_000_000))))
    guard case .mixer(let mixer) = services[1].trade else {
      Issue.record("no mixer")
      return
    }
    #expect(mixer.cutPerMille == 10...30)
    #expect(mixer.delay == 3_600...86_400)
    #expect(services[1].coins == Satoshi(900_000_000))
    guard case .peel(let peel) = scenario.events[3].action else {
      Issue.record("no peel chain")
      return
    }
    #expect(peel.target == "bank" && peel.steps == 3...9 && peel.percent == 20)
  }

  /// A change of the story, and the line and the words with which it is refused.
  struct Wrong: CustomTestStringConvertible, Sendable {
    let change: (String, String)
    let line: Int
    let key: String
    let reason: String
    var testDescription: String { reason }
  }

  static let wrong: [Wrong] = [
    .init(
      change: ("shape: whirlpool", "shape: whirl"), line: 16, key: "shape",
      reason: "'shape' must be one of 'joinmarket', 'wasabi1', 'wasabi2', 'whirlpool', not 'whirl'"),
    .init(
      change: ("rounds: 5", "rounds: 5, denomination: 0.02 BTC"), line: 16, key: "denomination",
      reason: "actors.pool.denomination: a Whirlpool has pools of 0.001, 0.01, 0.05 and 0.5 BTC"),
    .init(
      change: ("rounds: 5, amounts: 0.1", "rounds: 5, amounts: 0.01"), line: 16, key: "amounts",
      reason: "actors.pool.amounts: 0.01000000 BTC are too little; 0.05375000 BTC is the least"),
    .init(
      change: ("orders: 9", "order: 9"), line: 17, key: "order",
      reason: "unknown key 'order' in actor 'fog'; did you mean 'orders'?"),
    .init(
      change: ("coins: 9 BTC", "coins: 1 BTC"), line: 17, key: "coins",
      reason: "actors.fog.coins: 1.00000000 BTC are too few to pay out one deposit"),
    .init(
      change: ("dice: {kind: gambling, people: people", "dice: {kind: gambling, people: customers"),
      line: 18, key: "people",
      reason: "actors.dice.people: 'customers' must be an actor of the kind 'users'"),
    .init(
      change: ("victims: 9", "victims: 90"), line: 22, key: "people",
      reason: "actors.locker.people: 'customers' has 40 people, and 90 are victims"),
    .init(
      change: ("cashOut: bank", "cashOut: people"), line: 22, key: "cashOut",
      reason: "actors.locker.cashOut: 'people' is no exchange of this scenario"),
    .init(
      change: ("in: fog", "in: dice"), line: 26, key: "in",
      reason: "events[2].mix.in: 'dice' mixes nothing: name a mixer or CoinJoins"),
    .init(
      change: ("to: 2011-05-20, mix", "to: 2011-06-20, mix"), line: 26, key: "in",
      reason: "events[2].mix.in: 'fog' is not open all that time"),
    .init(
      change: ("share: 20 %", "share: 80 %"), line: 27, key: "share",
      reason: "events[3].peel.share: the shares that 'thief' sells add up to 110 %"),
    .init(
      change: ("to: bank}}", "to: fog}}"), line: 27, key: "to",
      reason: "events[3].peel.to: 'fog' is no exchange of this scenario"),
  ]

  @Test("what is wrong is refused with its line, its key and a hint", arguments: wrong)
  func refuses(_ wrong: Wrong) throws {
    let text = Self.story.replacing(wrong.change.0, with: wrong.change.1)
    #expect(text != Self.story)
    let error = #expect(throws: ScenarioError.self) { _ = try Self.read(text) }
    guard case .malformed(_, let line, _, let key, let reason) = error else {
      Issue.record("\(String(describing: error)) names no line")
      return
    }
    #expect(line == wrong.line && key == wrong.key)
    #expect(reason == wrong.reason)
  }
}
