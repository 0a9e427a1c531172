import Foundation
import Testing

/// Bad input: one line that names file, position and reason, exit 2, nothing left behind.
@Suite("Refusals")
struct RefusalTests {
  private func expectRefusal(
    _ arguments: [String], _ line: String, in scratch: ScratchFolder,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let before = scratch.listing()
    let outcome = try Program.run(arguments + ["--quiet"], in: scratch.url)
    #expect(outcome.status == 2, sourceLocation: sourceLocation)
    #expect(outcome.stdout.isEmpty, sourceLocation: sourceLocation)
    #expect(outcome.stderr == "trace-cli: \(line)\n", sourceLocation: sourceLocation)
    #expect(scratch.listing() == before, sourceLocation: sourceLocation)
  }

  @Test("garbage YAML, and YAML that says what no scenario has")
  func scenarios() throws {
    let scratch = try ScratchFolder()
    try scratch.write("title: [\n", to: "garbage.yaml")
    try scratch.write("title: a\ncolour: blue\n", to: "unknown.yaml")
    for name in ["garbage.yaml", "unknown.yaml", "missing.yaml"] {
      let before = scratch.listing()
      let outcome = try Program.run(
        ["simulate", name, "--out", "case", "--quiet"], in: scratch.url)
      #expect(outcome.status == 2)
      #expect(outcome.stdout.isEmpty)
      #expect(outcome.stderr.hasPrefix("trace-cli: "))
      #expect(outcome.stderr.contains(name))
      #expect(outcome.stderr.filter { $0 == "\n" }.count == 1, "\(outcome.stderr)")
      #expect(scratch.listing() == before)
    }
    let unknown = try Program.run(
      ["simulate", "unknown.yaml", "--out", "case", "--quiet"], in: scratch.url)
    #expect(unknown.stderr.contains("unknown.yaml:2:1: "))
    #expect(unknown.stderr.contains("colour"))
  }

  /// A change of one of the tests' stories, the place that is named (line and column), and the reason.
  struct WrongStory: CustomTestStringConvertible, Sendable {
    let story: String
    let old: String
    let new: String
    let place: String
    let reason: String
    var testDescription: String { reason }
  }

  static let wrongStories: [WrongStory] = [
    .init(
      story: "exchange", old: "seed: 2014", new: "seeds: 2014", place: "14:1",
      reason: "unknown key 'seeds' in the scenario; did you mean 'seed'?"),
    .init(
      story: "exchange", old: "share: 50 %", new: "share: 500 %", place: "102:81",
      reason: "'share' must be a percentage from 0 % to 100 %, not '500 %'"),
    .init(
      story: "exchange", old: "holds: 600 BTC", new: "holds: 20000 BTC", place: "52:12",
      reason: "actors.exchange-e.holds: 20,000.00000000 BTC are needed by 2014-03-31T00:00:00Z, but"
    ),
    .init(
      story: "exchange", old: "addresses: 80}", new: "addresses: 80, since: 2014-03-20}",
      place: "108:33",
      reason: "events[11].move.to: 'mtgox.offline' is made on 2014-03-20T00:00:00Z, after the"),
    .init(
      story: "exchange", old: "at: 2014-02-07", new: "at: 2010-02-07", place: "104:10",
      reason: "events[9].at: 2010-02-07T00:00:00Z is outside the chain, which runs from"),
    .init(
      story: "scripts", old: "from: bank.hot, to: bank.vault",
      new: "from: bank.deep, to: bank.vault",
      place: "97:18",
      reason: "events[4].move.from: the coins go in a circle: 'bank.deep', 'bank.cold'"),
  ]

  @Test("a story that cannot be, by line, column, key and reason", arguments: wrongStories)
  func stories(_ wrong: WrongStory) throws {
    let scratch = try ScratchFolder()
    let path = Program.root.appendingPathComponent(
      "Tests/ChainSimTests/Stories/\(wrong.story).yaml")
    let text = try String(contentsOf: path, encoding: .utf8)
    let range = try #require(text.range(of: wrong.old))
    try scratch.write(text.replacingCharacters(in: range, with: wrong.new), to: "story.yaml")
    let before = scratch.listing()
    for arguments in [
      ["simulate", "story.yaml", "--out", "case"], ["simulate", "--check", "story.yaml"],
    ] {
      let outcome = try Program.run(arguments + ["--quiet"], in: scratch.url)
      #expect(outcome.status == 2)
      #expect(outcome.stdout.isEmpty)
      #expect(outcome.stderr.hasPrefix("trace-cli: story.yaml:\(wrong.place): \(wrong.reason)"))
      #expect(outcome.stderr.filter { $0 == "\n" }.count == 1, "\(outcome.stderr)")
      #expect(scratch.listing() == before)
    }
  }

  @Test("a folder that is not empty")
  func notEmpty() throws {
    let scratch = try ScratchFolder()
    try scratch.write("mine", to: "case/file")
    let scenario = Program.root.appendingPathComponent("Scenarios/mtgox-small.yaml").path
    try expectRefusal(
      ["simulate", scenario, "--out", "case"], "folder is not empty: case", in: scratch)
  }

