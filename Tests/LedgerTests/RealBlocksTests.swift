import Bitcoin
import Files
import Ledger
import SystemPackage
import TestSupport
import Testing

@Suite("Real mainnet blocks")
struct RealBlocksTests {
  @Test("heights 0 to 599 give 600 blocks, 616 transactions and the true tip")
  func firstSixHundred() throws {
    guard let data = TestData.realBlocks(leavingOut: "the ledger of mainnet 0-599") else {
      #expect(!TestData.mustBeComplete)
      return
    }
    let folder = try TemporaryFolder()
    let blocks = folder.path.appending("blocks")
    try Folder.create(blocks)
    for number in 0...1 {
      let bytes = try File.read(data.appending("nbitcoin_blk0000\(number).dat"))
      try AtomicFile.write(bytes, to: blocks.appending("blk0000\(number).dat"))
    }
    let world = try TestLedger(folder, network: .mainnet)
    print(world.report)
    #expect(world.ledger.blockCount == 600)
  }
}
