import Foundation
import Testing

@Suite("validate")
struct ValidateCommandTests {
  private let scratch: ScratchFolder

  /// A case of every kind of address, whose chain is stock regtest's.
  init() throws {
    scratch = try ScratchFolder()
    let simulated = try Program.run([
      "simulate", "Scenarios/scripts.yaml", "--out", scratch.path("case"), "--quiet",
    ])
    try #require(simulated.status == 0, "\(simulated.stderr)")
  }

  private func validate(_ arguments: String...) throws -> Program.Outcome {
    try Program.run(["validate"] + arguments, in: scratch.url)
  }

  @Test(
    "a case and its folder of block files are valid, with the same words on any count of threads")
  func valid() throws {
    let outcome = try validate("case", "--json", "--quiet")
    #expect(outcome.status == 0)
    #expect(outcome.stderr.isEmpty)
    let json = try JSON.object(outcome.stdout)
    let keys: Set = [
      "valid", "blocks", "transactions", "inputs", "signatures", "height", "tip", "first",
    ]
    #expect(Set(json.keys) == keys)
    #expect(json["valid"] as? Bool == true)
    #expect(json["first"] is NSNull)
    let height = try #require(json["height"] as? Int)
    #expect(json["blocks"] as? Int == height + 1)
    #expect(try #require(json["signatures"] as? Int) >= #require(json["inputs"] as? Int))
    for threads in ["1", "3"] {
      let other = try validate("case/blocks", "--json", "--quiet", "--threads", threads)
      #expect(other.stdout == outcome.stdout)
    }
    let text = try validate("case")
    #expect(text.lines.count == 2)
    #expect(text.lines[0].hasPrefix("valid: "))
    let tip = try #require(json["tip"] as? String)
    #expect(text.lines[1] == "tip: height \(height), \(tip)")
    #expect(text.stderr.contains(" signatures checked in "))
  }

  @Test("heights: what was asked for is counted, above the tip means the tip")
  func heights() throws {
    let all = try JSON.object(validate("case", "--json", "--quiet", "--to", "999999").stdout)
    let tip = try #require(all["height"] as? Int)
    let genesis = try JSON.object(validate("case", "--json", "--quiet", "--to", "0").stdout)
    #expect(genesis["blocks"] as? Int == 1)
    #expect(genesis["height"] as? Int == 0)
    let last = try JSON.object(validate("case", "--json", "--quiet", "--from", "\(tip)").stdout)
    #expect(last["blocks"] as? Int == 1)
    #expect(last["tip"] as? String == all["tip"] as? String)
    let above = try validate("case", "--quiet", "--from", "\(tip + 1)")
    #expect(above.status == 2)
    #expect(
      above.stderr
        == "trace-cli: no block at height \(tip + 1) and above: the tip is at \(tip)\n")
  }

  @Test("a chain that breaks a rule: exit status 1, the rule, the place and the values")
  func wrong() throws {
    let outcome = try validate("case/blocks", "--halving", "10", "--json", "--quiet")
    #expect(outcome.status == 1)
    #expect(outcome.stderr.isEmpty)
    let json = try JSON.object(outcome.stdout)
    #expect(json["valid"] as? Bool == false)
    #expect(json["blocks"] as? Int == 10)
    #expect(json["height"] as? Int == 9)
    let first = try #require(json["first"] as? [String: Any])
    let keys: Set = ["height", "block", "txid", "input", "rule", "detail", "reason"]
    #expect(Set(first.keys) == keys)
    #expect(first["height"] as? Int == 10)
    #expect(first["input"] is NSNull)
    #expect(first["rule"] as? String == "bad-cb-amount")
    #expect(first["reason"] as? String == "bad-cb-amount")
    let txid = try #require(first["txid"] as? String)
    let text = try validate("case/blocks", "--halving", "10")
    #expect(text.status == 1)
    #expect(text.lines.first == "invalid: block 10 breaks bad-cb-amount")
    #expect(text.lines.contains { $0.hasSuffix("0, \(txid)") })
    #expect(text.lines.last?.hasPrefix("good below: 10 blocks, 10 transactions") == true)
  }

  @Test("what cannot be judged is refused with exit status 2 and nothing on stdout")
  func refusals() throws {
    try FileManager.default.createDirectory(
      atPath: scratch.path("empty"), withIntermediateDirectories: false)
    let cut = scratch.path("cut/blk00000.dat")
    try scratch.write("", to: "cut/blk00000.dat")
    let whole = try Data(
      contentsOf: scratch.url.appendingPathComponent("case/blocks/blk00000.dat"))
    try whole.dropLast(10).write(to: URL(fileURLWithPath: cut))
    let cases: [([String], String)] = [
      (["nowhere"], "trace-cli: there is no folder nowhere\n"),
      (["case/case.yaml"], "trace-cli: there is no folder case/case.yaml\n"),
      (["empty"], "trace-cli: no block file blk*.dat in empty\n"),
      (["cut"], "trace-cli: cut/blk00000.dat: block record at byte "),
      (
        ["case/blocks", "--network", "mainnet"],
        "trace-cli: no mainnet block in case/blocks; its files are of regtest\n"
      ),
      (
        ["case", "--network", "regtest"],
        "trace-cli: --network and --halving are for a folder of block"
      ),
      (["case/blocks", "--network", "moon"], "Error: --network moon is none of mainnet, "),
      (["case/blocks", "--halving", "0"], "Error: --halving 0 is not between 1 and 210000."),
      (["case", "--signet-challenge", "51"], "trace-cli: --signet-challenge is for signet only"),
      (
        ["case", "--signet-challenge", "51", "--network", "regtest"],
        "Error: --signet-challenge is for signet only, not for regtest."
      ),
      (
        ["case/blocks", "--network", "signet", "--halving", "5"],
        "Error: --halving is for regtest only, not for signet."
      ),
      (
        ["case/blocks", "--signet-challenge", "5"],
        "Error: --signet-challenge 5 is no script in hex."
      ),
      (["case", "--threads", "0"], "Error: --threads 0 is not between 1 and 1024."),
      (["case", "--from", "10", "--to", "5"], "Error: --to 5 is below --from 10."),
      (["case", "--from=-1"], "Error: --from -1 is below 0."),
    ]
    for (arguments, start) in cases {
      let outcome = try Program.run(["validate", "--quiet"] + arguments, in: scratch.url)
      #expect(outcome.status == 2, "\(arguments)")
      #expect(outcome.stdout.isEmpty, "\(arguments)")
      #expect(outcome.stderr.hasPrefix(start), "\(outcome.stderr)")
      #expect(
        outcome.stderr.contains("\nUsage: trace-cli validate <case> ") == start.hasPrefix("Error:"),
        "\(outcome.stderr)")
    }
  }
}
