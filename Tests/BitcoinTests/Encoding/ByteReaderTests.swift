import Testing

@testable import Bitcoin

@Suite("Reading and writing bytes")
struct ByteReaderTests {
  @Test("counts take their shortest form")
  func compactSize() throws {
    let sizes = [
      (0, 1), (0xfc, 1), (0xfd, 3), (0xffff, 3), (0x1_0000, 5), (0x0200_0000, 5),
    ]
    for (count, size) in sizes {
      var writer = ByteWriter()
      writer.write(compactSize: count)
      #expect(writer.bytes.count == size)
      #expect(CompactSize.encodedSize(of: count) == size)
      var reader = ByteReader(writer.bytes.span)
      let read = try reader.readCompactSize()
      #expect(read == count)
      try reader.finish()
    }
    var writer = ByteWriter()
    writer.write(compactSize: 0x1_0000_0000)
    #expect(writer.bytes == [0xff, 0, 0, 0, 0, 1, 0, 0, 0])
    #expect(CompactSize.encodedSize(of: 0x1_0000_0000) == 9)
    #expect(CompactSize.encodedSize(of: 0xffff_ffff) == 5)
  }

  @Test(
    "longer forms and larger counts are refused (Core: ReadCompactSize)",
    arguments: [
      ([0xfd, 0xfc, 0], .nonCanonicalSize(at: 0)),
      ([0xfe, 0xff, 0xff, 0, 0], .nonCanonicalSize(at: 0)),
      ([0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0], .nonCanonicalSize(at: 0)),
      ([0xfe, 1, 0, 0, 2], .oversized(count: 0x0200_0001, at: 0)),
      ([0xff, 0, 0, 0, 0, 1, 0, 0, 0], .oversized(count: 0x1_0000_0000, at: 0)),
      ([0xfd, 1], .truncated(needed: 1, at: 1)), ([], .truncated(needed: 1, at: 0)),
      ([0xff, 1, 2, 3], .truncated(needed: 5, at: 1)),
    ] as [([UInt8], DecodingError)])
  func refused(_ bytes: [UInt8], _ error: DecodingError) {
    #expect(throws: error) {
      var reader = ByteReader(bytes.span)
      _ = try reader.readCompactSize()
    }
  }

  @Test("integers are little-endian at any offset")
  func integers() throws {
    let bytes: [UInt8] = [9, 1, 2, 3, 4, 5, 6, 7, 8, 0xfe, 0xff]
    var reader = ByteReader(bytes.span)
    let first = try reader.readUInt8()
    let second = try reader.readInteger(UInt64.self)
    let third = try reader.readInteger(Int16.self)
    try reader.finish()
    #expect(first == 9)
    #expect(second == 0x0807_0605_0403_0201)
    #expect(third == -2)
    var writer = ByteWriter()
    writer.write(byte: 9)
    writer.write(0x0807_0605_0403_0201 as UInt64)
    writer.write(-2 as Int16)
    #expect(writer.bytes == bytes)
  }

  @Test("a failed read leaves the position where it was")
  func failure() {
    let bytes: [UInt8] = [1, 2, 3]
    var reader = ByteReader(bytes.span)
    let integer = try? reader.readInteger(UInt32.self)
    let four = try? reader.readArray(4)
    let position = reader.position
    let three = try? reader.readArray(3)
    let remaining = reader.remaining
    #expect(integer == nil)
    #expect(four == nil)
    #expect(position == 0)
    #expect(three == bytes)
    #expect(remaining == 0)
  }

  @Test("digits of either case are read, lower case is written, all else is refused")
  func hex() {
    #expect(Hex.decode("00fFAb") == [0, 255, 0xab])
    #expect(Hex.encode([0, 255, 0xab]) == "00ffab")
    for text in ["0", "0g", "0x00", " 00", "00 ", "é0", "٠٠"] { #expect(Hex.decode(text) == nil) }
  }

  @Test("only text turns a hash around")
  func hashOrder() throws {
    let bytes = (0..<32).map { UInt8($0) }
    let hash = try #require(Hash256(bytes: bytes))
    #expect(hash.bytes == bytes)
    #expect(hash.description == Hex.encode(bytes.reversed()))
    #expect(Hash256(hex: hash.description) == hash)
    #expect(Hash256(bytes: [UInt8](bytes.dropLast())) == nil)
    #expect(Hash256(hex: hash.description + "00") == nil)
    let short = try #require(Hash160(bytes: [UInt8](bytes[..<20])))
    #expect(short.bytes == [UInt8](bytes[..<20]))
    #expect(short.description == Hex.encode(bytes[..<20]))
    #expect(Hash160(bytes: bytes) == nil)
  }

  @Test("hashes compare as their printed digits do", .tags(.property))
  func comparison() {
    var random = SeededGenerator(seed: 256)
    for _ in 0..<200 {
      let words = (0..<8).map { _ in random.next() & 3 }
      let left = Hash256(words[0], words[1], words[2], words[3])
      let right = Hash256(words[4], words[5], words[6], words[7])
      #expect((left < right) == (left.description < right.description))
    }
  }

  @Test("digests of the empty string")
  func digests() {
    #expect(
      Hex.encode(Digest.sha256([]))
        == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(Hex.encode(Digest.ripemd160([])) == "9c1185a5c5e9fc54612808977ee8f548b2258d31")
    let double = Hash256(doubleSHA256: [])
    #expect(Digest.sha256(Digest.sha256([])) == double.bytes)
    let hasher = DoubleSHA256()
    let parts: [[UInt8]] = [[1, 2], [], [3]]
    hasher.begin()
    for part in parts { hasher.update(part.span) }
    let joined = hasher.finish()
    #expect(joined == Hash256(doubleSHA256: [1, 2, 3]))
    let none: [UInt8] = []
    let empty = hasher.hash(none.span)
    #expect(empty == double)
  }
}
