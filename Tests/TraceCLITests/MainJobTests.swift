import Foundation
import Testing

/// The whole job on the small case, command by command, as programs read it.
@Suite("The main job on mtgox-small")
struct MainJobTests {
  private func run(_ arguments: String..., expecting status: Int32 = 0) throws -> Program.Outcome {
    let outcome = try Program.run(arguments + ["--quiet"])
    #expect(outcome.status == status, "\(arguments): \(outcome.stderr)")
    #expect(outcome.stderr.isEmpty)
    return outcome
  }

  @Test("the ledger has the story's size, and says what a node says")
  func ledgerInfo() throws {
    let info = try JSON.object(run("ledger", "info", SmallCase.path(), "--json").stdout)
    #expect(
      Set(info.keys) == [
        "network", "firstHeight", "height", "tip", "blocks", "transactions", "inputs", "outputs",
        "scripts",
        "utxo",
      ])
    #expect(info["network"] as? String == "regtest")
    #expect(try #require(info["transactions"] as? Int) >= 4000)
    #expect(try #require(info["blocks"] as? Int) == (info["height"] as? Int ?? 0) + 1)
    let utxo = try #require(info["utxo"] as? [String: Any])
    #expect((utxo["hash_serialized_3"] as? String)?.count == 64)
    #expect(try #require(utxo["amount"] as? Int) <= 1_500_000_000_000)
  }

  @Test("the books close: 8,500 BTC are missing, of them 1,999.9999 forgotten")
  func reconcile() throws {
    let found = try JSON.object(run("reconcile", SmallCase.path(), "--json").stdout)
    #expect(found["difference"] as? Int == 0)
    let lines = try #require(found["lines"] as? [[String: Any]])
    let amounts = try lines.map { try #require($0["amount"] as? Int) }
    #expect(lines.allSatisfy { Set($0.keys) == ["name", "amount", "txids"] })
    #expect(amounts[0] == amounts.dropFirst().reduce(0, +))
    let findings = try #require(found["findings"] as? [[String: Any]])
    let byName = Dictionary(
      uniqueKeysWithValues: findings.map {
        ($0["name"] as? String ?? "", $0["amount"] as? Int ?? 0)
      })
    #expect(
      byName == [
        "reconcile:missing": 850_000_000_000, "reconcile:forgotten": 199_999_990_000,
        "reconcile:unbooked": 647_005_010_000, "reconcile:paid-twice": 386_000_000,
        "reconcile:burnt": 2_609_000_000,
      ])
  }

  @Test("account explains every satoshi, and finds 1,999.9999 BTC in the offline wallet")
  func account() throws {
    let account = try JSON.object(run("account", SmallCase.path(), "--json").stdout)
    #expect(account["missing"] as? Int == 850_000_000_000)
    #expect(account["unexplained"] as? Int == 0)
    #expect(account["policy"] as? String == "fifo")
    let lines = try #require(account["lines"] as? [[String: Any]])
    #expect(lines.compactMap { $0["amount"] as? Int }.reduce(0, +) == 850_000_000_000)
    let offline = try #require(
      lines.first { ($0["name"] as? String)?.contains("wallet offline") == true })
    #expect(offline["amount"] as? Int == 199_999_990_000)
    #expect(offline["entity"] as? String == "mtgox")
    let outputs = try #require(offline["outputs"] as? [[String: Any]])
    #expect(outputs.count == 80)
    #expect(outputs.compactMap { $0["tainted"] as? Int }.reduce(0, +) == 199_999_990_000)
  }

  @Test(
    "taint is neither made nor lost, whatever becomes of fees", arguments: ["sink", "follow"])
  func trace(_ fees: String) throws {
    let lines = try JSON.lines(
      run(
        "trace", SmallCase.path(), "--source", "reconcile:missing", "--policy",
        "fifo,haircut,lifo,tiho",
        "--fees", fees, "--json"
      ).stdout)
    #expect(lines.compactMap { $0["policy"] as? String } == ["fifo", "haircut", "lifo", "tiho"])
    for result in lines {
      let totals = try #require(result["totals"] as? [String: Int])
      let ends = ["unspent", "fees", "unspendable", "unclaimed", "superseded", "stopped"]
      #expect(Set(totals.keys) == Set(ends + ["sources", "stoppedOutside"]))
      #expect(totals["sources"] == 850_000_000_000)
      #expect(ends.compactMap { totals[$0] }.reduce(0, +) == totals["sources"])
      #expect(fees == "sink" || totals["fees"] == 0)
      let outputs = try #require(result["outputs"] as? [[String: Any]])
      #expect(outputs.compactMap { $0["tainted"] as? Int }.reduce(0, +) == totals["unspent"])
      let keys: Set = ["outpoint", "height", "value", "tainted", "byLabel", "address", "entity"]
      #expect(outputs.allSatisfy { Set($0.keys) == keys })
      #expect(
        outputs.allSatisfy { ($0["tainted"] as? Int ?? 0) <= ($0["value"] as? Int ?? -1) })
    }
  }

  @Test("one claim is proven, and each false one is refused for its own reason")
  func claims() throws {
    let outcome = try run("claim", "verify", SmallCase.path(), "--json", expecting: 1)
    let claims = try #require(try JSON.object(outcome.stdout)["claims"] as? [[String: Any]])
    func firstFailure(_ claim: [String: Any]) -> String {
      let checks = claim["checks"] as? [[String: String]] ?? []
      return checks.first { $0["result"] == "fail" }.map {
        "\($0["name"] ?? ""): \($0["detail"] ?? "")"
      }
        ?? ""
    }
    let expected: [(id: String, verdict: String, reason: String)] = [
      ("another-key", "unproven", "is another key's"),
      ("copied-proof", "unproven", "copied from claim found-wallet"),
      ("found-wallet", "proven", ""),
      ("ledger-9510", "contradicted", "it names no coins"),
      ("mined-coins", "contradicted", "no chain of transactions leads from reconcile:missing"),
      ("moved-5300", "contradicted", "was spent in block"),
      ("old-wallet", "contradicted", "was spent in block"),
    ]
    #expect(claims.compactMap { $0["id"] as? String } == expected.map(\.id))
    for (claim, expected) in zip(claims, expected) {
      #expect(claim["verdict"] as? String == expected.verdict, "\(expected.id)")
      let failure = firstFailure(claim)
      #expect(expected.reason.isEmpty ? failure.isEmpty : failure.contains(expected.reason))
    }
    let one = try run("claim", "verify", SmallCase.path(), "--claim", "found-wallet")
    #expect(one.stdout.contains("verdict: proven"))
  }

  @Test("every address stands in one cluster, and --address finds it")
  func clusters() throws {
    let clusters = try JSON.lines(run("cluster", SmallCase.path(), "--json").stdout)
    let info = try JSON.object(run("ledger", "info", SmallCase.path(), "--json").stdout)
    let addresses = clusters.flatMap { $0["addresses"] as? [String] ?? [] }
    #expect(addresses.count == info["scripts"] as? Int)
    #expect(Set(addresses).count == addresses.count)
    #expect(clusters.allSatisfy { ($0["addresses"] as? [String])?.count == $0["size"] as? Int })
    let largest = try #require(
      clusters.max { ($0["size"] as? Int ?? 0) < ($1["size"] as? Int ?? 0) })
    let address = try #require((largest["addresses"] as? [String])?.last)
    let one = try JSON.lines(
      run("cluster", SmallCase.path(), "--address", address, "--json").stdout)
    #expect(one.count == 1)
    #expect(one.first?["cluster"] as? Int == largest["cluster"] as? Int)
  }

  @Test("scores have a row a metric, with an interval")
  func score() throws {
    let rows = try JSON.lines(run("score", SmallCase.path(), "--json").stdout)
    #expect(rows.allSatisfy { Set($0.keys) == ["metric", "value", "low", "high"] })
    let metrics = rows.compactMap { $0["metric"] as? String }
    for policy in ["fifo", "haircut", "poison"] {
      #expect(metrics.contains { $0.hasPrefix("taint.") && $0.hasSuffix(policy) })
    }
    #expect(
      metrics.contains { $0.contains("precision") } && metrics.contains { $0.contains("recall") })
  }

  @Test("the demo tells the story, and replaces only its own earlier one")
  func demo() throws {
    let scratch = try ScratchFolder()
    let demo = [
      "demo", "--scenario", "Scenarios/mtgox-small.yaml", "--out", scratch.path("d"), "--quiet",
    ]
    let first = try Program.run(demo)
    #expect(first.status == 0, "\(first.stderr)")
    for words in [
      "**8,500.00000000 BTC were missing**", "**1,999.99990000 BTC of them were never gone**",
      "**6,470.05010000 BTC were paid out without an entry**",
      "**1 of 7 claims holds**: found-wallet", "nothing is unexplained", "Try next",
    ] {
      #expect(first.stdout.contains(words), "\(words)")
    }
    let page = scratch.path("d/reports/report.md")
    #expect(first.stdout.contains(page))
    let written = try String(contentsOfFile: page, encoding: .utf8)
    #expect(first.stdout.hasPrefix(written))
    #expect(!written.contains(scratch.url.path))
    let again = try Program.run(demo + ["--threads", "1"])
    #expect(again.stdout == first.stdout)

    try scratch.write("mine", to: "other/file")
    let before = scratch.listing()
    let refused = try Program.run(
      [
        "demo", "--scenario", "Scenarios/mtgox-small.yaml", "--out", scratch.path("other"),
        "--quiet",
      ])
    #expect(refused.status == 2)
    #expect(refused.stdout.isEmpty)
    #expect(refused.stderr == "trace-cli: folder is not empty: \(scratch.path("other"))\n")
    #expect(scratch.listing() == before)
  }

  @Test("the same scenario and seed give the same bytes on any number of threads")
  func determinism() throws {
    let scratch = try ScratchFolder()
    for threads in ["1", "2", "5"] {
      _ = try run(
        "simulate", "Scenarios/mtgox-small.yaml", "--out", scratch.path(threads), "--threads",
        threads)
      _ = try run("index", scratch.path(threads), "--threads", threads)
    }
    _ = try run(
      "simulate", "Scenarios/mtgox-small.yaml", "--out", scratch.path("other"), "--seed", "7")
    func files(_ name: String) throws -> [String: Data] {
      let folder = scratch.url.appendingPathComponent(name)
      var files: [String: Data] = [:]
      for path in FileManager.default.subpaths(atPath: folder.path) ?? [] {
        files[path] = try? Data(contentsOf: folder.appendingPathComponent(path))
      }
      return files
    }
    let one = try files("1")
    #expect(one.count > 20)
    #expect(try files("2") == one)
    #expect(try files("5") == one)
    #expect(try files("other")["blocks/blk00000.dat"] != one["blocks/blk00000.dat"])
  }
}