  @Test("sources that are not there")
  func sources() throws {
    let scratch = try ScratchFolder()
    let path = try SmallCase.copy(into: scratch)
    let info = try JSON.object(Program.run("ledger", "info", path, "--json").stdout)
    let tip = try #require(info["height"] as? Int)
    let txid = String(repeating: "ab", count: 32)
    try expectRefusal(
      ["trace", path, "--source", "\(txid):0"],
      "source transaction \(txid) is not in the ledger, whose tip is at height \(tip)", in: scratch)
    try expectRefusal(
      ["trace", path, "--source", "tag:nobody"],
      "source tag \"nobody\" is given to no address of the case", in: scratch)
    try expectRefusal(
      ["trace", path, "--source", "reconcile:nothing"],
      "there is no finding \"reconcile:nothing\"", in: scratch)
    let garbled = try Program.run(["trace", path, "--source", "hello", "--quiet"])
    #expect(garbled.status == 2)
    #expect(garbled.stderr.hasPrefix("trace-cli: source \"hello\" is no txid:vout"))
  }

  @Test("a claim whose signature is no signature")
  func signature() throws {
    let scratch = try ScratchFolder()
    let path = try SmallCase.copy(into: scratch)
    let file = URL(fileURLWithPath: path).appendingPathComponent("claims/found-wallet.yaml")
    var lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
    let index = try #require(lines.firstIndex { $0.contains("signature:") })
    let column = lines[index].distance(
      from: lines[index].startIndex,
      to: try #require(lines[index].range(of: "signature: ")).upperBound)
    lines[index] = lines[index].prefix(column) + "notBase64!"
    try Data(lines.joined(separator: "\n").utf8).write(to: file)
    let before = scratch.listing()
    let outcome = try Program.run(["claim", "verify", path, "--quiet"])
    #expect(outcome.status == 2)
    #expect(outcome.stdout.isEmpty)
    #expect(
      outcome.stderr.hasPrefix(
        "trace-cli: \(path)/claims/found-wallet.yaml:\(index + 1):\(column + 1): "),
      "\(outcome.stderr)")
    #expect(outcome.stderr.filter { $0 == "\n" }.count == 1)
    #expect(scratch.listing() == before)
  }

  @Test("books that are not there, or are not books")
  func books() throws {
    let scratch = try ScratchFolder()
    let path = try SmallCase.copy(into: scratch)
    let accounts = URL(fileURLWithPath: path).appendingPathComponent("books/accounts.csv")
    try Data("id,country,balance_sat\nc1,JP,12x\n".utf8).write(to: accounts)
    let spoiled = try Program.run(["reconcile", path, "--quiet"])
    #expect(spoiled.status == 2)
    #expect(
      spoiled.stderr.hasPrefix("trace-cli: \(path)/books/accounts.csv:2"), "\(spoiled.stderr)")
    try FileManager.default.removeItem(at: accounts.deletingLastPathComponent())
    let advice =
      "\(path) has no books: put accounts.csv, addresses.csv, deposits.csv and withdrawals.csv into "
      + "\(path)/books (docs/reconcile.md says what they hold)"
    try expectRefusal(["reconcile", path], advice, in: scratch)
    try expectRefusal(["account", path], advice, in: scratch)
  }

  @Test("a file in place of a case folder, and a folder that is no case")
  func notCase() throws {
    let scratch = try ScratchFolder()
    try scratch.write("mine", to: "file")
    try scratch.write("mine", to: "folder/file")
    for command in ["reconcile", "account", "report"] {
      try expectRefusal(
        [command, "file"], "no case at file: it is a file, and a case is a folder", in: scratch)
      try expectRefusal(
        [command, "folder"], "no case at folder: it has no case.yaml", in: scratch)
    }
  }

  @Test("a ledger of another network than the case's")
  func network() throws {
    let scratch = try ScratchFolder()
    let path = try SmallCase.copy(into: scratch)
    let file = URL(fileURLWithPath: path).appendingPathComponent("case.yaml")
    let text = try String(contentsOf: file, encoding: .utf8)
    let changed = text.replacingOccurrences(
      of: "subsidyHalvingInterval: 150", with: "subsidyHalvingInterval: 151")
    try #require(changed != text)
    try Data(changed.utf8).write(to: file)
    try expectRefusal(
      ["ledger", "info", path],
      "\(path)/ledger is of regtest with a halving interval of 150, but \(path)/case.yaml says "
        + "regtest with a halving interval of 151; run trace-cli index \(path)", in: scratch)
  }

  @Test("a chain that was never simulated has no truth to be scored by")
  func truth() throws {
    let scratch = try ScratchFolder()
    let path = try SmallCase.copy(into: scratch)
    try FileManager.default.removeItem(atPath: path + "/truth")
    try expectRefusal(
      ["score", path],
      "there is no truth in \(path)/truth: only simulated cases can be scored", in: scratch)
  }

  @Test("results that cannot be written are an error, not silence")
  func fullDisk() throws {
    let path = try SmallCase.path()
    let outcome = try Program.run(["cluster", path, "--json", "--quiet"], stdout: "/dev/full")
    #expect(outcome.status == 2)
    #expect(outcome.stderr.hasPrefix("trace-cli: cannot write the results to stdout: "))
  }
}
