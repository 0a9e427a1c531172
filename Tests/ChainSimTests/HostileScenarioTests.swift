import Bitcoin
import Case
import Files
import Foundation
import SystemPackage
import TestSupport
import Testing

@testable import ChainSim

/// Values that nobody means and anybody can write: each is refused by its place, or planned.
@Suite("Hostile scenarios")
struct HostileScenarioTests {
  struct Variant: CustomTestStringConvertible, Sendable {
    let name: String
    var setting: String?
    let changes: [String]
    /// What the refusal must say; `planned` for none.
    let outcome: String
    var testDescription: String { "\(name): \(changes.joined(separator: ", "))" }
  }

  static let variants: [Variant] = [
    // Two reorganisations at one time.
    Variant(
      name: "reorg", changes: ["events[0].at=2011-06-15"],
      outcome: "events[1].reorg: the reorganisation of 2011-06-15T00:00:00Z is hardly over"),
    Variant(
      name: "reorg", changes: ["events[0].at=2011-06-15T02:00:00Z"],
      outcome: "events[0].reorg: the reorganisation of 2011-06-15T00:00:00Z is hardly over"),
    // What takes an item away, and what replaces it or its list later.
    Variant(name: "reorg", changes: ["events[4]=~", "events=[]"], outcome: "60.00000000 BTC"),
    Variant(
      name: "reorg",
      changes: ["events[0]=~", "events[0]={at: 2011-05-02, reorg: {blocks: 2}}"],
      outcome: "planned"),
    Variant(
      name: "reorg", changes: ["events=[]", "events[0].at=2011-05-02"],
      outcome: "'events' has no item [0], it is empty"),
    // A mixer whose program pays change to the address that paid.
    Variant(name: "mixer", changes: ["mixer.behaviour=web-2012"], outcome: "planned"),
    Variant(
      name: "mixer",
      changes: [
        "mixer.fees=0.2..0.3 BTC", "mixer.each=0.01..0.02 BTC", "mixer.coins=2000 BTC",
      ], outcome: "planned"),
    Variant(
      name: "coinjoin",
      changes: ["wabisabi.fees=1..1 BTC", "wabisabi.amounts=0.01..0.02 BTC"],
      outcome: "actors.wabisabi.fees: 1.00000000 BTC are more than the 0.01000000 BTC"),
    Variant(
      name: "coinjoin",
      changes: ["wabisabi.fees=0.2..0.2 BTC", "wabisabi.amounts=0.2..0.25 BTC"],
      outcome: "planned"),
    // Numbers that are too large together.
    Variant(
      name: "reorg",
      changes: [
        "customers.count=10000000", "customers.deposits=1000..1000",
        "customers.withdrawals=1000..1000",
      ],
      outcome: "actors.customers.count: with it the story may ask for 40000000002 payments, and at "
        + "most 15000000 are planned"),
    Variant(
      name: "coinjoin", changes: ["joinmarket.rounds=1000000"],
      outcome: "actors.joinmarket.rounds: with it the story may ask for 2"),
    Variant(
      name: "mtgox", setting: "test", changes: ["actors.savers.count=1000000"],
      outcome: "actors.savers.count: with it the story may ask for 18"),
    // Exchanges that are closed pay nobody.
    Variant(
      name: "reorg", changes: ["events[3]={at: 2011-06-16, closeSite: market}", "events[4]=~"],
      outcome: "events[1].reorg.doubleSpend.of: 'market' stops paying withdrawals on "
        + "2011-06-16T00:00:00Z"),
    Variant(
      name: "flexcoin",
      changes: ["events[3]={at: 2014-03-02T02:20:00Z, closeSite: flexcoin}", "events[4]=~"],
      outcome: "events[1].overdraw.of: 'flexcoin' stops paying withdrawals on 2014-03-02T02:20:00Z"),
    Variant(
      name: "reorg", changes: ["events[1].reorg.blocks=90", "events[3].at=2011-06-17T12:00:00Z"],
      outcome: "events[1].reorg.doubleSpend.of: 'market' stops paying withdrawals on "
        + "2011-06-17T12:00:00Z, before the credit can be withdrawn: let it pay until 2011-06-18T"),
    Variant(
      name: "flexcoin", changes: ["events[1].overdraw.stake=1000 BTC"],
      outcome: "events[1].overdraw.stake: 1,000.00000000 BTC stay on the thief's account"),
    // Actors of whom there is one.
    Variant(
      name: "reorg",
      changes: ["actors.more={kind: population, of: market, count: 20, from: 2011-03-01}"],
      outcome: "actors.more.of: 'market' has its customers in 'customers' already"),
    Variant(
      name: "reorg", changes: ["actors.others={kind: miners, count: 2}"],
      outcome: "actors.others.kind: 'pools' has all the pools already"),
    // Who orders more than people can pay hears of it.
    Variant(
      name: "ransomware", changes: ["ransomware.each=40..50 BTC"], outcome: " of 120 victims"),
  ]

  @Test("is refused by its place, with a hint, or planned to its end", arguments: variants)
  func isRefusedOrPlanned(_ variant: Variant) {
    let found = ScenarioVariants.outcome(variant.name, setting: variant.setting, variant.changes)
    #expect(found.contains(variant.outcome), "\(found)")
  }

