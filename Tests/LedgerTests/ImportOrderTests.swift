import Bitcoin
import Files
import Ledger
import SystemPackage
import TestSupport
import Testing

@Suite("The order of blocks does not matter")
struct ImportOrderTests {
  /// Columns that say where in the files blocks are, and what commits to them.
  static let placeFiles: Set<String> = [
    "block.file", "block.position", "checksums", "manifest", "sources",
  ]

  @Test(
    "shuffled blocks in several files, with junk, duplicates and a key", arguments: Seeds.of(1...20)
  )
  func shuffled(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let chain = RandomChain(seed: UInt64(100 + seed), blockCount: 50)
    let sorted = try RandomChain(seed: UInt64(100 + seed), blockCount: 50).builder.makeLedger()

    let fileCount = Int.random(in: 1...4, using: &generator)
    var files = [[BlockFolderWriter.Piece]](repeating: [], count: fileCount)
    for block in chain.builder.blocks.shuffled(using: &generator) {
      let file = Int.random(in: 0..<fileCount, using: &generator)
      files[file].append(ImportOrderTests.piece(block, using: &generator))
      if Int.random(in: 0..<6, using: &generator) == 0 {
        let other = chain.builder.blocks.randomElement(using: &generator) ?? block
        files[file].append(.raw(ImportOrderTests.junk(other, using: &generator)))
      }
    }
    files[0].append(.block(chain.builder.blocks[7]))
    // Junk at the end of a file that begins like a magic would be a record cut off.
    for file in files.indices { files[file].append(.raw([1])) }
    let key: [UInt8] = seed.isMultiple(of: 2) ? [] : [9, 0, 200, 31, 7, 1, 255, 77]

    let folder = try TemporaryFolder()
    try BlockFolderWriter.write(files, key: key, to: folder.path.appending("blocks"))
    let world = try TestLedger(folder, network: .regtest, threads: 2)
    #expect(
      try differences(world.ledger.folder, sorted.ledger.folder).subtracting(
        ImportOrderTests.placeFiles) == [], "seed \(seed)")
    #expect(world.report.staleBlocks == sorted.report.staleBlocks)
    let duplicates = world.report.skipped.filter {
      if case .duplicate = $0.reason { true } else { false }
    }
    #expect(duplicates.map(\.reason) == [.duplicate(chain.builder.blocks[7].header.computeHash())])
    #expect(!world.report.skipped.isEmpty)
    #expect(try ChainLedger.check(world.ledger.folder).findings == [])
  }

  /// A block as a record, of which one in ten lies about its length.
  private static func piece(
    _ block: Block, using generator: inout SeededGenerator
  ) -> BlockFolderWriter.Piece {
    guard Int.random(in: 0..<10, using: &generator) == 0 else { return .block(block) }
    var record = BlockFolderWriter.record(block)
    let claimed = Int.random(
      in: 0..<(Bool.random(using: &generator) ? 3_000 : 5_000_000), using: &generator)
    for index in 0..<4 { record[4 + index] = UInt8(truncatingIfNeeded: claimed >> (8 * index)) }
    return .raw(record)
  }

  /// Bytes that are no block: any, a part of a record, a record with a damaged body or no length.
  private static func junk(_ block: Block, using generator: inout SeededGenerator) -> [UInt8] {
    let record = BlockFolderWriter.record(block)
    switch Int.random(in: 0..<4, using: &generator) {
    case 0:
      let count = Int.random(in: 1...40, using: &generator)
      return (0..<count).map { _ in UInt8.random(in: 1...200, using: &generator) }
    case 1:
      return Array(record.prefix(Int.random(in: 1..<record.count, using: &generator)))
    case 2:
      let txids = block.transactions.map { $0.computeTxid() }
      while true {
        var damaged = record
        let place = Int.random(in: 88..<record.count, using: &generator)
        damaged[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        // A block that does not commit to its witnesses is whole with any others: a duplicate, no junk.
        let found = try? Block(decoding: Array(damaged.dropFirst(8)))
        if found?.transactions.map({ $0.computeTxid() }) != txids { return damaged }
      }
    default:
      return Array(record.prefix(4)) + [0, 0, UInt8.random(in: 0...255, using: &generator), 0]
    }
  }

  @Test("any count of threads gives the same bytes")
  func threads() throws {
    var builder = RandomChain(seed: 4, blockCount: 40, forks: false).builder
    var last: OutPoint?
    for number in 0..<50 {
      let payments = last.map {
        [ChainBuilder.transaction(spending: [$0], paying: [(Satoshi(1), ChainBuilder.script(1))])]
      }
      let long = ScriptPubKey([UInt8](repeating: UInt8(number), count: 60_000))
      let block = builder.addBlock(
        payments ?? [],
        coinbase: [
          TxOut(value: .zero, scriptPubKey: long),
          TxOut(value: Satoshi(2), scriptPubKey: ChainBuilder.script(number)),
        ])
      last = block.transactions[0].outPoint(1)
    }
    let one = try builder.makeLedger(threads: 1)
    // Work is shared out by the mebibyte, so there must be several.
    #expect(try File.size(one.folder.path.appending("blocks/blk00000.dat")) > 5 << 19)
    for threads in [2, 3, 8] {
      let many = try builder.makeLedger(threads: threads)
      #expect(try differences(one.ledger.folder, many.ledger.folder) == [])
    }
    #expect(try ChainLedger.check(one.ledger.folder).findings == [])
  }

  @Test("an obfuscated copy gives the same bytes, whatever the key")
  func obfuscated() throws {
    let chain = RandomChain(seed: 5, blockCount: 40)
    let plain = try chain.builder.makeLedger()
    for key: [UInt8] in [[0, 0, 0, 0, 0, 0, 0, 0], [1, 2, 3, 4, 5, 6, 7, 8]] {
      let folder = try TemporaryFolder()
      try BlockFolderWriter.write(
        [chain.builder.blocks.map { .block($0) }], key: key, to: folder.path.appending("blocks"))
      let world = try TestLedger(folder, network: .regtest)
      #expect(try differences(plain.ledger.folder, world.ledger.folder) == [])
    }
  }

  @Test("a second import of the same blocks writes nothing, one of more blocks does")
  func again() throws {
    var builder = RandomChain(seed: 6, blockCount: 20).builder
    let world = try builder.makeLedger()
    let blocks = world.folder.path.appending("blocks")
    let ledger = world.ledger.folder
    let before = try contents(ledger)
    let again = try LedgerImport.run(blocks: blocks, network: .regtest, into: ledger)
    #expect(again.isUpToDate)
    #expect(!world.report.isUpToDate)
    var expected = world.report
    expected.isUpToDate = true
    expected.keptBlockCount = expected.blockCount
    #expect(again == expected)
    #expect(try contents(ledger) == before)

    builder.addBlock()
    try BlockFolderWriter.write([builder.blocks.map { .block($0) }], to: blocks)
    let more = try LedgerImport.run(blocks: blocks, network: .regtest, into: ledger)
    #expect(!more.isUpToDate)
    #expect(more.blockCount == world.report.blockCount + 1)
    #expect(more.keptBlockCount == world.report.blockCount)
    #expect(try Folder.list(world.folder.path) == ["blocks", "ledger"])

    var other = Network.regtest
    other.subsidyHalvingInterval = 1000
    let changed = try LedgerImport.run(blocks: blocks, network: other, into: ledger)
    #expect(!changed.isUpToDate)
    #expect(try ChainLedger(opening: ledger).network == other)
  }

  @Test("the branch with the most work wins, not the longest and not the first")
  func mostWork() throws {
    var builder = ChainBuilder()
    let genesis = builder.tip
    for _ in 0..<5 { builder.addBlock() }
    // A target 32 times as hard: one such block is worth 32 of the others.
    let heavy = builder.addBlock(on: genesis, extra: [1], bits: 0x2003_ffff)
    for number in 0..<6 { builder.addBlock(on: number == 0 ? genesis : nil, extra: [2]) }
    let world = try builder.makeLedger()
    #expect(world.ledger.tip == heavy.header.computeHash())
    #expect(world.ledger.blockCount == 2)
    #expect(world.report.staleBlocks.count == 11)
    #expect(world.report.staleBlocks.map(\.height) == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6])
  }
}

/// The files of a folder with their bytes.
func contents(_ folder: FilePath) throws -> [String: [UInt8]] {
  var files: [String: [UInt8]] = [:]
  for name in try Folder.list(folder) { files[name] = try File.read(folder.appending(name)) }
  return files
}

/// The names of the files that are not the same in both folders.
func differences(_ one: FilePath, _ other: FilePath) throws -> Set<String> {
  let (left, right) = (try contents(one), try contents(other))
  return Set(left.keys).union(right.keys).filter { left[$0] != right[$0] }
}
