import Bitcoin
import ChainSim

/// A story of some months with ninety people and the services that a test wants.
enum ServiceScenario {
  static let start = TinyScenario.start

  /// The services by name, and the events beside the bank's and the thief's.
  static func make(
    _ services: [(name: String, service: Service)], events: [ScenarioEvent] = []
  ) -> Scenario {
    let hot = WalletReference(actor: "bank", wallet: "hot")
    var actors: [ScenarioActor] = [
      .init(name: "pools", kind: .miners(Miners(count: 2))),
      .init(
        name: "bank",
        kind: .exchange(
          Exchange(
            wallets: [.init(name: "hot", addresses: 8)],
            owes: .init(customers: TinyScenario.coins(60), company: .zero),
            holds: TinyScenario.coins(30)))),
      .init(
        name: "customers",
        kind: .population(Population(of: "bank", count: 30, from: TinyScenario.day(5)))),
      .init(
        name: "thief",
        kind: .thief(
          Thief(
            collectors: TinyScenario.coins(5)...TinyScenario.coins(9),
            clean: TinyScenario.coins(1),
            sales: TinyScenario.coins(1)...TinyScenario.coins(2)))),
      .init(
        name: "users",
        kind: .users(OrdinaryUsers(count: 90, payments: 60, coins: TinyScenario.coins(1_500)))),
    ]
    actors += services.map { .init(name: $0.name, kind: .service($0.service)) }
    return Scenario(
      title: "Services", network: .regtest, seed: 1,
      paces: [
        .init(until: TinyScenario.day(1), interval: 120),
        .init(until: TinyScenario.day(160), interval: 7_200),
      ],
      actors: actors,
      events: [
        .init(at: TinyScenario.day(60), action: .copyKeys(of: hot, by: "thief")),
        .init(
          from: TinyScenario.day(62), to: TinyScenario.day(90),
          action: .sweep(
            Sweep(
              by: "thief", of: hot, total: TinyScenario.coins(60),
              each: TinyScenario.coins(1)...TinyScenario.coins(3)))),
        .init(at: TinyScenario.day(150), action: .haltWithdrawals(of: "bank")),
        .init(at: TinyScenario.day(155), action: .haltDeposits(of: "bank")),
      ] + events)
  }

  /// A service of the users that is open from the fortieth day on.
  static func service(_ trade: Service.Trade, coins: Int64 = 0) -> Service {
    Service(
      people: "users", from: TinyScenario.day(40), to: TinyScenario.day(150),
      coins: TinyScenario.coins(coins), trade: trade)
  }

  /// CoinJoins of a shape.
  static func coinJoin(
    _ shape: Service.CoinJoin.Shape, rounds: Int, parties: ClosedRange<Int>? = nil,
    amounts: ClosedRange<Int64>
  ) -> Service {
    service(
      .coinJoin(
        .init(
          shape: shape, rounds: rounds, parties: parties,
          amounts: Satoshi(amounts.lowerBound)...Satoshi(amounts.upperBound))))
  }

  /// A thief's share that is mixed.
  static func mix(in service: String, percent: Int) -> ScenarioEvent {
    .init(
      from: TinyScenario.day(65), to: TinyScenario.day(149),
      action: .mix(Mixing(by: "thief", in: service, percent: percent)))
  }
}
