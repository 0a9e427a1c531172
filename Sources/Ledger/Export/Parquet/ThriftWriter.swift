/// Writes structures in Thrift's compact protocol, in which Parquet's page headers and footer are
/// (thrift: doc/specs/thrift-compact-protocol.md).
///
/// ```
/// field: id difference (4 bits) | type (4 bits) | value        number: zigzag, then 7 bits a byte
/// ```
struct ThriftWriter: Sendable {
  private(set) var bytes: [UInt8] = []
  /// The id of the last field of each structure that is open.
  private var lastField = [0]

  /// The types that a field or an element can have.
  enum Kind: UInt8 {
    case isTrue = 1
    case isFalse = 2
    case i16 = 4
    case i32 = 5
    case i64 = 6
    case binary = 8
    case list = 9
    case structure = 12
  }

  // MARK: - Fields

  /// Writes a field of 32 bits.
  mutating func write(_ field: Int, _ value: Int32) {
    begin(field, .i32)
    appendSigned(Int64(value))
  }

  /// Writes a field of 64 bits.
  mutating func write(_ field: Int, _ value: Int64) {
    begin(field, .i64)
    appendSigned(value)
  }

  /// Writes a field of 16 bits.
  mutating func write(_ field: Int, short value: Int16) {
    begin(field, .i16)
    appendSigned(Int64(value))
  }

  /// Writes a field that is true or false.
  mutating func write(_ field: Int, _ value: Bool) {
    begin(field, value ? .isTrue : .isFalse)
  }

  /// Writes a field of bytes.
  mutating func write(_ field: Int, _ value: [UInt8]) {
    begin(field, .binary)
    append(counted: value)
  }

  /// Writes a field of text.
  mutating func write(_ field: Int, _ value: String) { write(field, Array(value.utf8)) }

  /// Writes a field that is a structure, whose fields `body` writes.
  mutating func write(_ field: Int, _ body: (inout ThriftWriter) -> Void) {
    begin(field, .structure)
    append(body)
  }

  /// Writes a field that is a list of structures, each written by `body`.
  mutating func write<Element>(
    _ field: Int, each elements: [Element], _ body: (Element, inout ThriftWriter) -> Void
  ) {
    beginList(field, .structure, count: elements.count)
    for element in elements { append { body(element, &$0) } }
  }

  /// Writes a field that is a list of numbers.
  mutating func write(_ field: Int, each elements: [Int32]) {
    beginList(field, .i32, count: elements.count)
    for element in elements { appendSigned(Int64(element)) }
  }

  /// Writes a field that is a list of texts.
  mutating func write(_ field: Int, each elements: [String]) {
    beginList(field, .binary, count: elements.count)
    for element in elements { append(counted: Array(element.utf8)) }
  }

  /// Ends the outermost structure.
  consuming func finish() -> [UInt8] {
    bytes.append(0)
    return bytes
  }

  // MARK: - Parts

  private mutating func begin(_ field: Int, _ kind: Kind) {
    let difference = field - lastField[lastField.count - 1]
    lastField[lastField.count - 1] = field
    if (1...15).contains(difference) {
      bytes.append(UInt8(difference) << 4 | kind.rawValue)
    } else {
      bytes.append(kind.rawValue)
      appendSigned(Int64(field))
    }
  }

  private mutating func beginList(_ field: Int, _ kind: Kind, count: Int) {
    begin(field, .list)
    if count < 15 {
      bytes.append(UInt8(count) << 4 | kind.rawValue)
    } else {
      bytes.append(0xf0 | kind.rawValue)
      bytes.appendVarint(UInt64(count))
    }
  }

  private mutating func append(_ structure: (inout ThriftWriter) -> Void) {
    lastField.append(0)
    structure(&self)
    lastField.removeLast()
    bytes.append(0)
  }

  private mutating func append(counted value: [UInt8]) {
    bytes.appendVarint(UInt64(value.count))
    bytes.append(contentsOf: value)
  }

  private mutating func appendSigned(_ value: Int64) {
    // Zigzag: the sign goes into the lowest bit.
    bytes.appendVarint(UInt64(bitPattern: value << 1 ^ value >> 63))
  }
}

extension [UInt8] {
  /// Adds a number, seven bits a byte, the lowest first; all bytes but the last have their highest bit
  /// set.
  mutating func appendVarint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(rest))
  }
}
