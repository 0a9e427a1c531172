import Bitcoin
import Case
import ChainSim
import Foundation
import SystemPackage
import TestSupport
import Testing

/// The shipped scenarios, found from this file upwards.
enum ShippedScenario {
  static let root: FilePath = {
    var path = FilePath(#filePath)
    while !path.isEmpty, path.components.count > 1 {
      path.removeLastComponent()
      if FileManager.default.fileExists(atPath: path.appending("Package.swift").string) { break }
    }
    return path
  }()

  static func path(_ name: String) -> FilePath { root.appending("Scenarios/\(name).yaml") }

  static func text(_ name: String) throws -> String {
    try String(contentsOfFile: path(name).string, encoding: .utf8)
  }
}

/// Scenarios of the tests' own, which stay as they are when the shipped ones change.
enum TestStory {
  static func text(_ name: String) throws -> String {
    let path = ShippedScenario.root.appending("Tests/ChainSimTests/Stories/\(name).yaml")
    return try String(contentsOfFile: path.string, encoding: .utf8)
  }
}

@Suite("Scenario reader")
struct ScenarioReaderTests {
  /// What the reader says of a text, or `read`.
  static func message(_ text: String) -> String {
    do throws(ScenarioError) {
      _ = try ScenarioReader.read(Array(text.utf8), file: "s.yaml")
      return "read"
    } catch {
      return error.description
    }
  }

  struct Wrong: CustomTestStringConvertible, Sendable {
    let name: String
    let old: String
    let new: String
    /// The place that the message must name: after the bar in this piece of the changed text.
    let at: String
    let message: String
    /// The scenario that is changed.
    let base: String
    var testDescription: String { name }

    init(
      _ name: String, _ old: String, _ new: String, at: String, _ message: String,
      base: String = "exchange"
    ) {
      self.name = name
      self.base = base
      self.old = old
      self.new = new
      self.at = at
      self.message = message
    }
  }

  /// The changed scenario, and what the reader must say of it.
  static func expectation(_ wrong: Wrong) throws -> (text: String, message: String) {
    var text = try TestStory.text(wrong.base)
    let range = try #require(text.range(of: wrong.old), "the scenario has no '\(wrong.old)'")
    text.replaceSubrange(range, with: wrong.new)
    let parts = wrong.at.split(separator: "|", omittingEmptySubsequences: false)
    let place = try #require(
      text.range(of: parts.joined()), "the changed scenario has no '\(wrong.at)'")
    let before = text[..<text.index(place.lowerBound, offsetBy: parts[0].count)]
    let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
    let column = (lines.last?.count ?? 0) + 1
    return (text, "s.yaml:\(lines.count):\(column): \(wrong.message)")
  }

  @Test("what is wrong by itself is named with line, column and key", arguments: wrongForms)
  func refusesForms(_ wrong: Wrong) throws {
    let (text, message) = try ScenarioReaderTests.expectation(wrong)
    #expect(ScenarioReaderTests.message(text) == message)
  }

  @Test("what contradicts the rest is named with line, path and values", arguments: wrongStories)
  func refusesStories(_ wrong: Wrong) throws {
    let (text, message) = try ScenarioReaderTests.expectation(wrong)
    #expect(ScenarioReaderTests.message(text) == message)
  }

  @Test("addresses that cannot be are named with line, column and key", arguments: wrongAddresses)
  func refusesAddresses(_ wrong: Wrong) throws {
    let (text, message) = try ScenarioReaderTests.expectation(wrong)
    #expect(ScenarioReaderTests.message(text) == message)
  }

