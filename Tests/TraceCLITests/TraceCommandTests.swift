import Foundation
import Testing

/// `trace` on the small case: where it stops, what it lists, and how it explains itself.
@Suite("trace")
struct TraceCommandTests {
  private func trace(_ arguments: String..., json: Bool = true) throws -> String {
    let outcome = try Program.run(
      ["trace", try SmallCase.path(), "--source", "reconcile:unbooked", "--quiet"] + arguments
        + (json ? ["--json"] : []))
    #expect(outcome.status == 0, "\(arguments): \(outcome.stderr)")
    #expect(outcome.stderr.isEmpty)
    return outcome.stdout
  }

  private func amount(_ object: [String: Any], _ key: String) throws -> Int {
    try #require(object[key] as? Int, "\(key)")
  }

  @Test("stops are lines of the sum, and nothing goes on behind them")
  func stops() throws {
    let results = try JSON.lines(
      trace(
        "--policy", "fifo,haircut,lifo,tiho", "--stop-at", "category:exchange", "--stop-at",
        "coinjoins", "--stop-at", "cluster:tag:mixer"))
    for result in results {
      let totals = try #require(result["totals"] as? [String: Int])
      let stops = try #require(result["stops"] as? [[String: Any]])
      #expect(
        stops.compactMap { $0["stop"] as? String } == [
          "category:exchange", "coinjoins", "cluster:tag:mixer",
        ])
      let stopped = try stops.reduce(0) { try $0 + amount($1, "tainted") }
      #expect(stopped == totals["stopped"])
      #expect(stopped > 0)
      for stop in stops {
        let outputs = try #require(stop["outputs"] as? [[String: Any]])
        #expect(
          try outputs.reduce(0) { try $0 + amount($1, "tainted") } == amount(stop, "tainted"))
      }
      let ends = ["unspent", "fees", "unspendable", "unclaimed", "superseded", "stopped"]
      #expect(ends.reduce(0) { $0 + (totals[$1] ?? 0) } == totals["sources"])
      // What is tagged as an exchange's got nothing that is not stopped there.
      let outputs = try #require(result["outputs"] as? [[String: Any]])
      let named = Set(
        try #require(stops[0]["outputs"] as? [[String: Any]]).map { "\($0["address"] ?? "")" })
      #expect(outputs.allSatisfy { !named.contains("\($0["address"] ?? "")") })
    }
    let text = try trace("--stop-at", "category:exchange", json: false)
    #expect(text.contains("stopped at category:exchange, in "))
  }

  @Test(
    "stops that are not there are refused",
    arguments: [
      ("tag:nobody", "source tag \"nobody\" is given to no address of the case"),
      (
        "category:hotel",
        "source category \"hotel\" is given to no address of the case; categories are those of the "
          + "case's tags"
      ),
    ])
  func refusals(_ stop: String, _ reason: String) throws {
    let outcome = try Program.run([
      "trace", try SmallCase.path(), "--source", "reconcile:unbooked", "--stop-at", stop,
    ])
    #expect(outcome.status == 2)
    #expect(outcome.stderr == "trace-cli: --stop-at \(stop): \(reason)\n")
  }

  @Test("what is put together is what the outputs say, added up", arguments: ["fifo", "poison"])
  func groups(_ policy: String) throws {
    let whole = try JSON.object(trace("--policy", policy))
    let outputs = try #require(whole["outputs"] as? [[String: Any]])
    let unspent = try #require((whole["totals"] as? [String: Int])?["unspent"])
    for by in ["address", "entity", "hop"] {
      let found = try JSON.object(trace("--policy", policy, "--by", by))
      #expect(found["by"] as? String == by)
      #expect(found["outputs"] == nil)
      let groups = try #require(found["groups"] as? [[String: Any]])
      #expect(try groups.reduce(0) { try $0 + amount($1, "tainted") } == unspent)
      #expect(try groups.reduce(0) { try $0 + amount($1, "outputs") } == outputs.count)
      if by == "hop" {
        let hops = try groups.map { try amount($0, "hops") }
        #expect(hops == Set(hops).sorted())
        #expect(hops.count > 2)
        continue
      }
      var expected: [String: Int] = [:]
      for output in outputs {
        expected[output[by] as? String ?? "", default: 0] += try amount(output, "tainted")
      }
      var added: [String: Int] = [:]
      for group in groups {
        added[group[by] as? String ?? "", default: 0] += try amount(group, "tainted")
      }
      #expect(added == expected)
      let order = try groups.map { try amount($0, "tainted") }
      #expect(order == order.sorted(by: >))

      let first = try JSON.object(trace("--policy", policy, "--by", by, "--top", "3"))
      let shown = try #require(first["groups"] as? [[String: Any]])
      #expect(try shown.map { try amount($0, "tainted") } == Array(order.prefix(3)))
      let rest = try #require(first["leftOut"] as? [String: Int])
      #expect(rest["count"] == groups.count - shown.count)
      #expect(rest["tainted"] == order.dropFirst(3).reduce(0, +))
    }
    let top = try JSON.object(trace("--policy", policy, "--top", "2"))
    let amounts = try outputs.map { try amount($0, "tainted") }.sorted(by: >)
    let shown = try #require(top["outputs"] as? [[String: Any]])
    #expect(try shown.map { try amount($0, "tainted") } == Array(amounts.prefix(2)))
    #expect(
      top["leftOut"] as? [String: Int]
        == ["count": amounts.count - 2, "tainted": amounts.dropFirst(2).reduce(0, +)])
  }

  @Test("each output of a trace is explained by what it carries", arguments: ["fifo", "haircut"])
  func explain(_ policy: String) throws {
    let whole = try JSON.object(trace("--policy", policy))
    let outputs = try #require(whole["outputs"] as? [[String: Any]])
    var furthest = 0
    for output in [outputs[0], outputs[outputs.count / 2], outputs[outputs.count - 1]] {
      let outpoint = try #require(output["outpoint"] as? String)
      let found = try JSON.object(
        trace("--policy", policy, "--explain", outpoint, "--paths", "4"))
      #expect(found["explain"] as? String == outpoint)
      #expect(found["tainted"] as? Int == output["tainted"] as? Int)
      let labels = try #require(found["labels"] as? [[String: Any]])
      for label in labels {
        let paths = try #require(label["paths"] as? [[String: Any]])
        let told = try paths.reduce(0) { try $0 + amount($1, "amount") }
        #expect(try told + amount(label, "rest") == amount(label, "carried"))
        for path in paths {
          let steps = try #require(path["steps"] as? [[String: Any]])
          furthest = max(furthest, steps.count)
          #expect(steps.last?["outpoint"] as? String == outpoint)
          let least = try amount(path, "amount")
          for step in steps { #expect(try amount(step, "carried") >= least) }
          let heights = try steps.map { try amount($0, "height") }
          #expect(heights == heights.sorted())
        }
      }
    }
    #expect(furthest > 2)
  }

  @Test("what cannot be explained is refused")
  func explainRefusals() throws {
    for (outpoint, reason) in [
      (
        "abc",
        "--explain \"abc\" is no txid:vout; a trace lists the outpoints that carry taint"
      ),
      (
        String(repeating: "0", count: 64) + ":1",
        "--explain: transaction \(String(repeating: "0", count: 64)) is not in the ledger, whose tip "
          + "is at height 5369"
      ),
    ] {
      let outcome = try Program.run([
        "trace", try SmallCase.path(), "--source", "reconcile:unbooked", "--explain", outpoint,
      ])
      #expect(outcome.status == 2)
      #expect(outcome.stdout.isEmpty)
      #expect(outcome.stderr.contains("trace-cli: \(reason)"))
    }
  }
}
