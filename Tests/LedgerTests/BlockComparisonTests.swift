import Bitcoin
import Files
import Ledger
import SystemPackage
import TestSupport
import Testing

@Suite("Comparing a ledger with its block files")
struct BlockComparisonTests {
  /// A random chain over three files in random order with junk between, obfuscated, and its ledger.
  private func world(seed: Int) throws -> TestLedger {
    var generator = SeededGenerator(seed: UInt64(seed))
    let blocks = RandomChain(seed: UInt64(400 + seed), blockCount: 40).builder.blocks
    var files: [[BlockFolderWriter.Piece]] = [[.block(blocks[0])], [], []]
    for block in blocks.dropFirst().shuffled(using: &generator) {
      let file = Int.random(in: 0..<3, using: &generator)
      files[file].append(.block(block))
      if file == 1 { files[1].append(.raw([1, 2, 3])) }
    }
    let folder = try TemporaryFolder()
    let key = (0..<8).map { _ in UInt8.random(in: 0...255, using: &generator) }
    try BlockFolderWriter.write(files, key: key, to: folder.path.appending("blocks"))
    return try TestLedger(folder, network: .regtest)
  }

  @Test("finds none where nothing was changed", arguments: [1, 3])
  func none(threads: Int) throws {
    for seed in 1...3 {
      let world = try self.world(seed: seed)
      var done = 0
      let found = try world.ledger.findDifference(
        fromBlocksIn: world.folder.path.appending("blocks"), threads: threads
      ) { done = $0.done }
      #expect(found == nil)
      #expect(done == world.ledger.blockCount)
    }
  }

  @Test(
    "finds what only the blocks tell",
    arguments: [
      "block.file", "block.position", "block.size", "tx.version", "tx.lockTime", "tx.offset",
      "input.sequence", "output.value",
    ])
  func free(column: String) throws {
    let world = try self.world(seed: 4)
    let folder = world.ledger.folder
    let blocks = world.folder.path.appending("blocks")
    let right = try File.read(folder.appending(column))
    var generator = SeededGenerator(seed: 5)
    var onlyHere = 0
    // Most changes of an amount break a sum, which the check alone finds.
    for _ in 0..<400 where onlyHere < (Seeds.isLong ? 100 : 5) {
      var bytes = right
      let bit = Int.random(in: 0..<8 * bytes.count, using: &generator)
      bytes[bit / 8] ^= 1 << (bit % 8)
      try AtomicFile.write(bytes, to: folder.appending(column))
      try reseal(folder, column, bytes)
      guard try ChainLedger.check(folder).isSound else { continue }
      onlyHere += 1
      let found = try ChainLedger(opening: folder).findDifference(fromBlocksIn: blocks)
      #expect(found != nil, "bit \(bit)")
    }
    #expect(onlyHere > 0, "the check alone finds all")
  }

  @Test("finds a changed byte of the files wherever the ledger has something of it")
  func changedFiles() throws {
    let builder = RandomChain(seed: 60, blockCount: 12, forks: false).builder
    let world = try builder.makeLedger()
    let blocks = world.folder.path.appending("blocks")
    let path = blocks.appending("blk00000.dat")
    let right = try File.read(path)
    var starts: [Int] = []
    var end = 0
    for block in builder.blocks {
      starts.append(end + 8)
      end += 8 + block.encoded().count
    }
    var generator = SeededGenerator(seed: 61)
    for _ in 0..<(Seeds.isLong ? 2_000 : 200) {
      let place = Int.random(in: 0..<right.count, using: &generator)
      var bytes = right
      bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      try AtomicFile.write(bytes, to: path)
      let number = (starts.firstIndex { $0 > place } ?? starts.count) - 1
      let found = try world.ledger.findDifference(fromBlocksIn: blocks)
      // A frame and the witnesses are no part of what the ledger has.
      let isTold = number < 0 || !isSame(builder.blocks[number], bytes[starts[number]...])
      #expect((found != nil) == (isTold && number >= 0 && place >= starts[number]), "byte \(place)")
      if let found { #expect(found.contains("block \(number)"), "\(found)") }
    }
  }

  /// Whether bytes are a block that is the same but for its witnesses.
  private func isSame(_ block: Block, _ bytes: ArraySlice<UInt8>) -> Bool {
    let count = block.encoded().count
    guard bytes.count >= count, let read = try? Block(decoding: Array(bytes.prefix(count))) else {
      return false
    }
    return read.header == block.header
      && read.transactions.map { $0.computeTxid() } == block.transactions.map { $0.computeTxid() }
  }

  @Test("names a file that is gone, and one that was cut")
  func lostFiles() throws {
    let world = try self.world(seed: 6)
    let blocks = world.folder.path.appending("blocks")
    let path = blocks.appending("blk00002.dat")
    let bytes = try File.read(path)
    try AtomicFile.write(Array(bytes.dropLast(40)), to: path)
    let cut = try world.ledger.findDifference(fromBlocksIn: blocks)
    #expect(cut?.hasSuffix("of blk00002.dat, which ends before") == true, "\(cut ?? "")")
    try File.remove(path)
    let gone = try world.ledger.findDifference(fromBlocksIn: blocks)
    #expect(gone?.hasSuffix("lies in blk00002.dat, which is not in \(blocks)") == true)
  }
}