  @Test("nothing, garbage, other shapes and giants are refused")
  func refusesOthers() {
    let message = ScenarioReaderTests.message
    #expect(message("") == "s.yaml:1:1: nothing but white space and comments")
    #expect(message("[1, 2]") == "s.yaml:1:1: the file must be a mapping, not a list")
    #expect(message("title: x\n") == "s.yaml:1:1: key 'seed' is missing in the scenario")
    #expect(
      message("\u{0}\u{1}") == "s.yaml:1:1: character U+0000 is not allowed in YAML")
    let giant = String(repeating: "# padding\n", count: ScenarioReader.byteLimit / 10 + 1)
    #expect(message(giant).hasPrefix("s.yaml:1:1: the file has 41943"))
  }

  @Test("a file that is not there is named")
  func refusesMissingFile() {
    let path = ShippedScenario.path("no-such-scenario")
    #expect(throws: ScenarioError.self) { try ScenarioReader.read(path) }
  }

  @Test("the small scenario says what the file says")
  func readsValues() throws {
    let scenario = try ScenarioReader.read(ShippedScenario.path("mtgox-small"))
    #expect(scenario.network.subsidyHalvingInterval == 150)
    #expect(scenario.seed == 2014)
    #expect(scenario.actors.first?.name == "pools")
    guard case .exchange(let exchange) = scenario.actors[1].kind,
      case .proofTransfer(let proof) = scenario.events[3].action,
      case .move(let forgotten) = scenario.events[4].action
    else {
      Issue.record("another order of actors or events")
      return
    }
    #expect(exchange.wallets.map(\.name) == ["hot", "old", "offline"])
    #expect(exchange.wallets[1].lastUsed == 1_309_392_000)
    #expect(exchange.owes?.customers == Satoshi(750_000_000_000))
    #expect(scenario.events[3].from == 1_308_811_815)
    #expect(proof.amount == Satoshi(424_242_424_242))
    #expect(proof.inputs.count == 9)
    #expect(forgotten.amount == Satoshi(199_999_990_000))
    #expect(scenario.claims.map(\.isTrue) == [true, false, false, false, false, false, false])
    #expect(scenario.claims[2].proof == .copied("found-wallet"))
  }

  @Test("the small scenario has the amounts of the large one, divided by 100 and rounded down")
  func scalesDown() throws {
    let large = try ScenarioReader.read(ShippedScenario.path("mtgox"))
    let small = try ScenarioReader.read(ShippedScenario.path("mtgox-small"))
    #expect(large.events.count == small.events.count)
    var swept = Satoshi.zero
    var moved: [Satoshi?] = []
    for (one, other) in zip(large.events, small.events) {
      #expect(one.from == other.from && one.to == other.to)
      switch (one.action, other.action) {
      case (.proofTransfer(let one), .proofTransfer(let other)):
        #expect(one.amount.rawValue / 100 == other.amount.rawValue)
        #expect(one.inputs.map { $0.rawValue / 100 } == other.inputs.map(\.rawValue))
        #expect(one.amount == Satoshi(bitcoins: "424242.42424242"))
        #expect(
          one.inputs.reduce(.zero, +) - one.amount == Satoshi(bitcoins: "17757.57575758"))
      case (.move(let one), .move(let other)):
        #expect(one.amount.rawValue / 100 == other.amount.rawValue)
        #expect(one.fee == .zero && other.fee == .zero)
        moved.append(one.amount)
      case (.sweep(let one), .sweep(let other)):
        #expect(one.total.rawValue / 100 == other.total.rawValue)
        swept = swept + one.total
      case (.heist(let one), .heist(let other)):
        #expect(one.amount == Satoshi(bitcoins: "79956"))
        #expect(one.amount.rawValue / 100 == other.amount.rawValue)
      case (.burn(let one), .burn(let other)):
        #expect(one.total == Satoshi(bitcoins: "2609"))
        #expect(one.largest == Satoshi(bitcoins: "367.758"))
        #expect(one.total.rawValue / 100 == other.total.rawValue)
        #expect(one.largest.rawValue / 100 == other.largest.rawValue)
        #expect(one.transactions == other.transactions)
      case (.malleate(let one), .malleate(let other)):
        #expect(one.total == Satoshi(bitcoins: "386"))
        #expect(one.total.rawValue / 100 == other.total.rawValue)
      case (.overdraw(let one), .overdraw(let other)):
        #expect(one.total == Satoshi(bitcoins: "896"))
        #expect(one.total.rawValue / 100 == other.total.rawValue)
      case (.shuffle(let one), .shuffle(let other)):
        #expect(one.amount.rawValue * Int64(one.times) == 530_000 * Satoshi.coin.rawValue)
        #expect(one.amount.rawValue / 100 == other.amount.rawValue && one.times == other.times)
      default: break
      }
    }
    #expect(swept == Satoshi(bitcoins: "567049.01"))
    #expect(moved == ["60000", "60000", "199999.99", "199999.99"].map { Satoshi(bitcoins: $0) })
  }

  @Test("random changes of the shipped scenarios are read or refused, never more")
  func survivesMutations() throws {
    let pieces = [
      "&a ", "*a", "<<: ", "[", "]", "{", "}", "- ", ": ", "'", "\"", "0", "9", "-", "..", " BTC",
      "%",
      "99999999999999999999", "2106-02-08", "1970-01-01", "2011-02-31", "thief", "mtgox.old", "\n",
      "p2tr", "p2wsh", "2 of 3", "16 of 16", "\n  ", "#", "\t", "18446744073709551615",
      "21000000 BTC", "0 BTC", "0.00000001 BTC", "150",
    ].map { Array($0.utf8) }
    for name in ["mtgox", "mtgox-small", "scripts"] {
      let whole = Array(try ShippedScenario.text(name).utf8)
      for seed in 0..<400 as Range<UInt64> {
        var state = seed
        func next(_ bound: Int) -> Int {
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          return Int((state >> 33) % UInt64(bound))
        }
        var bytes = whole
        for _ in 0...next(3) {
          let at = next(bytes.count)
          let piece = pieces[next(pieces.count)]
          switch next(3) {
          case 0: bytes.insert(contentsOf: piece, at: at)
          case 1: bytes.replaceSubrange(at..<min(bytes.count, at + 1 + next(12)), with: piece)
          default: bytes[at] = UInt8(next(256))
          }
        }
        do throws(ScenarioError) {
          _ = try ScenarioReader.read(bytes, file: "s.yaml")
        } catch {
          guard case .malformed(_, let line, let column, _, let reason) = error else {
            Issue.record("seed \(seed) of \(name): \(error)")
            continue
          }
          #expect(line > 0 && column > 0 && !reason.isEmpty, "seed \(seed) of \(name)")
        }
      }
    }
  }

  @Test("docs/scenarios.md and docs/services.md explain every key; the example can be played")
  func documentsKeys() throws {
    let page = try ["docs/scenarios.md", "docs/services.md"].map {
      try String(contentsOfFile: ShippedScenario.root.appending($0).string, encoding: .utf8)
    }.joined(separator: "\n")
    for key in Set(ScenarioReaderTests.keys(of: .mapping(ScenarioKeys.scenario))).sorted() {
      #expect(page.contains("`\(key)`") || page.contains("{\(key): "), "\(key)")
    }
    let example = try #require(page.components(separatedBy: "```yaml\n").dropFirst().first)
    let text = try #require(example.components(separatedBy: "```").first)
    #expect(ScenarioReaderTests.message(text) == "read")
    let folder = try TemporaryFolder()
    let scenario = try ScenarioReader.read(Array(text.utf8), file: "s.yaml")
    try Simulation.run(scenario, threads: 1, into: folder.path.appending("case"))
    let wrong = text.replacingOccurrences(of: "total: 200 BTC", with: "total: 199 BTC")
    let message = ScenarioReaderTests.message(wrong).replacingOccurrences(of: "s.yaml", with: "")
    #expect(page.replacingOccurrences(of: "\n", with: " ").contains("theft.yaml\(message)"))
  }

  /// All keys of a table and of the tables below it.
  static func keys(of kind: YAMLKeyTable.Kind) -> [String] {
    switch kind {
    case .mapping(let table): table.keys.flatMap { [$0.name] + keys(of: $0.kind) }
    case .oneOf(let tables): tables.flatMap { keys(of: .mapping($0)) }
    case .list(let kind), .names(let kind): keys(of: kind)
    case .either(let kinds): kinds.flatMap { keys(of: $0) }
    default: []
    }
  }

  @Test(
    "all shipped scenarios are read",
    arguments: ["mtgox", "mtgox-small", "scripts", "malleability", "flexcoin", "reorg", "modern"])
  func readsShipped(name: String) throws {
    do throws(ScenarioError) {
      _ = try ScenarioReader.read(ShippedScenario.path(name))
    } catch {
      Issue.record("\(error.description)")
    }
  }
}
