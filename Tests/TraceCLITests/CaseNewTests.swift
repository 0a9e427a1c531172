import Foundation
import Testing

@Suite("case new")
struct CaseNewTests {
  private let scratch: ScratchFolder

  init() throws {
    scratch = try ScratchFolder()
  }

  private func makeBlocks(_ magic: [UInt8], key: [UInt8]? = nil) throws {
    let folder = scratch.url.appendingPathComponent("blocks")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let bytes = magic.enumerated().map { $0.element ^ (key?[$0.offset] ?? 0) }
    try Data(bytes + [0, 0, 0, 0]).write(to: folder.appendingPathComponent("blk00000.dat"))
    if let key { try Data(key).write(to: folder.appendingPathComponent("xor.dat")) }
  }

  @Test(
    "the network is read from the magic, behind the key of xor.dat too",
    arguments: [
      ([0xf9, 0xbe, 0xb4, 0xd9], nil, "mainnet"), ([0xfa, 0xbf, 0xb5, 0xda], nil, "regtest"),
      ([0x0a, 0x03, 0xcf, 0x40], [1, 2, 3, 4, 5, 6, 7, 8], "signet"),
    ] as [([UInt8], [UInt8]?, String)])
  func detects(_ magic: [UInt8], _ key: [UInt8]?, _ network: String) throws {
    try makeBlocks(magic, key: key)
    let outcome = try Program.run(
      ["case", "new", "mine", "--blocks", "blocks", "--json"], in: scratch.url)
    #expect(outcome.status == 0, "\(outcome.stderr)")
    let json = try #require(
      JSONSerialization.jsonObject(with: Data(outcome.stdout.utf8)) as? [String: Any])
    #expect(Set(json.keys) == ["case", "network", "blocks", "anchor"])
    #expect(json["anchor"] is NSNull)
    #expect(
      json.compactMapValues { $0 as? String }
        == ["case": "mine", "network": network, "blocks": scratch.path("blocks")])
    #expect(
      try String(contentsOfFile: scratch.path("mine/case.yaml"), encoding: .utf8)
        .contains("network: \(network)"))
  }

  @Test("a halving interval is for regtest alone")
  func halving() throws {
    try makeBlocks([0xfa, 0xbf, 0xb5, 0xda])
    let good = try Program.run(
      ["case", "new", "lab", "--blocks", "blocks", "--halving", "210000"], in: scratch.url)
    #expect(good.status == 0)
    #expect(
      try String(contentsOfFile: scratch.path("lab/case.yaml"), encoding: .utf8)
        .contains("subsidyHalvingInterval: 210000"))
    let bad = try Program.run(
      [
        "case", "new", "no", "--blocks", "blocks", "--network", "mainnet", "--halving", "210000",
      ], in: scratch.url)
    #expect(bad.status == 2)
    #expect(bad.stderr.hasPrefix("Error: --halving is for regtest only, not for mainnet.\n"))
    #expect(bad.stderr.contains("Usage: trace-cli case new <case> --blocks <dir>"))
    try makeBlocks([0xf9, 0xbe, 0xb4, 0xd9])
    let found = try Program.run(
      ["case", "new", "no", "--blocks", "blocks", "--halving", "210000"], in: scratch.url)
    #expect(found.status == 2)
    #expect(found.stderr == "trace-cli: --halving is for regtest only, not for mainnet\n")
  }

  @Test("each refusal is one line and leaves nothing behind")
  func refusals() throws {
    try makeBlocks([1, 2, 3, 4])
    try scratch.write("kept", to: "full/file")
    try FileManager.default.createDirectory(
      atPath: scratch.path("empty"), withIntermediateDirectories: false)
    let before = scratch.listing()
    let cases: [([String], String)] = [
      (
        ["mine", "--blocks", "nowhere"],
        "trace-cli: there is no folder \(scratch.path("nowhere"))\n"
      ),
      (
        ["mine", "--blocks", "empty"],
        "trace-cli: no block file blk*.dat in \(scratch.path("empty"))\n"
      ),
      (
        ["mine", "--blocks", "blocks"],
        "trace-cli: \(scratch.path("blocks/blk00000.dat")): the first 4 bytes are the magic of no "
          + "known network; name it with --network\n"
      ),
      (
        ["full", "--blocks", "blocks", "--network", "regtest"],
        "trace-cli: full exists and is not an empty folder\n"
      ),
    ]
    for (arguments, line) in cases {
      let outcome = try Program.run(["case", "new"] + arguments, in: scratch.url)
      #expect(outcome.status == 2)
      #expect(outcome.stderr == line)
      #expect(outcome.stdout.isEmpty)
      #expect(scratch.listing() == before)
    }
  }
}
