import TestSupport
import Testing

@testable import Ledger

@Suite("Parquet's encodings")
struct ParquetEncodingTests {
  @Test("runs and packed groups come back", arguments: Seeds.of(1..<60 as Range<UInt64>))
  func hybrid(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let bitWidth = Int.random(in: 1...8, using: &generator)
    var values: [UInt8] = []
    for _ in 0..<Int.random(in: 0...30, using: &generator) {
      let value = UInt8.random(in: 0...UInt8((1 << bitWidth) - 1), using: &generator)
      let count = Bool.random(using: &generator) ? 1 : Int.random(in: 1...300, using: &generator)
      values += [UInt8](repeating: value, count: count)
    }
    var bytes: [UInt8] = []
    HybridEncoding.encode(values.span, bitWidth: bitWidth, into: &bytes)
    let found = try NaiveDecoding.hybrid(bytes, bitWidth: bitWidth, count: values.count)
    #expect(found == values, "seed \(seed)")
    // Never much longer than packed bits alone.
    #expect(bytes.count <= (values.count + 7) / 8 * bitWidth + values.count / 8 + 4, "seed \(seed)")
  }

  @Test("one run of a page takes three bytes")
  func oneRun() {
    var bytes: [UInt8] = []
    HybridEncoding.encode([UInt8](repeating: 1, count: 5_000).span, bitWidth: 1, into: &bytes)
    #expect(bytes == [0x90, 0x4e, 1])
    bytes = []
    HybridEncoding.encode([0, 1, 2, 3, 4, 5, 6, 7].span, bitWidth: 3, into: &bytes)
    // The example of parquet-format's Encodings.md.
    #expect(bytes == [0x03, 0b1000_1000, 0b1100_0110, 0b1111_1010])
  }

  @Test("numbers come back from Thrift", arguments: Seeds.of(1..<40 as Range<UInt64>))
  func thrift(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var writer = ThriftWriter()
    var fields: [(id: Int, value: Int64)] = []
    var id = 0
    for _ in 0..<Int.random(in: 0...20, using: &generator) {
      id += Int.random(in: 1...40, using: &generator)
      let value = Int64(bitPattern: generator.next()) >> Int64.random(in: 0...63, using: &generator)
      writer.write(id, value)
      fields.append((id, value))
    }
    var reader = NaiveDecoding(writer.finish())
    for field in fields {
      let found = try reader.field()
      #expect(found?.id == field.id && found?.value == field.value, "seed \(seed)")
    }
    #expect(try reader.field() == nil)
    #expect(reader.isAtEnd)
  }

  @Test("structures, lists, texts and booleans have the bytes of the specification")
  func thriftBytes() {
    var writer = ThriftWriter()
    writer.write(1, true)
    writer.write(2, false)
    writer.write(20, -1 as Int32)
    writer.write(21, "ab")
    writer.write(22) { $0.write(1, 64 as Int32) }
    writer.write(23, each: [1, 2] as [Int32])
    writer.write(24, each: [Int32](repeating: 0, count: 15))
    writer.write(25, each: ["x"])
    #expect(
      writer.finish() == [
        0x11, 0x12, 0x05, 40, 1, 0x18, 2, 97, 98, 0x1c, 0x15, 0x80, 1, 0, 0x19, 0x25, 2, 4, 0x19,
        0xf5,
        15, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x19, 0x18, 1, 120, 0,
      ])
  }

  @Test("a row's owner is found wherever it stands", arguments: Seeds.of(1..<20 as Range<UInt64>))
  func owners(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var first: [UInt64] = [0]
    for _ in 0..<Int.random(in: 0...2_000, using: &generator) {
      let most: UInt64 = Bool.random(using: &generator) ? 3 : 400
      first.append(first[first.count - 1] + UInt64.random(in: 0...most, using: &generator))
    }
    let finder = RowFinder(first.span)
    for owner in 0..<first.count - 1 {
      for row in first[owner]..<first[owner + 1]
      where finder.owner(of: Int(row), in: first.span) != owner {
        Issue.record("seed \(seed): row \(row) is of \(owner)")
        return
      }
    }
  }
}

/// Reads what is tested, as plainly as can be.
struct NaiveDecoding {
  struct EndOfBytes: Error {}

  private let bytes: [UInt8]
  private var position = 0
  private var lastField = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  private mutating func byte() throws -> UInt8 {
    guard position < bytes.count else { throw EndOfBytes() }
    position += 1
    return bytes[position - 1]
  }

  private mutating func varint() throws -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let byte = try byte()
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
  }

  private mutating func signed() throws -> Int64 {
    let value = try varint()
    return value.isMultiple(of: 2) ? Int64(value / 2) : -1 - Int64(value / 2)
  }

  /// The next field, which is a number of 64 bits; nil at the structure's end.
  mutating func field() throws -> (id: Int, value: Int64)? {
    let head = try byte()
    guard head != 0 else { return nil }
    #expect(head & 15 == 6)
    lastField = head >> 4 == 0 ? Int(try signed()) : lastField + Int(head >> 4)
    return (lastField, try signed())
  }

  /// The values of the hybrid encoding.
  static func hybrid(_ bytes: [UInt8], bitWidth: Int, count: Int) throws -> [UInt8] {
    var reader = NaiveDecoding(bytes)
    var values: [UInt8] = []
    while !reader.isAtEnd {
      let head = try reader.varint()
      if head.isMultiple(of: 2) {
        values += [UInt8](repeating: try reader.byte(), count: Int(head / 2))
      } else {
        var bits: [Bool] = []
        for _ in 0..<Int(head / 2) * bitWidth {
          let byte = try reader.byte()
          for bit in 0..<8 { bits.append(byte >> UInt8(bit) & 1 == 1) }
        }
        for start in stride(from: 0, to: bits.count, by: bitWidth) {
          var value: UInt8 = 0
          for bit in 0..<bitWidth where bits[start + bit] { value |= 1 << UInt8(bit) }
          values.append(value)
        }
      }
    }
    #expect(values.count >= count && values.count - count < 8)
    return Array(values.prefix(count))
  }
}
