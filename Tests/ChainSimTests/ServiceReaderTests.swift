import Bitcoin
import Testing

@testable import ChainSim

@Suite("Services in a scenario's file")
struct ServiceReaderTests {
  @Test("all kinds of services and their keys")
  func readsAll() throws {
    let scenario = try ScenarioReader.read(
      Array(TestStory.text("services").utf8), file: "services.yaml")
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
    #expect(services[1].coins == Satoshi(4_000_000_000))
    guard case .peel(let peel) = scenario.events[3].action else {
      Issue.record("no peel chain")
      return
    }
    #expect(peel.target == "bank" && peel.steps == 3...9 && peel.percent == 20)
  }

  /// Changes of the story `services` after which a service cannot be.
  static let wrong: [ScenarioReaderTests.Wrong] = [
    wrong(
      "a shape that is none", "shape: whirlpool",
      "shape: whirl", at: "shape: |whirl,",
      "'shape' must be one of 'joinmarket', 'wasabi1', 'wasabi2', 'whirlpool', not 'whirl'"),
    wrong(
      "a Whirlpool of another pool", "rounds: 5",
      "rounds: 5, denomination: 0.02 BTC", at: "denomination: |0.02 BTC",
      "actors.pool.denomination: a Whirlpool has pools of 0.001, 0.01, 0.05 and 0.5 BTC"),
    wrong(
      "too little for a pool", "rounds: 5, amounts: 0.1",
      "rounds: 5, amounts: 0.01", at: "amounts: |0.01..1 BTC",
      "actors.pool.amounts: 0.01000000 BTC are too little; 0.05375000 BTC is the least"),
    wrong(
      "an unknown key", "orders: 9",
      "order: 9", at: "|order: 9",
      "unknown key 'order' in actor 'fog'; did you mean 'orders'?"),
    wrong(
      "a mixer that cannot pay", "coins: 40 BTC",
      "coins: 1 BTC", at: "delay: 1d, coins: |1 BTC",
      "actors.fog.coins: 1.00000000 BTC are too few to pay out one deposit"),
    wrong(
      "customers who bet", "dice: {kind: gambling, people: people",
      "dice: {kind: gambling, people: customers", at: "dice: {kind: gambling, people: |customers",
      "actors.dice.people: 'customers' must be an actor of the kind 'users'"),
    wrong(
      "more victims than people", "victims: 9",
      "victims: 90", at: "locker: {kind: ransomware, people: |customers",
      "actors.locker.people: 'customers' has 40 people, and 90 are victims"),
    wrong(
      "ransoms cashed nowhere", "cashOut: bank",
      "cashOut: people", at: "cashOut: |people",
      "actors.locker.cashOut: 'people' is no exchange of this scenario"),
    wrong(
      "mixed by a game", "in: fog",
      "in: dice", at: "in: |dice",
      "events[2].mix.in: 'dice' mixes nothing: name a mixer or CoinJoins"),
    wrong(
      "mixed when the mixer is closed", "to: 2011-05-20, mix",
      "to: 2011-06-20, mix", at: "in: |fog",
      "events[2].mix.in: 'fog' is not open all that time"),
    wrong(
      "more laundered than taken", "share: 20 %",
      "share: 80 %", at: "share: |80 %",
      "events[3].peel.share: the shares that 'thief' sells add up to 110 %"),
    wrong(
      "peeled off to a mixer", "to: bank}}",
      "to: fog}}", at: "to: |fog}}",
      "events[3].peel.to: 'fog' is no exchange of this scenario"),
  ]

  private static func wrong(
    _ name: String, _ old: String, _ new: String, at: String, _ message: String
  ) -> ScenarioReaderTests.Wrong {
    ScenarioReaderTests.Wrong(name, old, new, at: at, message, base: "services")
  }

  @Test("what is wrong is refused with its line, its key and a hint", arguments: wrong)
  func refuses(_ wrong: ScenarioReaderTests.Wrong) throws {
    let (text, message) = try ScenarioReaderTests.expectation(wrong)
    #expect(ScenarioReaderTests.message(text) == message)
  }
}
