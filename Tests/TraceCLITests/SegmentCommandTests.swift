import Foundation
import Testing

/// The commands on the small case without its first blocks, as a pruned node leaves them.
@Suite("A pruned node's files")
struct SegmentCommandTests {
  /// A case of the small case's last blocks, indexed, made once for all tests.
  private static let made: Result<(ScratchFolder, Int), any Error> = Result {
    let scratch = try ScratchFolder()
    atexit { if case .success(let made) = SegmentCommandTests.made { made.0.remove() } }
    let source = URL(fileURLWithPath: try SmallCase.path() + "/blocks/blk00000.dat")
    let bytes = [UInt8](try Data(contentsOf: source))
    var place = 0
    var height = 0
    while place < bytes.count / 2 {
      let count = bytes[place + 4..<place + 8].reversed().reduce(0) { $0 << 8 | Int($1) }
      place += 8 + count
      height += 1
    }
    try FileManager.default.createDirectory(
      atPath: scratch.path("blocks"), withIntermediateDirectories: true)
    try Data(bytes[place...]).write(to: URL(fileURLWithPath: scratch.path("blocks/blk00007.dat")))
    let path = scratch.path("case")
    let bare = ["case", "new", scratch.path("bare"), "--blocks", scratch.path("blocks")]
    try #require(try Program.run(bare + ["--halving", "150"]).status == 0)
    let told = try Program.run("index", scratch.path("bare"), "--quiet")
    try #require(told.status == 2)
    // The option stands in the message as it has to be given.
    let words = told.stderr.split(separator: " ").map(String.init)
    let option = try #require(words.firstIndex(of: "--anchor"), "\(told.stderr)")
    let anchor = words[option + 1]
    #expect(anchor.hasPrefix("\(height):"))
    let made = try Program.run([
      "case", "new", path, "--blocks", scratch.path("blocks"), "--halving", "150", "--anchor",
      anchor,
    ])
    try #require(made.status == 0, "\(made.stderr)")
    let indexed = try Program.run("index", path)
    try #require(indexed.status == 0, "\(indexed.stderr)")
    #expect(indexed.stdout.contains("segment: from height \(height);"))
    return (scratch, height)
  }

  @Test(
    "the whole job as far as it goes: info, check, lookup, export, trace, cluster, and refusals")
  func commands() throws {
    let (scratch, height) = try Self.made.get()
    let folder = scratch.path("case")
    let info = try JSON.object(Program.run("ledger", "info", folder, "--json").stdout)
    #expect(info["firstHeight"] as? Int == height)
    #expect(info["utxo"] is NSNull)
    let whole = try JSON.object(
      Program.run("ledger", "info", SmallCase.path(), "--json").stdout)
    #expect(info["height"] as? Int == whole["height"] as? Int)
    #expect(info["tip"] as? String == whole["tip"] as? String)
    #expect(info["blocks"] as? Int == (whole["blocks"] as? Int ?? 0) - height)
    let text = try Program.run("ledger", "info", folder).stdout
    #expect(text.contains("from height"))
    #expect(try Program.run("ledger", "check", folder, "--blocks", "--quiet").status == 0)
    #expect(try Program.run("ledger", "shape", folder, "--quiet").status == 0)

    for (arguments, words) in [
      (["validate", folder], "validate needs every block"),
      (["reconcile", folder], "reconcile would miss"), (["account", folder], "account would miss"),
      (["score", folder], "score would miss"), (["report", folder], "report would miss"),
    ] {
      let refused = try Program.run(arguments + ["--quiet"])
      #expect(refused.status == 2, "\(arguments)")
      #expect(refused.stderr.contains(words), "\(refused.stderr)")
      #expect(refused.stdout.isEmpty)
    }
    let clusters = try Program.run("cluster", folder, "--json", "--quiet")
    #expect(clusters.status == 0)
    let all = try JSON.lines(Program.run("cluster", SmallCase.path(), "--json", "--quiet").stdout)
    // What is put together without the first blocks is put together with them, too.
    var home: [String: Int] = [:]
    for (number, cluster) in all.enumerated() {
      for address in cluster["addresses"] as? [String] ?? [] { home[address] = number }
    }
    for cluster in try JSON.lines(clusters.stdout) {
      let addresses = cluster["addresses"] as? [String] ?? []
      #expect(Set(addresses.map { home[$0] }).count == 1, "\(addresses)")
    }
  }

