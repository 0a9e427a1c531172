import Bitcoin
import Files
import Foundation
import Ledger
import SystemPackage
import TestSupport
import Testing

@Suite("Bringing a ledger up to date")
struct AppendTests {
  /// Writes a part of a chain's blocks, as they came, and brings the ledger up to date.
  private func index(_ blocks: ArraySlice<Block>, _ folder: TemporaryFolder) throws -> ImportReport
  {
    let path = folder.path.appending("blocks")
    try BlockFolderWriter.write([blocks.map { .block($0) }], to: path)
    return try LedgerImport.run(
      blocks: path, network: .regtest, into: folder.path.appending("ledger"), threads: 2)
  }

  @Test(
    "gives a fresh import's bytes after every step, forks and all", arguments: Seeds.of(1...6))
  func steps(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let blocks = RandomChain(seed: UInt64(300 + seed), blockCount: 60).builder.blocks
    let folder = try TemporaryFolder()
    var count = 1
    var kept = 0
    while true {
      let report = try index(blocks[..<count], folder)
      kept += report.keptBlockCount
      let fresh = try TemporaryFolder()
      let expected = try index(blocks[..<count], fresh)
      #expect(expected.keptBlockCount == 0)
      #expect(
        try differences(folder.path.appending("ledger"), fresh.path.appending("ledger")) == [],
        "seed \(seed), \(count) blocks")
      #expect(try ChainLedger.check(folder.path.appending("ledger")).findings == [])
      if count == blocks.count { break }
      count = min(blocks.count, count + Int.random(in: 1...8, using: &generator))
    }
    #expect(kept > 0)
  }

  @Test("rolls back to the fork and goes on", arguments: [1, 10, 20])
  func reorganisation(depth: Int) throws {
    var builder = RandomChain(seed: 33, blockCount: 30, forks: false).builder
    let folder = try TemporaryFolder()
    let before = try index(builder.blocks[...], folder)
    #expect(before.blockCount == 31)
    let fork = builder.blocks[30 - depth].header.computeHash()
    for number in 0...depth { builder.addBlock(on: number == 0 ? fork : nil, extra: [5]) }
    let after = try index(builder.blocks[...], folder)
    #expect(after.blockCount == 32)
    #expect(after.keptBlockCount == 31 - depth)
    #expect(after.replacedBlockCount == depth)
    #expect(after.tip == builder.tip)
    let fresh = try TemporaryFolder()
    _ = try index(builder.blocks[...], fresh)
    #expect(
      try differences(folder.path.appending("ledger"), fresh.path.appending("ledger")) == [])
  }

  @Test("rolls back over coinbases with one txid")
  func overwritten() throws {
    var builder = ChainBuilder()
    let coinbase = builder.addBlock().transactions[0]
    for _ in 0..<3 { builder.addBlock() }
    let fork = builder.tip
    builder.addRawBlock([coinbase])
    let folder = try TemporaryFolder()
    _ = try index(builder.blocks[...], folder)
    for number in 0..<2 { builder.addBlock(on: number == 0 ? fork : nil, extra: [5]) }
    let report = try index(builder.blocks[...], folder)
    #expect(report.replacedBlockCount == 1)
    let fresh = try TemporaryFolder()
    _ = try index(builder.blocks[...], fresh)
    #expect(
      try differences(folder.path.appending("ledger"), fresh.path.appending("ledger")) == [])
  }

  @Test("does not go on from a damaged ledger, and says so")
  func damaged() throws {
    var builder = RandomChain(seed: 34, blockCount: 12, forks: false).builder
    let folder = try TemporaryFolder()
    let ledger = folder.path.appending("ledger")
    for name in ["tx.txid", "output.value", "checksums", "manifest", "block.hash"] {
      #expect(try index(builder.blocks[...], folder).droppedLedger == nil)
      var bytes = try File.read(ledger.appending(name))
      bytes[40] ^= 4
      try AtomicFile.write(bytes, to: ledger.appending(name))
      builder.addBlock()
      let report = try index(builder.blocks[...], folder)
      #expect(report.keptBlockCount == 0, "\(name)")
      guard case .damaged(let reason) = report.droppedLedger else {
        Issue.record("\(name): \(report)")
        continue
      }
      #expect(reason.hasPrefix("wrong checksum"), "\(name): \(reason)")
      #expect(try ChainLedger.check(ledger).findings == [])
    }
  }

  @Test("finds again what a length that lies hides", arguments: [1, 4])
  func lyingLength(count: Int) throws {
    var builder = RandomChain(seed: 37, blockCount: 12, forks: false).builder
    let folder = try TemporaryFolder()
    let blocks = folder.path.appending("blocks")
    for step in 0..<3 {
      var pieces = builder.blocks.map { BlockFolderWriter.Piece.block($0) }
      var record = BlockFolderWriter.record(builder.blocks[5])
      let hidden = (6..<6 + count).map { BlockFolderWriter.record(builder.blocks[$0]).count }
      let claimed = record.count - 8 + hidden.reduce(0, +)
      for index in 0..<4 { record[4 + index] = UInt8(truncatingIfNeeded: claimed >> (8 * index)) }
      pieces[5] = .raw(record)
      try BlockFolderWriter.write([pieces], to: blocks)
      let report = try LedgerImport.run(
        blocks: blocks, network: .regtest, into: folder.path.appending("ledger"))
      #expect(report.tip == builder.tip)
      #expect(report.keptBlockCount == (step == 0 ? 0 : builder.blocks.count - 1))
      builder.addBlock()
    }
  }

  @Test("does not read the bodies of the blocks that it has")
  func unread() throws {
    var builder = RandomChain(seed: 35, blockCount: 12, forks: false).builder
    let folder = try TemporaryFolder()
    _ = try index(builder.blocks[...], folder)
    builder.addBlock()
    // A body that is damaged after it was read; its length and header are as they were.
    var pieces = builder.blocks.map { BlockFolderWriter.Piece.block($0) }
    var record = BlockFolderWriter.record(builder.blocks[5])
    record[record.count - 1] ^= 1
    pieces[5] = .raw(record)
    let blocks = folder.path.appending("blocks")
    try BlockFolderWriter.write([pieces], to: blocks)
    let report = try LedgerImport.run(
      blocks: blocks, network: .regtest, into: folder.path.appending("ledger"))
    #expect(report.tip == builder.tip)
    #expect(report.keptBlockCount == 13)
  }

  @Test("leaves an open ledger as it was")
  func reader() throws {
    var builder = RandomChain(seed: 36, blockCount: 12, forks: false).builder
    let folder = try TemporaryFolder()
    _ = try index(builder.blocks[...], folder)
    let ledger = try ChainLedger(opening: folder.path.appending("ledger"))
    let before = ledger.utxoSummary()
    for _ in 0..<5 {
      builder.addBlock()
      _ = try index(builder.blocks[...], folder)
      #expect(ledger.utxoSummary() == before)
      #expect(ledger.blockCount == 13)
    }
  }

  @Test("says why it does not go on from a ledger that is of something else")
  func dropped() throws {
    let builder = RandomChain(seed: 38, blockCount: 5, forks: false).builder
    let folder = try TemporaryFolder()
    let blocks = folder.path.appending("blocks")
    let ledger = folder.path.appending("ledger")
    _ = try index(builder.blocks[...], folder)
    try BlockFolderWriter.write(
      [[.raw([7])] + builder.blocks.map { .block($0) }], to: blocks)
    func run(_ network: Network = .regtest) throws -> DroppedLedger? {
      try LedgerImport.run(blocks: blocks, network: network, into: ledger).droppedLedger
    }
    #expect(try run() == .elsewhere)
    #expect(try run() == nil)
    var other = Network.regtest
    other.subsidyHalvingInterval = 210_000
    #expect(try run(other) == .network(.regtest))
    try AtomicFile.write("coldtrace-ledger 2\n", to: ledger.appending("manifest"))
    #expect(try run(other) == .version("2"))
  }

  @Test("goes through a link to another disk, which stays")
  func link() throws {
    var builder = RandomChain(seed: 39, blockCount: 12, forks: false).builder
    let folder = try TemporaryFolder()
    let disk = try TemporaryFolder(inMemory: true)
    try FileManager.default.createSymbolicLink(
      atPath: folder.path.appending("ledger").string,
      withDestinationPath: disk.path.appending("columns").string)
    for kept in [0, 13, 14] {
      let report = try index(builder.blocks[...], folder)
      #expect(report.keptBlockCount == kept)
      #expect(try ChainLedger.check(folder.path.appending("ledger")).findings == [])
      #expect(try Folder.list(disk.path) == ["columns"])
      #expect(try Folder.list(folder.path) == ["blocks", "ledger"])
      builder.addBlock()
    }
    let link = try FileManager.default.destinationOfSymbolicLink(
      atPath: folder.path.appending("ledger").string)
    #expect(link == disk.path.appending("columns").string)
  }

  @Test("goes on from a read-only copy of a ledger")
  func readOnly() throws {
    var builder = RandomChain(seed: 34, blockCount: 12, forks: false).builder
    let folder = try TemporaryFolder()
    let ledger = folder.path.appending("ledger")
    _ = try index(builder.blocks[...], folder)
    for name in try Folder.list(ledger) {
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o444], ofItemAtPath: ledger.appending(name).string)
    }
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o555], ofItemAtPath: ledger.string)
    builder.addBlock()
    #expect(try index(builder.blocks[...], folder).keptBlockCount == 13)
    #expect(try ChainLedger.check(ledger).findings == [])
    #expect(try Folder.list(folder.path) == ["blocks", "ledger"])
    let modes = try Folder.list(ledger).map {
      try FileManager.default.attributesOfItem(atPath: ledger.appending($0).string)[
        .posixPermissions] as? Int
    }
    #expect(modes.allSatisfy { $0 != 0o444 })
  }
}
