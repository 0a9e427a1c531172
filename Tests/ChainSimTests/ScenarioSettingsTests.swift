import Bitcoin
import ChainSim
import Foundation
import Testing

@Suite("Scenario settings")
struct ScenarioSettingsTests {
  static let story = """
    title: A story
    seed: 1
    blocks: [{until: 2011-02-10, every: 1h}]
    actors:
      pools: {kind: miners, count: 2}
      people: {kind: users, count: 10, payments: 100, coins: 50 BTC}
      bank: {kind: exchange, wallets: {hot: {}, cold: {}}, holds: 10 BTC}
    events:
      - {at: 2011-02-08, move: {from: bank.hot, to: bank.cold, amount: 2 BTC, fee: 0}}
      - {at: 2011-02-09, haltWithdrawals: bank}
      - {at: 2011-02-09, haltDeposits: bank}
    claims:
      - {id: mine, by: me, at: 2011-02-09, text: Mine., coins: bank.cold}
    settings:
      few: {people.count: 3, actors.people.payments: 5}
      quiet: {"events[0]": ~, "events[1]": ~, claims: ~}
      wrong: {people.cuont: 3}

    """

  /// What the reader makes of the story as a variant.
  static func read(_ variant: ScenarioVariant) throws(ScenarioError) -> Scenario {
    try ScenarioReader.read(Array(story.utf8), file: "s.yaml", as: variant)
  }

  static func message(_ setting: String? = nil, _ changes: String...) -> String {
    do throws(ScenarioError) {
      _ = try read(ScenarioVariant(setting: setting, changes: changes))
      return "read"
    } catch {
      return error.description
    }
  }

  static func people(_ scenario: Scenario) -> OrdinaryUsers? {
    for actor in scenario.actors {
      if case .users(let users) = actor.kind { return users }
    }
    return nil
  }

  @Test("a setting changes what it names, and an option comes after it")
  func applies() throws {
    let whole = try Self.read(.whole)
    #expect(Self.people(whole)?.count == 10)
    #expect(whole.settings == ["few", "quiet", "wrong"])
    let few = try Self.read(ScenarioVariant(setting: "few"))
    #expect(Self.people(few)?.count == 3)
    #expect(Self.people(few)?.payments == 5)
    #expect(few.variant == ScenarioVariant(setting: "few"))
    let both = try Self.read(
      ScenarioVariant(
        setting: "few", changes: ["actors.people.count=4", "title=\"Another: story\""]))
    #expect(Self.people(both)?.count == 4)
    #expect(Self.people(both)?.payments == 5)
    #expect(both.title == "Another: story")
  }