  @Test("block times near the end of 32 bits do not overflow, and blocks a year apart are refused")
  func paces() throws {
    let text = try ShippedScenario.text("reorg")
    let start = try #require(text.range(of: "  - {until: 2011-02-03"))
    let end = try #require(text.range(of: "\n\nactors:"))
    let changed = text.replacingCharacters(
      in: start.lowerBound..<end.lowerBound,
      with: "  - {until: 2011-02-20, every: 1m}\n  - {until: 2099-12-30, every: 31000d}")
    #expect(
      ScenarioReaderTests.message(changed).contains("blocks[1].every: blocks more than a year"))
    let late = BlockPace(until: 4_102_358_400, interval: 31_000 * 86_400)
    var scenario = TinyScenario.make()
    scenario.paces = [BlockPace(until: TinyScenario.day(18), interval: 60), late]
    for seed in 0..<20 as Range<UInt64> {
      let times = BlockSchedule(scenario, seed: seed).times
      #expect(zip(times, times.dropFirst()).allSatisfy { $0 <= $1 })
      #expect(times.allSatisfy { $0 <= late.until })
    }
  }

  @Test("a prize of any bet is the plain product's, and one that leaves 64 bits is right too")
  func prizes() {
    for odds in Planner.odds {
      for bet in [10_000, 123_450_000, 143_000_000_000] as [Int64] {
        #expect(Planner.prize(of: bet, odds: odds) == bet * 65_536 * 981 / 1_000 / Int64(odds))
      }
    }
    // 1,600 BTC at even odds: twice that, less 1.9 percent.
    #expect(Planner.prize(of: 160_000_000_000, odds: 32_768) == 313_920_000_000)
    #expect(
      Planner.prize(of: Satoshi.maxMoney.rawValue, odds: 32_768) == 2_100_000_000_000_000 / 500
        * 981)
  }

  @Test("a peel chain's rest stays with the chain, whatever program pays")
  func peelsKeepTheirKeys() throws {
    let variant = ScenarioVariant(changes: ["mixer.behaviour=web-2012"])
    let scenario = try ScenarioReader.read(ShippedScenario.path("mixer"), as: variant)
    let plan = try Planner.plan(scenario, seed: scenario.seed)
    let peels = plan.outputRole.indices.filter { plan.outputRole[$0] == .peel }
    #expect(peels.count > 100)
    for output in peels {
      let transaction = Int(plan.outputTransaction[output])
      let paying = plan.inputs(of: transaction).map { plan.outputKey[plan.inputSpent[$0].position] }
      #expect(!paying.contains(plan.outputKey[output]))
    }
  }

  @Test("texts that a case could not be read back with are refused by their line")
  func refusesTexts() throws {
    let text = try ShippedScenario.text("reorg")
    for (old, new, key) in [
      ("title: Two reorganisations and a deposit that never happened", "title: \"a\\nb\"", "title"),
      ("title: Two reorganisations", "title: \"Two\\u202e", "title"),
      ("  - \"Both branches", "  - \"Both\\nbranches", "notes"),
      (
        "{at: 2011-07-24, haltDeposits: market}",
        "{at: 2011-07-24, statement: {by: bank, text: \"x\\ny\"}}", "text"
      ),
      (
        "{at: 2011-07-24, haltDeposits: market}",
        "{at: 2011-07-24, statement: {by: \"b\\tk\", text: x}}", "by"
      ),
    ] {
      #expect(text.contains(old))
      var changed = text.replacingOccurrences(of: old, with: new)
      if new.contains("202e") {
        changed = changed.replacingOccurrences(of: "happened\n", with: "\"\n")
      }
      let found = ScenarioReaderTests.message(changed)
      #expect(found.contains("characters that are not shown as themselves"), "\(key): \(found)")
      #expect(found.hasPrefix("s.yaml:"), "\(found)")
    }
  }

  @Test("every text that is taken can be read back from the case")
  func readsBack() throws {
    let odd = "# 'x': {y} \u{FC}ber \"z\" - no, ~ 1.0"
    var scenario = TinyScenario.make()
    scenario.title = odd
    scenario.notes = [odd, "- \(odd)", "  two"]
    scenario.events.append(
      .init(at: TinyScenario.day(180), action: .statement(Statement(by: odd, text: odd))))
    scenario.claims[0].text = "\(odd)\n\n  \(odd)\nend"
    let holder = try TemporaryFolder()
    let folder = CaseFolder(root: holder.path.appending("case"))
    try Simulation.run(scenario, threads: 1, into: folder.root)
    let description = try folder.readDescription()
    #expect(description.title == odd)
    #expect(description.notes == scenario.notes.joined(separator: "\n"))
    #expect(try folder.readClaims().contains { $0.text == scenario.claims[0].text })
    let said = try folder.readBooks().timeline.filter { $0.what == "statement" }
    #expect(said.map(\.text) == [odd] && said.map(\.who) == [odd])
    _ = try folder.readTags(network: scenario.network)
  }

  /// The shipped scenarios that are planned in a moment.
  static let quick = [
    "reorg", "mixer", "coinjoin", "flexcoin", "ransomware", "peel-chain", "malleability", "modern",
    "scripts",
  ]

  @Test("changed at random it is planned or refused, and nothing traps", arguments: quick)
  func survivesChanges(name: String) throws {
    let leaves = try ScenarioVariants.leaves(name)
    var planned = 0
    for seed in 0..<(Seeds.isLong ? 400 : 12) as Range<UInt64> {
      var mutations = ScenarioMutations(leaves, seed: seed)
      let changes = mutations.next()
      if Seeds.isLong { print("\(name) \(seed): \(changes.joined(separator: " --set "))") }
      let outcome = ScenarioVariants.outcome(name, changes)
      #expect(!outcome.isEmpty)
      if outcome == "planned" { planned += 1 }
    }
    if Seeds.isLong { #expect(planned > 0) }
  }
}
