import Bitcoin
import Files
import SystemPackage
import TestSupport
import Testing

@testable import Ledger

/// Files made to be slow: what is looked at grows with their size, and so does how often.
@Suite("A ledger of block files made to be slow")
struct HostileFilesTests {
  private let folder: TemporaryFolder
  private var blocks: FilePath { folder.path.appending("blocks") }

  init() throws { folder = try TemporaryFolder() }

  private func write(_ pieces: [BlockFolderWriter.Piece]) throws -> Int {
    try BlockFolderWriter.write([pieces], to: blocks)
    return try File.size(blocks.appending("blk00000.dat"))
  }

  private func scan() throws -> ChainScan {
    var scan = try ChainScan(
      BlockFolder(blocks, network: .regtest), network: .regtest, threads: 2, progress: { _ in })
    try scan.settle(threads: 2)
    // As an import of the chain does it.
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

  /// Imports, and counts how often the reading of a chain was begun.
  private func countReads() throws -> (report: ImportReport, reads: Int) {
    var reads = 0
    let report = try LedgerImport.run(
      blocks: blocks, network: .regtest, into: folder.path.appending("ledger"), threads: 2
    ) { if $0.stage == .read, $0.done == 0 { reads += 1 } }
    return (report, reads)
  }

  // MARK: - Damage

  /// A record with a header, no transactions and `inside`.
  private func wrap(_ inside: [UInt8], _ number: Int) -> [UInt8] {
    var header = BlockHeader(
      version: 1, previousBlock: BlockHash(.zero),
      merkleRoot: Hash256(UInt64(number), 0, 0, 1),
      time: 0, bits: 0x207f_ffff, nonce: 0)
    while !header.meetsTarget() { header.nonce += 1 }
    var writer = ByteWriter()
    header.encode(into: &writer)
    return BlockFolderWriter.record(writer.bytes + [0] + inside)
  }

  @Test("of damaged records in damaged records each byte is searched a few times")
  func nested() throws {
    var builder = ChainBuilder()
    let innermost = builder.addBlock()
    var inside = BlockFolderWriter.record(innermost)
    for number in 0..<3_000 { inside = wrap(inside, number) }
    let size = try write([.block(builder.blocks[0]), .raw(inside)])
    let scan = try scan()
    #expect(scan.chain.map(\.hash) == builder.blocks.map { $0.header.computeHash() })
    #expect(scan.looks <= ChainScan.patience + 3)
    #expect(scan.bytesLookedAt < 30 * size)
  }

  @Test("of records that all claim what follows them each byte is searched a few times")
  func chained() throws {
    var builder = ChainBuilder()
    for number in 0..<1_500 { builder.addBlock(extra: [UInt8(number & 255), UInt8(number >> 8)]) }
    let records = builder.blocks.map { BlockFolderWriter.record($0) }
    var rest = records.reduce(0) { $0 + $1.count } - records[0].count
    var pieces = [BlockFolderWriter.Piece.raw(records[0])]
    for record in records.dropFirst() {
      let claimed = (0..<4).map { UInt8(truncatingIfNeeded: (rest - 8) >> (8 * $0)) }
      pieces.append(.raw(Array(record[..<4]) + claimed + record[8...]))
      rest -= record.count
    }
    let size = try write(pieces)
    let found = try countReads()
    #expect(found.report.tip == builder.tip)
    #expect(found.reads <= 2)
    #expect(found.report.skipped.count == 1_499)
    let scan = try scan()
    #expect(scan.bytesLookedAt < 30 * size)
  }

  @Test(
    "damaged records of which each hides what makes the next one open are looked at in few rounds")
  func displaced() throws {
    let length = 40
    var builder = ChainBuilder()
    for _ in 0..<length { builder.addBlock() }
    let trunk = builder.blocks
    var damaged = trunk.map { block in
      var bytes = block.encoded()
      bytes[bytes.count - 1] ^= 1
      return bytes
    }
    // Off the chain, so that it is looked at first.
    var stale = builder.addBlock(on: trunk[length - 1].header.computeHash(), extra: [2]).encoded()
    stale[stale.count - 1] ^= 1
    // A branch at each height, better than all that part further up; the chain's record two blocks
    // above where it parts hides it.
    for fork in (0..<length).reversed() {
      for number in 0..<(2 * (length - fork) + 2) {
        let parent = number == 0 ? trunk[fork].header.computeHash() : nil
        let block = builder.addBlock(on: parent, extra: [1, UInt8(fork)])
        let record = BlockFolderWriter.record(block)
        if fork == length - 1 { stale += record } else { damaged[fork + 2] += record }
      }
    }
    let records = ([damaged[1], stale] + damaged[2...]).map { BlockFolderWriter.record($0) }
    let size = try write([.block(trunk[0])] + records.map { .raw($0) })
    var scan = try ChainScan(
      BlockFolder(blocks, network: .regtest), network: .regtest, threads: 2, progress: { _ in })
    #expect(scan.chain.count == length + 1)
    try scan.settle(threads: 2)
    #expect(scan.chain.map(\.hash).last == builder.tip)
    #expect(scan.chain.count == 2 * length + 3)
    #expect(scan.looks <= ChainScan.patience + 3)
    #expect(scan.bytesLookedAt < 30 * size)
    #expect(try countReads().report.tip == builder.tip)
  }

  // MARK: - Refusals

  /// A block that takes a satoshi too many.
  private func greedy(
    _ builder: inout ChainBuilder, on parent: BlockHash, _ number: Int, bits: UInt32
  )
    -> Block
  {
    builder.addBlock(
      coinbase: [TxOut(value: Satoshi(5_000_000_001), scriptPubKey: ChainBuilder.script(number))],
      on: parent, extra: [UInt8(number & 255), UInt8(number >> 8)], bits: bits)
  }

  @Test("of refused tips all are found at once, however many there are")
  func refusedTips() throws {
    var builder = ChainBuilder()
    for _ in 0..<60 { builder.addBlock() }
    let trunk = builder.blocks
    // Low and high in turn, so that each leads to a rereading of nearly all.
    for number in 0..<60 {
      let fork = number.isMultiple(of: 2) ? number / 2 : 59 - number / 2
      _ = greedy(
        &builder, on: trunk[fork].header.computeHash(), number, bits: 0x2000_ffff - UInt32(number))
    }
    _ = try write(builder.blocks.map { .block($0) })
    let found = try countReads()
    #expect(found.reads <= ChainScan.patience + 1)
    #expect(found.report.tip == trunk[60].header.computeHash())
    let refused = found.report.skipped.filter {
      if case .refused = $0.reason { true } else { false }
    }
    #expect(refused.count == 60)
    #expect(try ChainLedger.check(folder.path.appending("ledger")).findings == [])
  }

  @Test("a census refuses a block for what an import refuses it for")
  func sameFlaws() throws {
    var builder = ChainBuilder()
    let coins = (0..<4).map { _ in builder.addBlock().coinbaseOutPoint }
    func pay(_ prevout: OutPoint, _ value: Int64) -> Transaction {
      ChainBuilder.transaction(
        spending: [prevout], paying: [(Satoshi(value), ChainBuilder.script(1))])
    }
    let spent = pay(coins[3], 5)
    builder.addBlock([spent])
    let trunk = builder
    let late = pay(coins[0], 7)
    let bodies: [[Transaction]] = [
      [pay(OutPoint(txid: Txid(.zero), vout: 0), 1)], [pay(coins[0], 5_000_000_001)],
      [pay(trunk.blocks[0].coinbaseOutPoint, 1)], [pay(OutPoint(txid: coins[1].txid, vout: 1), 1)],
      [pay(late.outPoint(0), 7), late], [pay(coins[3], 6)], [pay(coins[1], 1), pay(coins[1], 2)],
    ]
    for body in bodies {
      var chain = trunk
      let block = chain.addBlock(body).header.computeHash()
      _ = try write(chain.blocks.map { .block($0) })
      let report = try countReads().report
      try Folder.remove(folder.path.appending("ledger"))
      guard case .refused(block, let height, let flaw) = report.skipped.first?.reason else {
        Issue.record("\(report.skipped)")
        continue
      }
      let scan = try scan()
      let census = try BranchCensus(
        BranchTree(scan.usable, chain: scan.chain), in: scan.folder, network: .regtest, threads: 2)
      #expect(Array(census.refusals.keys) == [block])
      #expect(census.refusals[block]?.height == height)
      // It does not remember who spent what.
      if case .spentPrevout(let prevout, let spender, _) = flaw {
        #expect(census.refusals[block]?.flaw == .missingPrevout(prevout, by: spender))
      } else {
        #expect(census.refusals[block]?.flaw == flaw)
      }
    }
  }

  @Test(
    "the chain is the best without a refused block, whatever the branches",
    arguments: Seeds.of(1...25))
  func randomRefusals(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    var builder = ChainBuilder()
    var good = [builder.tip]
    var work = [builder.tip: 0.0]
    var all = good
    for number in 0..<70 {
      let parent =
        (number % 3 == 0 ? all : good).suffix(12).randomElement(using: &generator) ?? all[0]
      let isHeavy = Int.random(in: 0..<5, using: &generator) == 0
      let bits: UInt32 = isHeavy ? 0x2003_ffff : 0x207f_ffff
      let isBad = Int.random(in: 0..<4, using: &generator) == 0
      if isBad {
        all.append(greedy(&builder, on: parent, number, bits: bits).header.computeHash())
      } else {
        builder.addBlock(on: parent, extra: [UInt8(number)], bits: bits)
        all.append(builder.tip)
        if let below = work[parent] {
          good.append(builder.tip)
          work[builder.tip] = below + (isHeavy ? 32 : 1)
        }
      }
    }
    _ = try write(builder.blocks.shuffled(using: &generator).map { .block($0) })
    let found = try countReads()
    let most = work.values.max() ?? 0
    let best = work.filter { $0.value == most }.map(\.key).min()
    #expect(found.report.tip == best, "seed \(seed)")
    #expect(found.reads <= ChainScan.patience + 1)
    #expect(try ChainLedger.check(folder.path.appending("ledger")).findings == [], "seed \(seed)")
  }
}
