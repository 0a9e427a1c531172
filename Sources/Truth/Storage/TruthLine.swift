import Bitcoin

/// Lines of comma-separated values under way (RFC 4180, but no line breaks within a field).
struct TruthLine: Sendable {
  /// The lines so far.
  private(set) var bytes: [UInt8] = []
  private var isEmpty = true

  private static let comma = UInt8(ascii: ",")
  private static let quote = UInt8(ascii: "\"")

  /// Adds a field, in quotes where it has a comma or a quotation mark; a line break or another
  /// control character becomes a space.
  mutating func add(_ field: String) {
    begin()
    let start = bytes.count
    bytes.append(contentsOf: field.utf8)
    for index in start..<bytes.count where TruthLine.isSpecial(bytes[index]) {
      return rewrite(from: start)
    }
  }

  /// Adds a hash as explorers print it.
  mutating func add(_ hash: Txid) {
    begin()
    // Printed order is the reversed one: the last byte first, each its upper digit first.
    var digits = HexDigits(hash.hash)
    unsafe withUnsafeBytes(of: &digits) { unsafe bytes.append(contentsOf: $0) }
  }

  /// Adds a whole number.
  mutating func add(_ number: Int64) {
    begin()
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    var digits: InlineArray<20, UInt8> = .init(repeating: 0)
    var start = 20
    var rest = number.magnitude
    repeat {
      start -= 1
      digits[start] = UInt8(ascii: "0") + UInt8(rest % 10)
      rest /= 10
    } while rest > 0
    for place in start..<20 { bytes.append(digits[place]) }
  }

  /// Ends the line.
  mutating func end() {
    bytes.append(UInt8(ascii: "\n"))
    isEmpty = true
  }

  /// Forgets all lines and keeps the room.
  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    isEmpty = true
  }

  private mutating func begin() {
    if !isEmpty { bytes.append(TruthLine.comma) }
    isEmpty = false
  }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    byte == comma || byte == quote || byte < 0x20 || byte == 0x7F
  }

  /// Writes the field that begins at `start` again, with quotes and without control characters.
  private mutating func rewrite(from start: Int) {
    let field = Array(bytes[start...])
    bytes.removeSubrange(start...)
    let needsQuotes = field.contains { $0 == TruthLine.comma || $0 == TruthLine.quote }
    if needsQuotes { bytes.append(TruthLine.quote) }
    for byte in field {
      if byte == TruthLine.quote { bytes.append(byte) }
      bytes.append(byte < 0x20 || byte == 0x7F ? UInt8(ascii: " ") : byte)
    }
    if needsQuotes { bytes.append(TruthLine.quote) }
  }

  /// The fields of a line without its end; nil where a quotation mark is out of place or the bytes
  /// are not UTF-8, as the problem says.
  static func split(_ line: [UInt8]) -> Result<[String], TruthProblem> {
    guard String(validating: line, as: UTF8.self) != nil else { return .failure(.notUTF8) }
    var fields: [String] = []
    var field: [UInt8] = []
    var index = 0
    while true {
      field.removeAll(keepingCapacity: true)
      if index < line.count, line[index] == UInt8(ascii: "\"") {
        guard let end = readQuoted(line, from: index + 1, into: &field) else {
          return .failure(.badQuote)
        }
        index = end
      } else {
        while index < line.count, line[index] != UInt8(ascii: ",") {
          if line[index] == UInt8(ascii: "\"") { return .failure(.badQuote) }
          field.append(line[index])
          index += 1
        }
      }
      fields.append(String(decoding: field, as: UTF8.self))
      guard index < line.count else { return .success(fields) }
      index += 1
    }
  }

  /// Reads up to the closing quotation mark; the position after it, which is the end or a comma.
  private static func readQuoted(
    _ line: [UInt8], from start: Int, into field: inout [UInt8]
  ) -> Int? {
    var index = start
    while index < line.count {
      let byte = line[index]
      index += 1
      if byte != UInt8(ascii: "\"") {
        field.append(byte)
      } else if index < line.count, line[index] == UInt8(ascii: "\"") {
        field.append(byte)
        index += 1
      } else {
        return index == line.count || line[index] == UInt8(ascii: ",") ? index : nil
      }
    }
    return nil
  }
}

extension TruthProblem: Error {}

/// The fields of one line, with their columns' names for messages.
struct TruthFields {
  let columns: [String]
  let fields: [String]

  func text(_ index: Int) -> String { fields[index] }

  func name(_ index: Int) throws(TruthFieldError) -> String {
    guard !fields[index].isEmpty else { throw refusal(index, "a name") }
    return fields[index]
  }

  func txid(_ index: Int) throws(TruthFieldError) -> Txid {
    guard let txid = Txid(hex: fields[index]) else { throw refusal(index, "64 hex digits") }
    return txid
  }

  func vout(_ index: Int) throws(TruthFieldError) -> UInt32 {
    guard isDecimal(index), let vout = UInt32(fields[index]) else {
      throw refusal(index, "an output number")
    }
    return vout
  }

  func count(_ index: Int) throws(TruthFieldError) -> Int {
    guard isDecimal(index), let count = Int(fields[index]) else {
      throw refusal(index, "a whole number")
    }
    return count
  }

  func amount(_ index: Int) throws(TruthFieldError) -> Satoshi {
    guard isDecimal(index), let value = Int64(fields[index]), Satoshi(value).isInMoneyRange else {
      throw refusal(index, "a whole number of satoshis")
    }
    return Satoshi(value)
  }

  func boolean(_ index: Int) throws(TruthFieldError) -> Bool {
    switch fields[index] {
    case "true": return true
    case "false": return false
    default: throw refusal(index, "true or false")
    }
  }

  func word<Word: TruthWord>(_ index: Int) throws(TruthFieldError) -> Word {
    guard Word.isWord(fields[index]) else { throw refusal(index, "a lower-case word") }
    return Word(rawValue: fields[index])
  }

  private func isDecimal(_ index: Int) -> Bool {
    fields[index].utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  private func refusal(_ index: Int, _ expected: String) -> TruthFieldError {
    TruthFieldError(column: columns[index], text: fields[index], expected: expected)
  }
}