  @Test("what a setting takes away is gone, by the numbers of the file")
  func removes() throws {
    let quiet = try Self.read(ScenarioVariant(setting: "quiet"))
    #expect(quiet.events.map(\.action) == [.haltDeposits(of: "bank")])
    #expect(quiet.claims.isEmpty)
    #expect(quiet.actors.count == 3)
    let byName = try Self.read(ScenarioVariant(changes: ["events.move=~", "claims.mine=~"]))
    #expect(
      byName.events.map(\.action) == [.haltWithdrawals(of: "bank"), .haltDeposits(of: "bank")])
    #expect(byName.claims.isEmpty)
  }

  @Test("an item of a list is found by its key or id, a mapping can be put in whole")
  func finds() throws {
    let changed = try Self.read(
      ScenarioVariant(changes: [
        "events.move.amount=3 BTC", "claims.mine.by=you", "bank.wallets.cold={addresses: 7}",
      ]))
    guard case .move(let move) = changed.events[0].action else {
      Issue.record("no move")
      return
    }
    #expect(move.amount.rawValue == 300_000_000)
    #expect(changed.claims[0].by == "you")
    guard case .exchange(let bank) = changed.actors[2].kind else { return }
    #expect(bank.wallets[1].addresses == 7)
  }

  struct Wrong: CustomTestStringConvertible, Sendable {
    var setting: String?
    var change: String?
    let message: String
    var testDescription: String { message }
  }

  static let wrongs: [Wrong] = [
    Wrong(
      setting: "fev", message: "--setting fev: s.yaml has no setting 'fev'; did you mean 'few'?"),
    Wrong(
      setting: "everything",
      message: "--setting everything: s.yaml has no setting 'everything'; "
        + "its settings are few, quiet, wrong"),
    Wrong(
      setting: "wrong",
      message: "s.yaml:17:11: unknown key 'cuont' in actor 'people'; did you mean 'count'?"),
    Wrong(
      change: "people.count",
      message: "--set people.count: must be PATH=VALUE, such as --set actors.customers.count=500"),
    Wrong(
      change: "people.count=",
      message: "--set people.count=: there is no value behind '='; ~ takes a key away"),
    Wrong(
      change: "people..count=5",
      message:
        "--set people..count=5: 'people..count' is no path such as actors.customers.count or "
        + "events[2].move.fee"),
    Wrong(
      change: "peeple.count=5",
      message: "--set peeple.count=5: there is no 'peeple' in the file"),
    Wrong(
      change: "actors.peeple.count=5",
      message: "--set actors.peeple.count=5: there is no 'peeple' in 'actors'; "
        + "did you mean 'people'?"),
    Wrong(
      change: "people.cuont=5",
      message: "--set people.cuont=5: unknown key 'cuont' in actor 'people'; did you mean 'count'?"),
    Wrong(
      change: "people.cuont=~",
      message: "--set people.cuont=~: there is no 'cuont' in 'actors.people'; "
        + "did you mean 'count'?"),
    Wrong(
      change: "people.count=none",
      message: "--set people.count=none: 'people.count' must be a whole number from 1 to 10000000, "
        + "not 'none'"),
    Wrong(
      change: "people.coins=21000001 BTC",
      message: "--set people.coins=21000001 BTC: 'people.coins' must be an amount such as "
        + "750000 BTC, at most the 21000000 BTC that there can ever be, not '21000001 BTC'"),
    Wrong(
      change: "people.count.more=5",
      message: "--set people.count.more=5: 'actors.people.count' is the text '10', "
        + "which has no 'more'"),
    Wrong(
      change: "events[3].at=2011-02-09",
      message: "--set events[3].at=2011-02-09: 'events' has no item [3], only [0] to [2]"),
    Wrong(
      change: "events.halt=bank",
      message: "--set events.halt=bank: no item of 'events' has 'halt'"),
    Wrong(
      change: "events.at=2011-02-09",
      message: "--set events.at=2011-02-09: 3 items of 'events' have 'at': [0], [1], [2]"),
    Wrong(
      change: "title=[1",
      message: "--set title=[1: not valid YAML: did not find expected ',' or ']'"),
    Wrong(
      change: "settings.few=~",
      message: "--set settings.few=~: a setting cannot be changed, only what it changes"),
    Wrong(
      change: "seed=~", message: "s.yaml:1:1: key 'seed' is missing in the scenario"),
    Wrong(
      change: "events.move.amount=2000 BTC",
      message:
        "--set events.move.amount=2000 BTC: events[0].move.amount: 2,000.00000000 BTC are needed "
        + "by 2011-02-08T00:00:00Z, but at this pace of blocks only 1,000.00000000 BTC can be mined "
        + "and spent by then"),
  ]

  @Test("a wrong setting, path or value is refused by its place, with a hint", arguments: wrongs)
  func refuses(_ wrong: Wrong) {
    let changes = wrong.change.map { [$0] } ?? []
    do throws(ScenarioError) {
      _ = try Self.read(ScenarioVariant(setting: wrong.setting, changes: changes))
      Issue.record("was read")
    } catch {
      #expect(error.description == wrong.message)
    }
  }

  @Test("settings that are no settings are refused by the line, whether used or not")
  func refusesShapes() {
    func message(_ settings: String) -> String {
      let text = Self.story.replacingOccurrences(
        of: "few: {people.count: 3, actors.people.payments: 5}", with: settings)
      do throws(ScenarioError) {
        _ = try ScenarioReader.read(Array(text.utf8), file: "s.yaml")
        return "read"
      } catch {
        return error.description
      }
    }
    #expect(message("few: 3") == "s.yaml:15:8: 'few' must be a mapping, not the text '3'")
    #expect(
      message("a.b: {}")
        == "s.yaml:15:3: 'a.b': the name of a setting is a letter, then letters, digits, '-' or "
        + "'_', at most 40")
    #expect(
      message("few: {\"a[\": 3}")
        == "s.yaml:15:9: 'a[' is no path such as actors.customers.count or events[2].move.fee")
  }
}
