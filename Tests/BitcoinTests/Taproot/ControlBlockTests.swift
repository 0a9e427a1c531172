import Testing

@testable import Bitcoin

@Suite("Control blocks")
struct ControlBlockTests {
  @Test(
    "other lengths are refused",
    arguments: [0, 1, 32, 34, 64, 66, 33 + 32 * 128 + 1, 33 + 32 * 129])
  func size(_ count: Int) throws {
    let key = try KeyTests.secret(1).xOnlyPublicKey
    let bytes = [0xc0] + key.bytes + [UInt8](repeating: 7, count: 33 + 32 * 129)
    #expect(ControlBlock(bytes: [UInt8](bytes[..<count])) == nil)
  }

  @Test("all lengths that are right survive both ways", arguments: [0, 1, 127, 128])
  func roundTrip(_ count: Int) throws {
    let key = try KeyTests.secret(1).xOnlyPublicKey
    for first in [0xc0, 0xc1, 0xfa, 0x50, 0xff] as [UInt8] {
      let bytes = [first] + key.bytes + [UInt8](repeating: 7, count: 32 * count)
      let block = try #require(ControlBlock(bytes: bytes))
      #expect(block.bytes == bytes)
      #expect(block.merklePath.count == count)
      #expect(block.isOdd == (first & 1 == 1))
    }
  }

  @Test("an internal key that is no point is refused")
  func noPoint() {
    #expect(ControlBlock(bytes: [0xc0] + [UInt8](repeating: 0xff, count: 32)) == nil)
  }

  @Test("a path of 129 hashes is a caller's mistake")
  func precondition() async {
    await #expect(processExitsWith: .failure) {
      let key = try KeyTests.secret(1).xOnlyPublicKey
      _ = ControlBlock(
        isOdd: false, internalKey: key,
        merklePath: [Hash256](repeating: .zero, count: 129))
    }
  }
}
