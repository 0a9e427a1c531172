import Bitcoin
import ChainSim

/// A story of some weeks with a dozen people, for tests that play it many times.
enum TinyScenario {
  static let hot = WalletReference(actor: "bank", wallet: "hot")
  static let old = WalletReference(actor: "bank", wallet: "old")
  static let vault = WalletReference(actor: "bank", wallet: "vault")
  /// 2 February 2011, 23:16:42.
  static let start: UInt32 = 1_296_688_602

  /// So many days after the first block.
  static func day(_ days: UInt32) -> UInt32 { start + days * 86_400 }

  /// The amount of so many whole coins.
  static func coins(_ count: Int64) -> Satoshi { Satoshi(count * 100_000_000) }

  /// The story: 300 coins forgotten, 200 taken, 450 owed to customers and 50 to the company.
  static func make() -> Scenario {
    Scenario(
      title: "Tiny", notes: ["A test."], network: .regtest, seed: 1,
      paces: [
        .init(until: day(1), interval: 300), .init(until: day(200), interval: 21_600),
      ],
      actors: actors, events: events, claims: claims)
  }

  private static let actors: [ScenarioActor] = [
    .init(name: "pools", kind: .miners(Miners(count: 2))),
    .init(
      name: "bank",
      kind: .exchange(
        Exchange(
          wallets: [
            .init(name: "hot", addresses: 8), .init(name: "old", addresses: 2, lastUsed: day(70)),
            .init(name: "vault", keys: .compressed, addresses: 6),
          ],
          owes: .init(customers: coins(450), company: coins(50)), holds: coins(20)))),
    .init(
      name: "customers",
      kind: .population(
        Population(
          of: "bank", count: 12, countries: [.init(code: "JP", count: 3)], from: day(2)))),
    .init(
      name: "market",
      kind: .exchange(Exchange(wallets: [.init(name: "hot", addresses: 4)], holds: coins(30)))),
    .init(name: "traders", kind: .population(Population(of: "market", count: 8, from: day(20)))),
    .init(
      name: "thief",
      kind: .thief(
        Thief(
          collectors: coins(20)...coins(50), clean: coins(10), sales: coins(2)...coins(9)))),
    .init(name: "users", kind: .users(OrdinaryUsers(count: 6, payments: 30, coins: coins(200)))),
  ]

  private static let events: [ScenarioEvent] = [
    .init(
      at: day(50) + 12_345,
      action: .proofTransfer(
        ProofTransfer(
          from: hot, together: old, inputs: [coins(150), coins(150), coins(150)],
          amount: coins(424)))),
    .init(
      from: day(51), to: day(54),
      action: .move(Move(from: hot, to: old, amount: coins(300), transactions: 3))),
    .init(at: day(70), action: .copyKeys(of: hot, by: "thief")),
    .init(
      from: day(75), to: day(130),
      action: .sweep(Sweep(by: "thief", of: hot, total: coins(200), each: coins(4)...coins(8)))),
    .init(from: day(80), to: day(160), action: .sell(Sale(by: "thief", at: "market", percent: 40))),
    .init(from: day(80), to: day(140), action: .sell(Sale(by: "thief", at: "bank", percent: 30))),
    .init(at: day(170), action: .haltWithdrawals(of: "bank")),
    .init(at: day(180), action: .haltDeposits(of: "bank")),
    .init(
      from: day(190), to: day(192),
      action: .move(Move(from: old, to: vault, amount: coins(300), transactions: 3))),
  ]

  private static let claims: [ClaimOrder] = [
    .init(id: "found", by: "bank", at: day(198), text: "We found them.", coins: .held(vault)),
    .init(
      id: "copied", by: "mallory", at: day(198), text: "Mine.", coins: .sameAs("found"),
      proof: .copied("found")),
    .init(id: "gone", by: "mallory", at: day(198), text: "Still there.", coins: .spent(old)),
  ]
}
