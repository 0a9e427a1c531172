import Bitcoin
import Files
import Foundation
import Ledger
import SystemPackage
import TestSupport
import Testing

private let environment = ProcessInfo.processInfo.environment

/// Needs a Bitcoin Core: `BITCOIND=/path/to/bitcoind BITCOIN_CLI=/path/to/bitcoin-cli swift test`.
@Suite("Agreement with a Bitcoin Core node", .enabled(if: environment["BITCOIND"] != nil))
struct NodeAgreementTests {
  /// 110 blocks that anyone can spend, ten of them on a branch that loses, then every kind of script.
  private func chain() -> ChainBuilder {
    var builder = ChainBuilder()
    let anyone = ScriptPubKey([0x51])
    func open(_ builder: inout ChainBuilder, on parent: BlockHash? = nil, extra: [UInt8] = [])
      -> Block
    {
      builder.addBlock(
        coinbase: [
          TxOut(
            value: builder.network.subsidy(
              at: (builder.height(of: parent ?? builder.tip) ?? 0) + 1),
            scriptPubKey: anyone)
        ], on: parent, extra: extra)
    }
    var coins: [OutPoint] = []
    for _ in 0..<104 { coins.append(open(&builder).coinbaseOutPoint) }
    let fork = builder.tip
    for _ in 0..<10 { _ = open(&builder) }
    for number in 0..<11 { _ = open(&builder, on: number == 0 ? fork : nil, extra: [7]) }
    let hash = [UInt8](repeating: 3, count: 20)
    let longHash = [UInt8](repeating: 4, count: 32)
    let key = [2] + longHash
    let scripts: [[UInt8]] = [
      [0x76, 0xa9, 20] + hash + [0x88, 0xac], [0xa9, 20] + hash + [0x87], [33] + key + [0xac],
      [65, 4] + longHash + longHash + [0xac], [0x51, 33] + key + [33] + key + [0x52, 0xae],
      [0x00, 20] + hash, [0x00, 32] + longHash, [0x51, 32] + longHash, [0x52, 32] + longHash,
      [0x6a], [0x6a, 4, 1, 2, 3, 4], [], [0x76, 0xa9, 0x00, 0x88, 0xac], [0xff],
      [UInt8](repeating: 0x61, count: 10_000), [UInt8](repeating: 0x61, count: 10_001),
    ]
    let spread = ChainBuilder.transaction(
      spending: [coins[0], coins[1]],
      paying: scripts.enumerated().map {
        (Satoshi(Int64($0.offset) * 1_000_003), ScriptPubKey($0.element))
      })
    let again = ChainBuilder.transaction(
      spending: [coins[2]], paying: [(Satoshi(4_999_999_999), anyone), (Satoshi(1), anyone)])
    let chained = ChainBuilder.transaction(
      spending: [again.outPoint(1)], paying: [(Satoshi(1), anyone)], version: 2)
    builder.addBlock([spread, again, chained])
    return builder
  }

  /// The ledger of the losing branch, brought up to date when the other one has won.
  private func rolledBack(_ builder: ChainBuilder) throws -> UTXOSummary {
    let folder = try TemporaryFolder()
    let blocks = folder.path.appending("blocks")
    let ledger = folder.path.appending("ledger")
    // Genesis, 104 below the fork, and 10 of the branch that loses.
    try BlockFolderWriter.write([builder.blocks[..<115].map { .block($0) }], to: blocks)
    _ = try LedgerImport.run(blocks: blocks, network: .regtest, into: ledger)
    try BlockFolderWriter.write([builder.blocks.map { .block($0) }], to: blocks)
    let report = try LedgerImport.run(blocks: blocks, network: .regtest, into: ledger)
    #expect(report.replacedBlockCount == 10)
    #expect(report.keptBlockCount == 105)
    return try ChainLedger(opening: ledger).utxoSummary()
  }

  @Test("tip and hash_serialized_3 are the node's, and its own obfuscated files give them too")
  func sameHash() throws {
    let bitcoind = try #require(environment["BITCOIND"])
    let cli = try #require(environment["BITCOIN_CLI"])
    let builder = chain()
    let world = try builder.makeLedger()
    let data = world.folder.path.appending("node")
    try Folder.create(data)
    let port = "\(Int.random(in: 20_000..<30_000))"
    let arguments = ["-regtest", "-datadir=\(data)", "-rpcport=\(port)"]
    func call(_ words: String...) throws -> String { try run(cli, arguments + words) }
    let node = try start(
      bitcoind,
      arguments + [
        "-server", "-rpcbind=127.0.0.1", "-rpcallowip=127.0.0.1", "-listen=0", "-connect=0",
        "-dnsseed=0", "-assumevalid=0", "-printtoconsole=0",
        "-loadblock=\(world.folder.path.appending("blocks/blk00000.dat"))",
      ])
    var height = -1
    for _ in 0..<200 where height != world.ledger.tipHeight {
      height = Int(try call("getblockcount")) ?? -1
      usleep(100_000)
    }
    let info = try call("gettxoutsetinfo", "hash_serialized_3")
    _ = try call("stop")
    node.waitUntilExit()
    #expect(height == world.ledger.tipHeight)
    let summary = world.ledger.utxoSummary()
    #expect(info.contains("\"bestblock\": \"\(world.ledger.tip)\""), "\(info)")
    #expect(info.contains("\"hash_serialized_3\": \"\(summary.hash)\""), "\(info)")
    #expect(info.contains("\"txouts\": \(summary.count),"), "\(info)")
    #expect(info.contains("\"total_amount\": \(summary.amount),"), "\(info)")

    #expect(try rolledBack(builder) == summary)

    let own = data.appending("own")
    let report = try LedgerImport.run(
      blocks: data.appending("regtest/blocks"), network: .regtest, into: own)
    #expect(report.tip == world.ledger.tip)
    #expect(report.staleBlocks.map(\.height) == Array(105...114))
    let ledger = try ChainLedger(opening: own)
    #expect(ledger.utxoSummary() == summary)
    #expect(try ChainLedger.check(own).findings == [])
  }

  private func start(_ program: String, _ arguments: [String]) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  private func run(_ program: String, _ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
