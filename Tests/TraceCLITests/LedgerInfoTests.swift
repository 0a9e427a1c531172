import Foundation
import Testing

@Suite("index and ledger info")
struct LedgerInfoTests {
  /// Real blocks, which are not in this repository.
  static let realBlocks: URL? = {
    let given = ProcessInfo.processInfo.environment["REALDATA"]
    let folder =
      given.map { URL(fileURLWithPath: $0) }
      ?? Program.root.appendingPathComponent("../shared/realdata").standardizedFileURL
    let isThere = FileManager.default.fileExists(
      atPath: folder.appendingPathComponent("nbitcoin_blk00000.dat").path)
    if !isThere {
      FileHandle.standardError.write(
        Data("LEFT OUT: no real blocks in \(folder.path); set REALDATA to where they are\n".utf8))
    }
    return isThere ? folder : nil
  }()

  @Test("a machine that runs all tests has the real blocks")
  func presence() {
    let isCI = ProcessInfo.processInfo.environment["CI"] == "true"
    #expect(!isCI || Self.realBlocks != nil)
  }

  private func makeCase(_ scratch: ScratchFolder, cutting cut: Int = 0) throws {
    let source = try #require(Self.realBlocks)
    let blocks = scratch.url.appendingPathComponent("blocks")
    try FileManager.default.createDirectory(at: blocks, withIntermediateDirectories: true)
    for number in 0...1 {
      let bytes = try Data(
        contentsOf: source.appendingPathComponent("nbitcoin_blk0000\(number).dat"))
      try bytes.dropLast(number * cut).write(
        to: blocks.appendingPathComponent("blk0000\(number).dat"))
    }
    let outcome = try Program.run(["case", "new", "case", "--blocks", "blocks"], in: scratch.url)
    try #require(outcome.status == 0)
  }

  @Test(
    "the first 600 blocks of mainnet are read to their true tip", .enabled(if: realBlocks != nil))
  func mainnet() throws {
    let scratch = try ScratchFolder()
    try makeCase(scratch)
    let index = try Program.run(["index", "case", "--quiet"], in: scratch.url)
    #expect(index.status == 0)
    #expect(index.stderr.isEmpty)
    let info = try Program.run(["ledger", "info", "case", "--json"], in: scratch.url)
    #expect(info.status == 0)
    let json = try #require(
      JSONSerialization.jsonObject(with: Data(info.stdout.utf8)) as? [String: Any])
    #expect(json["network"] as? String == "mainnet")
    #expect(json["height"] as? Int == 599)
    #expect(json["blocks"] as? Int == 600)
    #expect(json["transactions"] as? Int == 616)
    #expect(
      json["tip"] as? String == "0000000042844571bc6bce8e1c0fbec99466971eaff89fef8c0d123582181d4d")
    let utxo = try #require(json["utxo"] as? [String: Any])
    #expect(Set(utxo.keys) == ["count", "amount", "hash_serialized_3"])
    // 599 coinbases of 50 BTC, since the genesis block's is no coin, and fees stay within them.
    #expect(utxo["amount"] as? Int == 599 * 5_000_000_000)
  }

  @Test(
    "a case made around real blocks needs no books to be traced", .enabled(if: realBlocks != nil))
  func trace() throws {
    let scratch = try ScratchFolder()
    try makeCase(scratch)
    #expect(try Program.run(["index", "case", "--quiet"], in: scratch.url).status == 0)
    // The coinbase of block 9, the first coin that was ever spent, in block 170.
    let coin = "0437cd7f8525ceed2324359c2d0ba26006d92d856a9c20fa0241106ee5a597c9:0"
    let outcome = try Program.run(
      ["trace", "case", "--source", coin, "--json", "--quiet"], in: scratch.url)
    #expect(outcome.status == 0, "\(outcome.stderr)")
    let outputs = try #require(JSON.object(outcome.stdout)["outputs"] as? [[String: Any]])
    #expect(outputs.count > 1)
    #expect(outputs.compactMap { $0["tainted"] as? Int }.reduce(0, +) == 5_000_000_000)
    let nobody = String(repeating: "0", count: 63) + "1"
    let unknown = try Program.run(
      ["trace", "case", "--source", "\(nobody):0", "--quiet"], in: scratch.url)
    #expect(unknown.status == 2)
    #expect(
      unknown.stderr
        == "trace-cli: source transaction \(nobody) is not in the ledger, "
        + "whose tip is at height 599\n")
  }

  @Test(
    "a block file that is cut off is strictly refused by file, byte and reason, and leaves no ledger",
    .enabled(if: realBlocks != nil))
  func truncated() throws {
    let scratch = try ScratchFolder()
    try makeCase(scratch, cutting: 100)
    let before = scratch.listing()
    let outcome = try Program.run(["index", "case", "--strict", "--quiet"], in: scratch.url)
    #expect(outcome.status == 2)
    #expect(outcome.stdout.isEmpty)
    let file = scratch.path("blocks/blk00001.dat")
    #expect(outcome.stderr.hasPrefix("trace-cli: \(file): block record at byte "))
    #expect(outcome.stderr.contains(" is cut off: "))
    #expect(outcome.stderr.filter { $0 == "\n" }.count == 1)
    #expect(scratch.listing() == before)
    let lenient = try Program.run(["index", "case"], in: scratch.url)
    #expect(lenient.status == 0)
    #expect(lenient.stdout.contains("tip: height 598, "))
    #expect(lenient.stderr.contains("left out: blk00001.dat: "))
    #expect(lenient.stderr.contains(" that the end cuts off at byte "))
  }

  @Test(
    "a ledger that was tampered with is told apart from a sound one",
    .enabled(if: realBlocks != nil))
  func check() throws {
    let scratch = try ScratchFolder()
    try makeCase(scratch)
    #expect(try Program.run(["index", "case", "--quiet"], in: scratch.url).status == 0)
    let sound = try Program.run(["ledger", "check", "case", "--quiet"], in: scratch.url)
    #expect(sound.status == 0)
    #expect(sound.stdout == "case/ledger is sound\n")
    let columns = scratch.listing().filter { $0.hasPrefix("case/ledger/") }
    let files = columns.map { scratch.url.appendingPathComponent($0) }
    let sizes = try files.map { try Data(contentsOf: $0).count }
    let largest = try #require(zip(files, sizes).max { $0.1 < $1.1 }?.0)
    var bytes = try Data(contentsOf: largest)
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: largest)
    let damaged = try Program.run(
      ["ledger", "check", "case", "--quiet", "--json"], in: scratch.url)
    #expect(damaged.status == 1)
    let json = try #require(
      JSONSerialization.jsonObject(with: Data(damaged.stdout.utf8)) as? [String: Any])
    #expect(json["sound"] as? Bool == false)
  }

  @Test("a case without a ledger says how to make one, a folder without a case that it is none")
  func missing() throws {
    let scratch = try ScratchFolder()
    try scratch.write("title: t\nnetwork: regtest\n", to: "case/case.yaml")
    let noLedger = try Program.run(["ledger", "info", "case"], in: scratch.url)
    #expect(noLedger.status == 2)
    #expect(noLedger.stderr == "trace-cli: no ledger in case/ledger; run trace-cli index case\n")
    let noCase = try Program.run(["ledger", "info", "nowhere"], in: scratch.url)
    #expect(noCase.status == 2)
    #expect(noCase.stderr == "trace-cli: no case at nowhere: it has no case.yaml\n")
  }
}
