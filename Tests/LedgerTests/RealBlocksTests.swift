import Bitcoin
import Files
import Ledger
import SystemPackage
import TestSupport
import Testing

@Suite("Real mainnet blocks")
struct RealBlocksTests {
  /// A folder with these files of the real data as `blk00000.dat` and so on; nil without the data.
  private func blocks(_ names: [String], in folder: TemporaryFolder) throws -> FilePath? {
    guard let data = TestData.realBlocks(leavingOut: "the ledger of mainnet 0-599") else {
      #expect(!TestData.mustBeComplete)
      return nil
    }
    let blocks = folder.path.appending("blocks")
    try Folder.create(blocks)
    for (number, name) in names.enumerated() {
      let bytes = try File.read(data.appending(name))
      try AtomicFile.write(bytes, to: blocks.appending("blk0000\(number).dat"))
    }
    return blocks
  }

  @Test("heights 0 to 599 give 600 blocks, 616 transactions and the true tip")
  func firstSixHundred() throws {
    let folder = try TemporaryFolder()
    guard let blocks = try blocks(["nbitcoin_blk00000.dat", "nbitcoin_blk00001.dat"], in: folder)
    else { return }
    #expect(try BlockFolder(blocks).detectNetwork() == .mainnet)
    let world = try TestLedger(folder, network: .mainnet)
    #expect(world.ledger.blockCount == 600)
    #expect(world.ledger.transactionCount == 616)
    #expect(world.report.skipped == [])
    // The last block of the second file, hashed here from its 80 bytes.
    let last = try lastHeader(of: blocks.appending("blk00001.dat"))
    #expect(world.ledger.tip == last.computeHash())
    #expect(
      "\(world.ledger.tip)" == "0000000042844571bc6bce8e1c0fbec99466971eaff89fef8c0d123582181d4d")
    #expect(world.ledger.header(at: 599) == last)
    var hash = Network.mainnet.genesis
    for height in 1..<600 {
      #expect(world.ledger.header(at: height).previousBlock == hash)
      hash = world.ledger.header(at: height).computeHash()
      #expect(world.ledger.blockHashes[height] == hash)
    }
    // Mainnet's first payment between people: block 170, 10 and 40 BTC out of block 9's coinbase.
    let payment = try #require(
      Txid(hex: "f4184fc596403b9d638783cf57adfe4c75c605f6356fbc91338530e9831e9e16"))
    guard let row = world.ledger.transaction(payment) else {
      Issue.record("the payment of block 170 is not found")
      return
    }
    #expect(world.ledger.height(of: row) == 170)
    let input = world.ledger.inputs(of: row).lowerBound
    let spent = world.ledger.inputPrevout[input]
    #expect(world.ledger.height(of: world.ledger.transaction(ofOutput: spent)) == 9)
    let values = array(world.ledger.outputValue.extracting(world.ledger.outputs(of: row)))
    #expect(values == [Satoshi(1_000_000_000), Satoshi(4_000_000_000)])
    #expect(try ChainLedger.check(world.ledger.folder).findings == [])
  }

  @Test("a file with junk, a duplicate and a zero tail gives the same chain and a report")
  func incompleteFile() throws {
    let folder = try TemporaryFolder()
    let other = try TemporaryFolder()
    guard
      try blocks(["nbitcoin_blk00000.dat", "nbitcoin_blk00001.dat"], in: folder) != nil,
      try blocks(["nbitcoin_blk00000.dat", "nbitcoin_incompleteblk.dat"], in: other) != nil
    else { return }
    let clean = try TestLedger(folder, network: .mainnet)
    let odd = try TestLedger(other, network: .mainnet)
    // The list of sources names the sizes of the files and what was stepped over.
    #expect(try differences(clean.ledger.folder, odd.ledger.folder) == ["sources"])
    #expect(
      odd.report.skipped.map(\.description) == [
        "blk00001.dat: 1 byte of junk at byte 70449",
        "blk00001.dat: duplicate block \(clean.ledger.blockHashes[598]) at byte 70450",
        "blk00001.dat: 1022 bytes of zeros up to the end at byte 70674",
      ])
  }

  private func lastHeader(of path: FilePath) throws -> BlockHeader {
    let bytes = try File.read(path)
    var reader = BlockFileReader(bytes, network: .mainnet)
    var header: BlockHeader?
    while let record = reader.next() {
      var decoder = ByteReader(bytes.span.extracting(record.block))
      header = try BlockHeader(from: &decoder)
    }
    return try #require(header)
  }
}
