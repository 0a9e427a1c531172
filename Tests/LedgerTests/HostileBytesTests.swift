import Bitcoin
import Files
import Ledger
import SystemPackage
import TestSupport
import Testing

@Suite("Block files with wrong bytes")
struct HostileBytesTests {
  @Test(
    "are refused or reported, never a trap, and what becomes of them is sound",
    arguments: Seeds.of(1...8))
  func changedBytes(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let chain = RandomChain(seed: UInt64(seed), blockCount: 12)
    let folder = try TemporaryFolder()
    let blocks = folder.path.appending("blocks")
    let ledger = folder.path.appending("ledger")
    try BlockFolderWriter.write([chain.builder.blocks.map { .block($0) }], to: blocks)
    let file = blocks.appending("blk00000.dat")
    let bytes = try File.read(file)
    for _ in 0..<40 {
      var changed = bytes
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let place = Int.random(in: 0..<changed.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: changed[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: changed[place] = 0xff
        case 2: changed.remove(at: place)
        default: changed.removeSubrange(place..<min(changed.count, place + 90))
        }
        if changed.isEmpty { break }
      }
      try AtomicFile.write(changed, to: file)
      do throws(LedgerError) {
        _ = try LedgerImport.run(blocks: blocks, network: .regtest, into: ledger, threads: 2)
        #expect(try ChainLedger.check(ledger).findings == [], "seed \(seed)")
      } catch {
        #expect(!"\(error)".isEmpty)
      }
      try Folder.remove(ledger)
      #expect(try Folder.list(folder.path) == ["blocks"], "seed \(seed)")
    }
  }
}
