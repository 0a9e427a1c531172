import Bitcoin
import Files
import Ledger
import SystemPackage
import TestSupport
import Testing

@Suite("A ledger of which block files are lost")
struct LostBlocksTests {
  private let folder: TemporaryFolder
  private let chain = RandomChain(seed: 41, blockCount: 29, forks: false).builder
  private var blocks: FilePath { folder.path.appending("blocks") }
  private var ledger: FilePath { folder.path.appending("ledger") }

  /// A ledger of thirty blocks out of three files of ten.
  init() throws {
    folder = try TemporaryFolder()
    let files = [0..<10, 10..<20, 20..<30].map { range in
      chain.blocks[range].map { BlockFolderWriter.Piece.block($0) }
    }
    try BlockFolderWriter.write(files, to: blocks)
    _ = try index()
  }

  @discardableResult
  private func index(allowsLessWork: Bool = false) throws -> ImportReport {
    try LedgerImport.run(
      blocks: blocks, network: .regtest, into: ledger, allowsLessWork: allowsLessWork, threads: 2)
  }

  private func hash(_ height: Int) -> BlockHash { chain.blocks[height].header.computeHash() }

  private func contents() throws -> [String: [UInt8]] {
    var found: [String: [UInt8]] = [:]
    for name in try Folder.list(ledger) { found[name] = try File.read(ledger.appending(name)) }
    return found
  }

