import Bitcoin
import Files
import SystemPackage
import TestSupport
import Testing

@testable import Ledger

/// What a scan says of a file is true of each of its bytes.
@Suite("What is told of block files")
struct TrueReportTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func scan(_ bytes: [UInt8]) throws -> ChainScan {
    let blocks = folder.path.appending("blocks")
    try BlockFolderWriter.write([[.raw(bytes)]], to: blocks)
    var scan = try ChainScan(
      BlockFolder(blocks, network: .regtest), network: .regtest, threads: 2, progress: { _ in })
    try scan.settle(threads: 2)
    // All bodies, as an import of the chain finds them.
    while let (height, fault) = try findFault(in: scan) {
      try scan.exclude(scan.chain[height], at: height, fault)
      try scan.settle(threads: 2)
    }
    return scan
  }

  private func findFault(in scan: ChainScan) throws -> (Int, BlockFault)? {
    for (height, block) in scan.chain.enumerated() {
      if let fault = try ChunkParser.findFault(in: block, scan.folder) { return (height, fault) }
    }
    return nil
  }

  /// Whether the bytes are stepped over, and not those of a block that is told of for another reason.
  private func isGap(_ bytes: SkippedBytes) -> Bool {
    switch bytes.reason {
    case .junk, .zeroTail, .torn, .untried, .cutOff, .noWork, .damaged: true
    case .wrongLength, .otherWitnesses, .duplicate, .unconnected, .refused: false
    }
  }

  @Test("bytes of blocks and bytes left out are all bytes, each once", arguments: Seeds.of(1...40))
  func cover(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let chain = RandomChain(seed: UInt64(seed % 5), blockCount: 15).builder
    let records = chain.blocks.map { BlockFolderWriter.record($0) }
    var bytes = records[0]
    for _ in 0..<30 {
      var record = records.randomElement(using: &generator) ?? []
      for _ in 0..<Int.random(in: 0...2, using: &generator) {
        let other = records.randomElement(using: &generator) ?? []
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: record[Int.random(in: 0..<record.count, using: &generator)] ^= 4
        case 1: record.removeLast(Int.random(in: 0..<record.count - 90, using: &generator))
        case 2:
          record.insert(contentsOf: other, at: Int.random(in: 8...record.count, using: &generator))
        case 3: record += other
        case 4: lie(&record, record.count - 8)
        default: lie(&record, Int.random(in: 80...2_000, using: &generator))
        }
      }
      bytes += record
    }
    let scan = try scan(bytes)
    let blocks = scan.found.filter { scan.faults[$0.place] == nil }
      .map { $0.position..<$0.blockPosition + $0.size }
    let gaps = scan.skipped.filter(isGap).map { $0.position..<$0.position + $0.count }
    var end = 0
    for range in (blocks + gaps).sorted(by: { $0.lowerBound < $1.lowerBound }) {
      #expect(range.lowerBound == end && !range.isEmpty, "seed \(seed): \(range) after \(end)")
      end = range.upperBound
    }
    #expect(end == bytes.count, "seed \(seed)")
  }

  private func lie(_ record: inout [UInt8], _ claimed: Int) {
    for index in 0..<4 { record[4 + index] = UInt8(truncatingIfNeeded: claimed >> (8 * index)) }
  }

  @Test("what was left out before a block turned out to be there is told no more")
  func stale() throws {
    var builder = ChainBuilder()
    // A magic in a script, at which the record is said to end.
    let script = [UInt8](repeating: 0x51, count: 60) + Network.regtest.magic
    let block = builder.addBlock(coinbase: [
      TxOut(value: .zero, scriptPubKey: ScriptPubKey(script + [9, 9, 9]))
    ])
    var record = BlockFolderWriter.record(block)
    let place = try #require(
      (8..<record.count).first { record[$0...].starts(with: Network.regtest.magic) })
    lie(&record, place - 8)
    builder.addBlock()
    let bytes =
      BlockFolderWriter.record(builder.blocks[0]) + record
      + BlockFolderWriter.record(builder.blocks[2])
    let scan = try scan(bytes)
    #expect(scan.chain.map(\.hash).last == builder.tip)
    #expect(
      scan.skipped.map(\.reason)
        == [.wrongLength(block.header.computeHash(), claimed: place - 8)])
    #expect(scan.skipped.map(\.count) == [record.count])
  }

  @Test("of a damaged record only the bytes up to the first block inside are told")
  func inside() throws {
    var builder = ChainBuilder()
    builder.addBlock()
    let inner = builder.addBlock()
    var damaged = builder.blocks[1].encoded()
    damaged[damaged.count - 1] ^= 1
    let outer = BlockFolderWriter.record(damaged + BlockFolderWriter.record(inner) + [1, 2, 3])
    let good = builder.blocks[..<2].flatMap { BlockFolderWriter.record($0) }
    let scan = try scan(good + outer)
    #expect(scan.chain.map(\.hash).last == builder.tip)
    #expect(scan.skipped.map(\.count) == [8 + damaged.count, 3])
    #expect(scan.skipped.map(\.position).first == good.count)
  }
}
