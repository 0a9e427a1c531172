import Bitcoin
import Files
import SystemPackage
import TestSupport
import Testing

@testable import Ledger

/// Whatever an import may hold in memory, the ledger's bytes are the same.
@Suite("An import with bounded memory")
struct BoundedMemoryTests {
  private func index(
    _ blocks: ArraySlice<Block>, _ folder: TemporaryFolder, _ memory: ImportMemory,
    threads: Int = 1
  ) throws {
    let path = folder.path.appending("blocks")
    try BlockFolderWriter.write([blocks.map { .block($0) }], to: path)
    _ = try LedgerImport.run(
      blocks: path, network: .regtest, into: folder.path.appending("ledger"), threads: threads,
      bound: memory)
  }

  private static let unbounded = ImportMemory(tables: .max)

  @Test("gives the bytes of an import without", arguments: Seeds.of(1...12))
  func random(seed: Int) throws {
    let chain = RandomChain(seed: UInt64(600 + seed), blockCount: 60)
    let free = try TemporaryFolder()
    try index(chain.builder.blocks[...], free, BoundedMemoryTests.unbounded)
    // None at all, and bounds that are passed in the middle; some blocks at a time.
    for tables in [0, 5_000, 20_000, 60_000] {
      let bounded = try TemporaryFolder()
      let memory = ImportMemory(tables: tables, piece: 1_000)
      try index(chain.builder.blocks[...], bounded, memory, threads: 1 + seed % 2)
      #expect(
        try differences(free.path.appending("ledger"), bounded.path.appending("ledger")) == [],
        "seed \(seed), \(tables) bytes")
    }
    #expect(try ChainLedger.check(free.path.appending("ledger")).findings == [])
  }

  @Test("gives them when a ledger is brought up to date, forks and all", arguments: Seeds.of(1...6))
  func steps(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let blocks = RandomChain(seed: UInt64(700 + seed), blockCount: 50).builder.blocks
    let bounded = try TemporaryFolder()
    var count = 1
    while true {
      let tables = Int.random(in: 0...40_000, using: &generator)
      try index(blocks[..<count], bounded, ImportMemory(tables: tables, piece: 2_000))
      if count == blocks.count { break }
      count = min(blocks.count, count + Int.random(in: 1...12, using: &generator))
    }
    let free = try TemporaryFolder()
    try index(blocks[...], free, BoundedMemoryTests.unbounded)
    #expect(
      try differences(free.path.appending("ledger"), bounded.path.appending("ledger")) == [],
      "seed \(seed)")
  }

  @Test("gives them over coinbases with one txid")
  func repeated() throws {
    var builder = ChainBuilder()
    let coinbase = builder.addBlock().transactions[0]
    for _ in 0..<30 { builder.addBlock() }
    builder.addRawBlock([coinbase])
    for _ in 0..<30 { builder.addBlock() }
    let free = try TemporaryFolder()
    try index(builder.blocks[...], free, BoundedMemoryTests.unbounded)
    let bounded = try TemporaryFolder()
    try index(
      builder.blocks[...], bounded, ImportMemory(tables: 0, piece: 500))
    #expect(
      try differences(free.path.appending("ledger"), bounded.path.appending("ledger")) == [])
  }

  @Test("a bound under the least says what the least is")
  func least() throws {
    let folder = try TemporaryFolder()
    let least = LedgerImport.leastMemory(threads: 2)
    let error = #expect(throws: LedgerError.self) {
      _ = try LedgerImport.run(
        blocks: folder.path, network: .regtest, into: folder.path.appending("ledger"), threads: 2,
        memory: 10_000_000)
    }
    #expect(error == .memoryTooSmall(10_000_000, least: least))
    #expect(
      error?.description
        == "10 MB of memory is less than the 59 MB that an import on so many threads needs; "
        + "allow more, or take fewer threads")
  }
}