  @Test("is left as it is, and the error says what is missing", arguments: [1, 2])
  func missingFile(number: Int) throws {
    let before = try contents()
    try File.remove(blocks.appending("blk0000\(number).dat"))
    let error = #expect(throws: LedgerError.self) { try index() }
    let height = 10 * number
    #expect(
      error.map { "\($0)" }
        == "\(blocks): the chain in the block files, to height \(height - 1), has less work than the "
        + "ledger's, to height 29; 10 of its blocks are missing, the first is block \(height) "
        + "(\(hash(height))); it stood in blk0000\(number).dat, which is not there; bring the files "
        + "back (is the disk mounted?) and run trace-cli index again, or take what is there with "
        + "--allow-less-work")
    #expect(try contents() == before)
    #expect(try Folder.list(folder.path) == ["blocks", "ledger"])
  }

  @Test("goes back where that is allowed, and is a fresh import's")
  func allowed() throws {
    try File.remove(blocks.appending("blk00002.dat"))
    let report = try index(allowsLessWork: true)
    #expect(report.tip == hash(19))
    #expect(report.keptBlockCount == 20)
    #expect(report.replacedBlockCount == 10)
    let before = try contents()
    try Folder.remove(ledger)
    try index()
    #expect(try contents() == before)
  }

  @Test("says why a block is left out that is there")
  func damagedBlock() throws {
    var pieces = chain.blocks[20...].map { BlockFolderWriter.Piece.block($0) }
    var bytes = chain.blocks[25].encoded()
    bytes[bytes.count - 1] ^= 1
    // Elsewhere, so that it is read again.
    pieces[5] = .raw([1] + BlockFolderWriter.record(bytes))
    let others = [0..<10, 10..<20].map { range in
      chain.blocks[range].map { BlockFolderWriter.Piece.block($0) }
    }
    try BlockFolderWriter.write(others + [pieces], to: blocks)
    let error = #expect(throws: LedgerError.self) { try index() }
    guard case .lessWork(let lost) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(lost.height == 25)
    #expect(lost.hash == hash(25))
    #expect(lost.count == 1)
    #expect(lost.isFileThere)
    #expect(lost.remark.map { "\($0)" }?.contains("damaged block \(hash(25))") == true)
    #expect("\(lost)".contains("block 25 (\(hash(25))) is missing: blk00002.dat: damaged block"))
  }

  @Test("gives way to a chain of more work, and of as much")
  func reorganisation() throws {
    var builder = chain
    let rival = builder.addBlock(on: hash(28), extra: [7])
    try BlockFolderWriter.write(
      [(chain.blocks.dropLast() + [rival]).map { .block($0) }], to: blocks)
    for number in 1...2 { try File.remove(blocks.appending("blk0000\(number).dat")) }
    #expect(try index().tip == rival.header.computeHash())
    // Heavier, and lower.
    let heavy = builder.addBlock(on: hash(3), extra: [8], bits: 0x2000_7fff)
    try BlockFolderWriter.write(
      [(chain.blocks[...3] + [heavy]).map { .block($0) }], to: blocks)
    #expect(try index().tip == heavy.header.computeHash())
  }

  @Test("gives way to more work that begins further up, as long as the files have its first blocks")
  func anchoredAbove() throws {
    var builder = chain
    let rival = builder.addBlock(on: hash(28), extra: [7])
    let next = builder.addBlock(extra: [8])
    try BlockFolderWriter.write(
      [(chain.blocks.dropLast() + [rival, next]).map { .block($0) }], to: blocks)
    for number in 1...2 { try File.remove(blocks.appending("blk0000\(number).dat")) }
    // Block 29 is in no file any more, but it is stale, not lost.
    let report = try LedgerImport.run(
      blocks: blocks, network: .regtest, anchor: BlockAnchor(height: 12, hash: hash(12)),
      into: ledger, threads: 2)
    #expect(report.tip == next.header.computeHash())
    #expect(report.firstHeight == 12)
  }

  @Test("is made anew where it is another network's or no chain")
  func noComparison() throws {
    try File.remove(blocks.appending("blk00002.dat"))
    var other = Network.regtest
    other.subsidyHalvingInterval = 1000
    let report = try LedgerImport.run(blocks: blocks, network: other, into: ledger)
    #expect(report.blockCount == 20)
    try File.remove(blocks.appending("blk00001.dat"))
    var header = try File.read(ledger.appending("block.header"))
    header[80 * 5 + 1] ^= 1
    try AtomicFile.write(header, to: ledger.appending("block.header"))
    #expect(try LedgerImport.run(blocks: blocks, network: other, into: ledger).blockCount == 10)
  }

  @Test("is left as it is where a pruned node has its first blocks no more", arguments: [nil, 4])
  func pruned(segment: Int?) throws {
    func index(_ height: Int?, allowsLessWork: Bool = false) throws -> ImportReport {
      try LedgerImport.run(
        blocks: blocks, network: .regtest,
        anchor: height.map { BlockAnchor(height: $0, hash: hash($0)) }, into: ledger,
        allowsLessWork: allowsLessWork, threads: 2)
    }
    if let segment {
      try Folder.remove(ledger)
      _ = try index(segment)
    }
    let before = try contents()
    try File.remove(blocks.appending("blk00000.dat"))
    let error = #expect(throws: LedgerError.self) { try index(12) }
    let first = segment ?? 0
    let missing = 10 - first
    #expect(
      error.map { "\($0)" }
        == "\(blocks): the chain in the block files begins at height 12, above what the ledger has, "
        + "which could not be made again from them; \(missing) of its blocks are missing, the first is "
        + "block \(first) (\(hash(first))); it stood in blk00000.dat, which is not there; bring the "
        + "files back (is the disk mounted?) and run trace-cli index again, or take what is there with "
        + "--allow-less-work, or make a case of its own for them")
    #expect(try contents() == before)
    #expect(try index(12, allowsLessWork: true).firstHeight == 12)
    // What the files have can be made again, so nothing is lost by beginning above it.
    #expect(try index(15).firstHeight == 15)
    #expect(try index(12).firstHeight == 12)
    // A segment's last blocks are missed as any ledger's are.
    try File.remove(blocks.appending("blk00002.dat"))
    let cut = #expect(throws: LedgerError.self) { try index(12) }
    guard case .lessWork(let lost) = cut else {
      Issue.record("\(String(describing: cut))")
      return
    }
    #expect([lost.height, lost.count, lost.ledgerTip, lost.tip] == [20, 10, 29, 19])
  }
}