  @Test("tables have the rows of the whole chain's from there on, without what lies below")
  func export() throws {
    let (scratch, height) = try Self.made.get()
    func table(_ name: String, _ folder: String) throws -> [[String: Any]] {
      try JSON.lines(
        Program.run(
          "export", folder, "--format", "jsonl", "--tables", name, "--out", "-", "--quiet"
        ).stdout)
    }
    for name in ["blocks", "outputs", "inputs", "transactions"] {
      let key = name == "blocks" ? "number" : "block_number"
      let expected = try table(name, SmallCase.path()).filter { $0[key] as? Int ?? 0 >= height }
      let found = try table(name, scratch.path("case"))
      #expect(found.count == expected.count)
      #expect(!found.isEmpty)
      var unknown = 0
      for (row, other) in zip(found, expected) {
        if row.allSatisfy({ "\($1)" == "\(other[$0] ?? "")" }) { continue }
        unknown += 1
        // A cell is what it is in the whole chain, or it is not known.
        for (key, value) in row where !(value is NSNull) {
          #expect("\(value)" == "\(other[key] ?? "")", "\(name) \(key)")
        }
        #expect(name == "inputs" ? row["value"] is NSNull : row["fee"] is NSNull, "\(name)")
      }
      #expect((unknown > 0) == ["inputs", "transactions"].contains(name), "\(name)")
    }
  }

  @Test("a trace stops where it meets what lies below, and says so; a look-up names it")
  func trace() throws {
    let (scratch, _) = try Self.made.get()
    let folder = scratch.path("case")
    let inputs = try JSON.lines(
      Program.run(
        "export", folder, "--format", "jsonl", "--tables", "inputs", "--out", "-", "--quiet"
      ).stdout)
    // A transaction that spends something known and something from below.
    var known: [String: String] = [:]
    var unknown: Set<String> = []
    for row in inputs {
      let txid = try #require(row["transaction_hash"] as? String)
      if let spent = row["spent_transaction_hash"] as? String, row["value"] as? Int ?? 0 > 0 {
        known[txid] = "\(spent):\(row["spent_output_index"] ?? "")"
      } else if row["value"] is NSNull {
        unknown.insert(txid)
      }
    }
    let mixed = try #require(known.keys.sorted().first { unknown.contains($0) })
    let source = try #require(known[mixed])
    for policy in ["fifo", "lifo", "haircut", "poison", "tiho"] {
      let outcome = try Program.run(
        "trace", folder, "--source", source, "--policy", policy, "--json", "--quiet")
      #expect(outcome.status == 0, "\(outcome.stderr)")
      let totals = try #require(try JSON.object(outcome.stdout)["totals"] as? [String: Int])
      #expect(totals["stopped"] == totals["sources"])
      #expect(totals["stoppedOutside"] == totals["sources"])
    }
    let text = try Program.run("trace", folder, "--source", source, "--quiet").stdout
    #expect(text.contains("stopped: outside"), "\(text)")
    let looked = try Program.run("lookup", folder, mixed, "--quiet")
    #expect(looked.stdout.contains("outside the ledger"), "\(looked.stdout)")
    #expect(looked.stdout.contains("fee unknown"))
    let json = try JSON.object(Program.run("lookup", folder, mixed, "--json").stdout)
    #expect(json["fee"] is NSNull)
    #expect((json["inputs"] as? [Any])?.contains(where: { $0 is NSNull }) == true)
  }
}
