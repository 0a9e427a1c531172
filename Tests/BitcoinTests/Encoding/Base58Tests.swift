import Testing

@testable import Bitcoin

@Suite("Base58")
struct Base58Tests {
  static let official: [VectorCase<[String]>] = SharedData.rows("base58_encode_decode.json")
    .compactMap { row in (row as? [String]).map { VectorCase($0[1], $0) } }

  @Test("official pairs, both ways", .tags(.vectors), arguments: official)
  func isMet(_ vector: VectorCase<[String]>) throws {
    let bytes = try #require(Hex.decode(vector.value[0]))
    #expect(Base58.encode(bytes) == vector.value[1])
    #expect(Base58.decode(vector.value[1], limit: bytes.count) == bytes)
    if !bytes.isEmpty { #expect(Base58.decode(vector.value[1], limit: bytes.count - 1) == nil) }
  }

  @Test("the official file was read", .tags(.vectors))
  func count() {
    guard SharedData.isPresent(SharedData.vectors) else { return }
    #expect(Base58Tests.official.count == 21)
  }

  @Test("other characters are refused", arguments: ["0", "O", "I", "l", " 1", "1 ", "ä", "a\0"])
  func refused(_ text: String) {
    #expect(Base58.decode(text, limit: 100) == nil)
  }

  @Test("random bytes survive both ways", .tags(.property))
  func roundTrip() {
    let seed: UInt64 = 58
    var random = SeededGenerator(seed: seed)
    for _ in 0..<300 {
      let zeros = [UInt8](repeating: 0, count: Int.random(in: 0...4, using: &random))
      let bytes = zeros + random.bytes(Int.random(in: 0...60, using: &random))
      #expect(Base58.decode(Base58.encode(bytes), limit: 64) == bytes, "seed \(seed)")
      #expect(Base58.decodeChecked(Base58.encodeChecked(bytes), limit: 64) == bytes, "seed \(seed)")
    }
  }

  @Test("a checksum that is off by one bit is refused")
  func checksum() throws {
    let text = Base58.encodeChecked([0] + [UInt8](repeating: 9, count: 20))
    let bytes = try #require(Base58.decode(text, limit: 25))
    for bit in 0..<200 {
      var flipped = bytes
      flipped[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(Base58.decodeChecked(Base58.encode(flipped), limit: 21) == nil)
    }
  }
}
