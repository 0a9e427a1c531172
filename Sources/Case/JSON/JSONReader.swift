/// Reads one JSON value strictly (RFC 8259).
///
/// Written here rather than taken from Foundation, because its decoder takes repeated names without
/// a word and knows no positions. A repeated name, a lone surrogate, text after the value and more
/// than `depthLimit` levels are errors.
struct JSONReader {
  /// How deep lists and objects may stand in each other.
  static let depthLimit = 32

  private let bytes: [UInt8]
  private var position = 0

  /// The value that `bytes` hold, white space around it allowed.
  ///
  /// - Throws: a `JSONError` with the byte at which reading stopped.
  static func read(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw JSONError(position: 0, reason: .notUTF8)
    }
    var reader = JSONReader(bytes: bytes)
    let value = try reader.readValue(depth: 0)
    reader.skipSpace()
    guard reader.position == bytes.count else { throw reader.error(.textAfterValue) }
    return value
  }

  private init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  @inline(never)
  private func error(_ reason: JSONError.Reason) -> JSONError {
    JSONError(position: position, reason: reason)
  }

  private mutating func skipSpace() {
    while let byte = current, [0x20, 0x09, 0x0a, 0x0d].contains(byte) { position += 1 }
  }

  private mutating func skip(_ byte: UInt8) -> Bool {
    guard current == byte else { return false }
    position += 1
    return true
  }

  private mutating func readValue(depth: Int) throws(JSONError) -> JSONValue {
    guard depth <= JSONReader.depthLimit else { throw error(.tooDeep) }
    skipSpace()
    guard let byte = current else { throw error(.endOfText) }
    switch byte {
    case UInt8(ascii: "{"): return try readObject(depth: depth)
    case UInt8(ascii: "["): return try readArray(depth: depth)
    case UInt8(ascii: "\""): return .string(try readString())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try readNumber()
    default:
      for (word, value) in [("true", .bool(true)), ("false", .bool(false)), ("null", .null)]
        as [(String, JSONValue)]
      where bytes[position...].starts(with: word.utf8) {
        position += word.utf8.count
        return value
      }
      throw error(.noValue)
    }
  }

  private mutating func readObject(depth: Int) throws(JSONError) -> JSONValue {
    position += 1
    var members: [JSONValue.Member] = []
    var names: Set<String> = []
    skipSpace()
    if skip(UInt8(ascii: "}")) { return .object([]) }
    while true {
      skipSpace()
      guard current == UInt8(ascii: "\"") else { throw error(.noName) }
      let start = position
      let name = try readString()
      guard names.insert(name).inserted else {
        throw JSONError(position: start, reason: .repeatedName(name))
      }
      skipSpace()
      guard skip(UInt8(ascii: ":")) else { throw error(.noColon) }
      members.append(JSONValue.Member(name: name, value: try readValue(depth: depth + 1)))
      skipSpace()
      if skip(UInt8(ascii: "}")) { return .object(members) }
      guard skip(UInt8(ascii: ",")) else { throw error(.noComma) }
    }
  }

  private mutating func readArray(depth: Int) throws(JSONError) -> JSONValue {
    position += 1
    var values: [JSONValue] = []
    skipSpace()
    if skip(UInt8(ascii: "]")) { return .array([]) }
    while true {
      values.append(try readValue(depth: depth + 1))
      skipSpace()
      if skip(UInt8(ascii: "]")) { return .array(values) }
      guard skip(UInt8(ascii: ",")) else { throw error(.noComma) }
    }
  }

  /// Takes `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`.
  private mutating func readNumber() throws(JSONError) -> JSONValue {
    let start = position
    _ = skip(UInt8(ascii: "-"))
    if !skip(UInt8(ascii: "0")) { try skipDigits() }
    if skip(UInt8(ascii: ".")) { try skipDigits() }
    if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
      _ = skip(UInt8(ascii: "+")) || skip(UInt8(ascii: "-"))
      try skipDigits()
    }
    return .number(String(decoding: bytes[start..<position], as: UTF8.self))
  }

  private mutating func skipDigits() throws(JSONError) {
    let start = position
    while let byte = current, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
      position += 1
    }
    guard position > start else { throw error(.noDigit) }
  }
}

// MARK: - Strings

extension JSONReader {
  private mutating func readString() throws(JSONError) -> String {
    let start = position
    position += 1
    var text: [UInt8] = []
    while let byte = current {
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        position += 1
        text += Array(String(try readEscape()).utf8)
      case 0..<0x20:
        throw error(.controlCharacter)
      default:
        text.append(byte)
        position += 1
      }
    }
    throw JSONError(position: start, reason: .unclosedString)
  }

  private mutating func readEscape() throws(JSONError) -> Character {
    guard let byte = current else { throw error(.endOfText) }
    position += 1
    switch byte {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return Character(try readUnicodeEscape())
    default:
      position -= 1
      throw error(.badEscape)
    }
  }

  /// Reads four digits, and where they are the first half of a pair, the second half too.
  private mutating func readUnicodeEscape() throws(JSONError) -> Unicode.Scalar {
    let start = position
    let first = try readFourDigits()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard (0xd800..<0xdc00).contains(first), skip(UInt8(ascii: "\\")), skip(UInt8(ascii: "u"))
    else { throw JSONError(position: start, reason: .loneSurrogate) }
    let second = try readFourDigits()
    guard (0xdc00..<0xe000).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00))
    else { throw JSONError(position: start, reason: .loneSurrogate) }
    return scalar
  }

  private mutating func readFourDigits() throws(JSONError) -> UInt32 {
    guard position + 4 <= bytes.count else { throw error(.badEscape) }
    var value: UInt32 = 0
    for byte in bytes[position..<position + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw error(.badEscape)
      }
      value = value << 4 | UInt32(digit)
    }
    position += 4
    return value
  }
}
