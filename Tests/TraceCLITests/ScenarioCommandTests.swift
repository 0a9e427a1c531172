import Foundation
import Testing

/// What `simulate` tells of scenarios without playing them.
@Suite("Scenarios on the command line")
struct ScenarioCommandTests {
  @Test("--list names every shipped scenario with its title, in text and JSON")
  func list() throws {
    let found = try Program.run("simulate", "--list")
    #expect(found.status == 0, "\(found.stderr)")
    let json = try JSON.object(Program.run("simulate", "--list", "--json").stdout)
    let rows = try #require(json["scenarios"] as? [[String: Any]])
    let folder = Program.root.appendingPathComponent("Scenarios")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".yaml") }.sorted()
    #expect(rows.compactMap { $0["file"] as? String } == names.map { "Scenarios/\($0)" })
    for row in rows {
      let title = try #require(row["title"] as? String)
      #expect(found.stdout.contains(title))
      #expect((row["about"] as? String)?.isEmpty == false, "\(title) does not say what it is")
    }
    let elsewhere = try Program.run("simulate", "--list", "no-such-folder")
    #expect(elsewhere.status == 2)
    #expect(
      elsewhere.stderr
        == "trace-cli: there is no folder no-such-folder; name the folder of scenarios behind --list\n"
    )
  }

  @Test("--describe tells every actor, event and claim, and sums that add up")
  func describe() throws {
    let path = "Tests/ChainSimTests/Stories/exchange.yaml"
    let text = try Program.run("simulate", "--describe", path)
    #expect(text.status == 0, "\(text.stderr)")
    for words in [
      "mtgox  exchange", "thief  thief", "2011-06-23T06:50:15Z  proofTransfer", "found-wallet",
      "Who takes part", "What happens", "Sums", "What is claimed",
    ] { #expect(text.stdout.contains(words), "\(words)") }
    let story = try JSON.object(Program.run("simulate", "--describe", path, "--json").stdout)
    #expect((story["actors"] as? [Any])?.count == 7)
    #expect((story["events"] as? [Any])?.count == 12)
    let events = try #require(story["events"] as? [[String: Any]])
    let times = events.compactMap { ($0["name"] as? String)?.prefix(10) }
    #expect(times == times.sorted())
    let sums = try #require(story["sums"] as? [[String: Any]])
    let amounts = sums.compactMap { $0["amount"] as? Int }
    #expect(amounts.first == 850_000_000_000)
    #expect(amounts.first == amounts.dropFirst().reduce(0, +))
  }

  @Test("--check counts what a simulation then makes, and writes nothing")
  func check() throws {
    let scratch = try ScratchFolder()
    let path = Program.root.appendingPathComponent("Tests/ChainSimTests/Stories/scripts.yaml").path
    let before = scratch.listing()
    let text = try Program.run(["simulate", "--check", path], in: scratch.url)
    #expect(text.status == 0, "\(text.stderr)")
    #expect(text.stdout.contains("planned, not signed"))
    let json = try Program.run(["simulate", "--check", path, "--json"], in: scratch.url)
    #expect(scratch.listing() == before)
    let planned = try JSON.object(json.stdout)
    let played = try JSON.object(
      Program.run(["simulate", path, "--out", "case", "--json", "--quiet"], in: scratch.url).stdout)
    for (key, other) in [
      ("blocks", "height"), ("transactions", "transactions"), ("payments", "payments"),
      ("signatures", "signatures"), ("keys", "keys"),
    ] {
      #expect(planned[key] as? Int == played[other] as? Int, "\(key)")
      #expect((planned[key] as? Int ?? 0) > 0, "\(key)")
    }
    let books = try #require(planned["books"] as? [String: Any])
    #expect(books["customers"] as? Int == 25_000_000_000)
    #expect(books["company"] as? Int == 5_000_000_000)
    let thefts = try #require(planned["thefts"] as? [[String: Any]])
    #expect(thefts.compactMap { $0["amount"] as? Int }.reduce(0, +) == 10_000_000_000)
    // All coins have an owner: together they are what was mined.
    let coins = try #require(planned["coins"] as? [[String: Any]])
    let info = try JSON.object(
      Program.run(["index", "case", "--quiet"], in: scratch.url).status == 0
        ? Program.run(["ledger", "info", "case", "--json"], in: scratch.url).stdout : "{}")
    let utxo = try #require(info["utxo"] as? [String: Any])
    #expect(coins.compactMap { $0["amount"] as? Int }.reduce(0, +) == utxo["amount"] as? Int)
  }

  @Test("--check tells how much of what is ordered by number comes about")
  func orders() throws {
    let path = "Scenarios/ransomware.yaml"
    let json = try JSON.object(Program.run("simulate", "--check", path, "--json").stdout)
    let rows = try #require(json["orders"] as? [[String: Any]])
    #expect(rows.map { $0["actor"] as? String } == ["users", "ransomware"])
    #expect(rows.map { $0["what"] as? String } == ["payments", "victims"])
    #expect(rows.map { $0["asked"] as? Int } == [2_000, 120])
    #expect(rows.map { $0["made"] as? Int } == [2_000, 120])
    let text = try Program.run("simulate", "--check", "Scenarios/mixer.yaml")
    #expect(text.status == 0, "\(text.stderr)")
    #expect(text.stdout.contains("payouts due"))
    #expect(text.stdout.contains("what is not made nobody had the coins for"), "\(text.stdout)")
  }

  @Test("what a question cannot use is refused, and an empty --out")
  func refusesUnused() throws {
    let path = "Scenarios/reorg.yaml"
    for (arguments, message) in [
      (["--schema", "--setting", "x"], "--schema has no use for --setting; leave it out."),
      (["--schema", "somefile"], "--schema is of all scenarios; leave 'somefile' out."),
      (["--list", "--set", "a=b"], "--list has no use for --set; leave it out."),
      (["--list", "--seed", "3"], "--list has no use for --seed; leave it out."),
      (["--describe", path, "--seed", "3"], "--describe has no use for --seed; leave it out."),
      ([path, "--out", ""], "--out '' names no folder: give the name of the case folder to make"),
      (
        [path, "--out", "."], "--out '.' names no folder: give the name of the case folder to make"
      ),
    ] {
      let found = try Program.run(["simulate"] + arguments)
      #expect(found.status == 2, "\(arguments)")
      #expect(found.stdout.isEmpty)
      #expect(found.stderr.contains(message), "\(found.stderr)")
    }
  }

  @Test("a setting and a change are played, and case.yaml says so")
  func settings() throws {
    let scratch = try ScratchFolder()
    let text = try String(
      contentsOf: Program.root.appendingPathComponent("Tests/ChainSimTests/Stories/scripts.yaml"),
      encoding: .utf8)
    try scratch.write(text + "settings:\n  few: {claims: ~}\n", to: "s.yaml")
    let played = try Program.run(
      [
        "simulate", "s.yaml", "--setting", "few", "--set", "title=Another", "--out", "case",
        "--quiet",
      ], in: scratch.url)
    #expect(played.status == 0, "\(played.stderr)")
    #expect(!FileManager.default.fileExists(atPath: scratch.path("case/claims/found-wallet.yaml")))
    #expect(played.stdout.contains("simulated Another (seed 341, setting few)"))
    let description = try String(
      contentsOfFile: scratch.path("case/case.yaml"), encoding: .utf8)
    #expect(
      description.hasSuffix(
        "simulated:\n  seed: 341\n  setting: few\n  changes:\n    - title=Another\n"))
    let wrong = try Program.run(
      ["simulate", "--check", "s.yaml", "--set", "users.cuont=7"], in: scratch.url)
    #expect(wrong.status == 2)
    #expect(
      wrong.stderr
        == "trace-cli: --set users.cuont=7: unknown key 'cuont' in actor 'users'; "
        + "did you mean 'count'?\n")
  }
}
