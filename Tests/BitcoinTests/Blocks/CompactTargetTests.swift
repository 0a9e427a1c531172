import Testing

@testable import Bitcoin

@Suite("CompactTarget")
struct CompactTargetTests {
  static let zeros = String(repeating: "0", count: 64)

  /// Core: test/arith_uint256_tests.cpp, `bignum_SetCompact`; nil where the flags say negative,
  /// overflow or zero.
  @Test(
    "bits stand for the number that Core takes them for",
    arguments: [
      (0, nil), (0x0012_3456, nil), (0x0100_3456, nil), (0x0200_0056, nil), (0x0300_0000, nil),
      (0x0400_0000, nil), (0x0092_3456, nil), (0x0180_3456, nil), (0x0280_0056, nil),
      (0x0112_3456, 0x12), (0x0212_3456, 0x1234), (0x0312_3456, 0x12_3456),
      (0x0412_3456, 0x1234_5600), (0x0492_3456, nil), (0x0500_9234, 0x9234_0000),
      (0x0380_0000, nil), (0x01fe_dcba, nil), (0xff12_3456, nil),
    ] as [(UInt32, UInt64?)])
  func small(_ bits: UInt32, _ expected: UInt64?) {
    #expect(CompactTarget.expand(bits) == expected.map { Hash256($0, 0, 0, 0) })
  }

  @Test(
    "large ones",
    arguments: [
      (0x1d00_ffff, "00000000ffff" + zeros.dropFirst(12)),
      (0x207f_ffff, "7fffff" + zeros.dropFirst(6)),
      (0x2012_3456, "123456" + zeros.dropFirst(6)), (0x2112_3456, nil),
      (0x2100_1234, "1234" + zeros.dropFirst(4)), (0x2200_0012, "12" + zeros.dropFirst(2)),
      (0x2200_1234, nil), (0x2300_0012, nil),
    ] as [(UInt32, String?)])
  func large(_ bits: UInt32, _ expected: String?) {
    #expect(CompactTarget.expand(bits)?.description == expected)
  }

  @Test("a header meets its target or does not")
  func meets() {
    var header = Block.genesis(of: .mainnet).header
    #expect(header.meetsTarget())
    header.nonce += 1
    #expect(!header.meetsTarget())
    header = Block.genesis(of: .regtest).header
    header.bits = 0
    #expect(!header.meetsTarget())
  }
}
