import Bitcoin
import Files
import Ledger
import SystemPackage
import TestSupport
import Testing

@Suite("Following block files that grow")
struct LedgerFollowTests {
  static let styles: [GrowingFolder.Style] = [
    .init(), .init(key: [1, 2, 3, 4, 5, 6, 7, 8]), .init(room: 5_000),
    .init(key: [0xff, 0, 0xaa, 9, 8, 7, 6, 5], room: 3_000, recordsPerFile: 4),
  ]

  /// A chain, and ten of its blocks replaced by eleven others.
  private static let blocks: [Block] = {
    var builder = RandomChain(seed: 70, blockCount: 30, forks: false).builder
    let fork = builder.blocks[20].header.computeHash()
    for number in 0..<11 { builder.addBlock(on: number == 0 ? fork : nil, extra: [5]) }
    for _ in 0..<4 { builder.addBlock() }
    return builder.blocks
  }()

  private func follower(_ folder: TemporaryFolder) -> LedgerFollow {
    LedgerFollow(
      blocks: folder.path.appending("blocks"), network: .regtest,
      ledger: folder.path.appending("ledger"), threads: 2)
  }

  @Test(
    "cut anywhere, with a reorganisation of ten blocks, ends with the bytes of one import",
    arguments: styles.indices, Seeds.of(1...3))
  func steps(style: Int, seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(100 * style + seed))
    let folder = try TemporaryFolder()
    var files = try GrowingFolder(
      Self.blocks, in: folder.path.appending("blocks"), Self.styles[style])
    var follow = follower(folder)
    try files.grow(by: 600)
    var undone = 0
    var tips: [BlockHash] = []
    while true {
      let look = try #require(try follow.look())
      // What is not whole is on its way, and nothing else is odd.
      #expect(look.report.skipped.allSatisfy { !$0.isOdd }, "\(look.report.skipped)")
      #expect(look.growing.count <= 1, "\(look.growing)")
      // Zeros at a block's end may be there before they are written.
      let more = look.report.blockCount + look.report.staleBlocks.count - files.recordCount
      #expect(more == 0 || more == 1 && Self.styles[style].room > 0, "\(more) more")
      if tips.last != look.report.tip { tips.append(look.report.tip) }
      undone = max(undone, look.report.replacedBlockCount)
      if files.written == files.total { break }
      try files.grow(by: Int.random(in: 1...900, using: &generator))
    }
    #expect(undone == 10)
    #expect(tips.last == Self.blocks[Self.blocks.count - 1].header.computeHash())
    let fresh = try TemporaryFolder()
    _ = try LedgerImport.run(
      blocks: files.path, network: .regtest, into: fresh.path.appending("ledger"))
    #expect(
      try differences(folder.path.appending("ledger"), fresh.path.appending("ledger")) == [])
  }

  @Test("looks again until nothing was written between two looks, and then not at all")
  func settled() throws {
    let folder = try TemporaryFolder()
    var files = try GrowingFolder(Self.blocks, in: folder.path.appending("blocks"))
    var follow = follower(folder)
    try files.grow(by: files.total / 2)
    #expect(try follow.look()?.isFinal == false)
    let second = try #require(try follow.look())
    #expect(second.isFinal)
    #expect(second.report.isUpToDate)
    #expect(try follow.look() == nil)
    try files.grow(by: 1)
    #expect(try follow.look()?.isFinal == false)
    #expect(try follow.look()?.isFinal == true)
    #expect(try follow.look() == nil)
  }

  @Test("tells what is damaged in the middle, and waits for what ends a file")
  func damage() throws {
    let folder = try TemporaryFolder()
    let blocks = folder.path.appending("blocks")
    var records = Self.blocks.prefix(20).map { BlockFolderWriter.record($0) }
    records[19][records[19].count - 1] ^= 1
    let cut = Array(BlockFolderWriter.record(Self.blocks[20]).dropLast(30))
    try BlockFolderWriter.write(
      [records.map { .raw($0) } + [.raw([1, 2, 3, 4, 5, 6, 7, 8, 9]), .raw(cut)]], to: blocks)
    var follow = follower(folder)
    let look = try #require(try follow.look())
    #expect(look.report.blockCount == 19)
    let place = records.dropLast().reduce(0) { $0 + $1.count }
    #expect(look.report.skipped.map(\.position) == [place], "\(look.report.skipped)")
    #expect(look.growing.map(\.count) == [cut.count], "\(look.growing)")
  }

  @Test("leaves off when it is asked to, and the ledger is what it was")
  func stopped() throws {
    let folder = try TemporaryFolder()
    var files = try GrowingFolder(Self.blocks, in: folder.path.appending("blocks"))
    var follow = follower(folder)
    try files.grow(by: files.total / 2)
    let tip = try follow.look()?.report.tip
    try files.grow(by: files.total)
    #expect(throws: LedgerError.stopped) { try follow.look(isStopped: { true }) }
    #expect(try ChainLedger(opening: folder.path.appending("ledger")).tip == tip)
    #expect(try Folder.list(folder.path) == ["blocks", "ledger"])
    #expect(
      try follow.look()?.report.tip == Self.blocks[Self.blocks.count - 1].header.computeHash())
  }
}
