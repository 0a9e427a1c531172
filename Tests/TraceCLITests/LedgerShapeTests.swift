import Foundation
import Testing

@Suite("ledger shape")
struct LedgerShapeTests {
  @Test("a simulated case's counts, as JSON and for people")
  func small() throws {
    let scratch = try ScratchFolder()
    let scenario = Program.root.appendingPathComponent("Scenarios/scale.yaml").path
    let made = try Program.run(
      ["simulate", scenario, "--set", "size=1000", "--out", "case", "--quiet"], in: scratch.url)
    try #require(made.status == 0)
    let index = try Program.run(["index", "case", "--quiet"], in: scratch.url)
    try #require(index.status == 0)
    let outcome = try Program.run(["ledger", "shape", "case", "--json"], in: scratch.url)
    #expect(outcome.status == 0)
    let json = try #require(
      JSONSerialization.jsonObject(with: Data(outcome.stdout.utf8)) as? [String: Any])
    func number(_ key: String) throws -> Int { try #require(json[key] as? Int, "\(key)") }
    let shapes = try ["oneToOne", "oneToTwo", "oneToMany", "manyToOne", "manyToTwo", "manyToMany"]
      .map { try number($0) }
    #expect(try shapes.reduce(0, +) == number("transactions"))
    // The payments, and the pools' payouts.
    #expect(try number("transactions") > 1_000 && number("transactions") < 1_300)
    #expect(try number("scriptsPaidOnce") < number("scripts"))
    #expect(try number("outputsToKnownScripts") > 0)
    let kinds = try #require(json["outputsByKind"] as? [String: Int])
    #expect(try kinds.values.reduce(0, +) == number("outputs"))
    let clusters = try #require(json["clusters"] as? [String: Any])
    let sizes = try #require(clusters["sizes"] as? [String: Int])
    #expect(sizes.values.reduce(0, +) == clusters["count"] as? Int)
    let text = try Program.run(["ledger", "shape", "case"], in: scratch.url)
    #expect(text.status == 0)
    #expect(text.stdout.contains("1 input, 2 outputs"))
  }
}
