import Bitcoin
import Files
import SystemPackage
import TestSupport
import Testing

@testable import Ledger

/// What takes time that grows with the square of the input does not end on a chain of any size.
@Suite("Inputs made to be slow")
struct HostileSizesTests {
  private func found(_ number: Int, on parent: Int) -> FoundBlock {
    func hash(_ number: Int) -> BlockHash { BlockHash(Hash256(UInt64(number), 1, 2, 3)) }
    let header = BlockHeader(
      version: 1, previousBlock: hash(parent), merkleRoot: .zero, time: 0, bits: 0x207f_ffff,
      nonce: 0)
    return FoundBlock(
      file: 0, position: 0, claimed: 80, size: 80, header: header, hash: hash(number))
  }

  @Test("a chain whose beginning is lost is walked once", .timeLimit(.minutes(5)))
  func lostBeginning() {
    let genesis = found(0, on: -1 & 0xffff_ffff)
    let count = 500_000
    let loose = (0..<count).map { found(10 + $0, on: 9 + $0) }
    let best = BestChain([genesis] + loose, genesis: genesis.hash)
    #expect(best.blocks == [0])
    #expect(best.unconnected == Array(1...count))
    // The last block first: one walk over all of them.
    let turned = BestChain([genesis] + loose.reversed(), genesis: genesis.hash)
    #expect(turned.unconnected == Array(1...count))
    #expect(turned.stale.isEmpty)
  }

  @Test("rows are found in ascending rows")
  func sortedRows() {
    for count in 0..<12 {
      let rows = (0..<count).map { UInt32(3 * $0 + 1) }
      for row in 0..<40 {
        let expected = rows.firstIndex { $0 >= UInt32(row) } ?? count
        #expect(SortedRows.firstIndex(notBelow: UInt32(row), in: rows.span) == expected)
      }
    }
  }

  /// Scripts of sixteen bytes of which the second half cancels what a lane made of the first.
  private func cancelling(_ count: Int, start: UInt64, factor: UInt64) -> [ScriptPubKey] {
    (1...count).map { number in
      let product = (start ^ UInt64(number)).multipliedFullWidth(by: factor)
      var writer = ByteWriter()
      writer.write(UInt64(number))
      writer.write(product.high ^ product.low)
      return ScriptPubKey(writer.bytes)
    }
  }

  @Test(
    "scripts made to look alike are told apart",
    arguments: [
      (0x9e37_79b9_7f4a_7c15 ^ 16, 0xa076_1d64_78bd_642f),
      (0xd6e8_feb8_6659_fd93, 0xe703_7ed1_a0b4_28db),
    ] as [(UInt64, UInt64)])
  func scriptHash(start: UInt64, factor: UInt64) {
    let scripts = cancelling(5_000, start: start, factor: factor)
    let hashes = Set(scripts.map { ScriptHash.hash($0.bytes.span) })
    #expect(hashes.count == scripts.count)
    // Their places in a table of 8,192 slots: 5,000 draws hit about 3,740 of them.
    let places = Set(hashes.map { $0 & 8_191 })
    #expect(places.count > 3_500)
  }
}
