/// Walks the rows of a comma-separated table (RFC 4180).
///
/// UTF-8; a header line that is exactly the one asked for; LF or CRLF after every row, the last one
/// too, so that a cut file is noticed; fields may be quoted, and a quote inside is written twice. A
/// byte order mark before the header is skipped. Nothing is trimmed.
struct TableReader {
  private let bytes: [UInt8]
  private let file: String
  private let columns: [String]
  private var position = 0
  private var line = 1

  /// A row: its fields in the header's order and the line on which it begins.
  struct Row {
    /// The line of the row's first character, from 1.
    let line: Int
    /// The fields, quotes removed.
    let fields: [String]
  }

  /// Reads the header.
  ///
  /// - Throws: a `TableError` where the header is another one or the bytes are not UTF-8.
  init(_ bytes: [UInt8], file: String, header: String) throws(TableError) {
    self.bytes = bytes
    self.file = file
    self.columns = header.split(separator: ",").map(String.init)
    if let invalid = TableReader.lineOfInvalidText(bytes) {
      throw TableError(file: file, line: invalid, reason: .notUTF8)
    }
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) { position = 3 }
    guard let row = try readRow(checked: false) else {
      throw TableError(file: file, line: 1, reason: .header(expected: header, found: ""))
    }
    let found = row.fields.joined(separator: ",")
    guard row.fields == columns else {
      throw TableError(file: file, line: 1, reason: .header(expected: header, found: found))
    }
  }

  /// Reads the next row; nil at the end.
  ///
  /// - Throws: a `TableError` where the row has another number of fields or its quoting is wrong.
  mutating func next() throws(TableError) -> Row? {
    try readRow(checked: true)
  }

  private mutating func readRow(checked: Bool) throws(TableError) -> Row? {
    guard position < bytes.count else { return nil }
    let start = line
    var fields: [String] = []
    var ended = false
    while !ended {
      fields.append(try readField(start: start))
      guard position < bytes.count else {
        throw TableError(file: file, line: start, reason: .missingLineEnd)
      }
      switch bytes[position] {
      case UInt8(ascii: ","):
        position += 1
      case UInt8(ascii: "\n"):
        position += 1
        ended = true
      case UInt8(ascii: "\r"):
        guard position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: "\n") else {
          throw TableError(file: file, line: line, reason: .strayCarriageReturn)
        }
        position += 2
        ended = true
      default:
        throw TableError(file: file, line: line, reason: .strayQuote)
      }
    }
    line += 1
    guard !checked || fields.count == columns.count else {
      throw TableError(
        file: file, line: start,
        reason: .fieldCount(expected: columns.count, found: fields.count))
    }
    return Row(line: start, fields: fields)
  }

  /// Reads one field and stops at the comma, line end or misplaced character behind it.
  private mutating func readField(start: Int) throws(TableError) -> String {
    guard position < bytes.count else { return "" }
    guard bytes[position] == UInt8(ascii: "\"") else {
      let begin = position
      while position < bytes.count {
        switch bytes[position] {
        case UInt8(ascii: ","), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
          return String(decoding: bytes[begin..<position], as: UTF8.self)
        case UInt8(ascii: "\""):
          throw TableError(file: file, line: line, reason: .strayQuote)
        default: position += 1
        }
      }
      return String(decoding: bytes[begin..<position], as: UTF8.self)
    }
    position += 1
    var field: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\"") {
        guard position < bytes.count, bytes[position] == byte else {
          return String(decoding: field, as: UTF8.self)
        }
        position += 1
      } else if byte == UInt8(ascii: "\n") {
        line += 1
      }
      field.append(byte)
    }
    throw TableError(file: file, line: start, reason: .unclosedQuote)
  }

  /// The line of the first bytes that are not UTF-8; nil where all are.
  private static func lineOfInvalidText(_ bytes: [UInt8]) -> Int? {
    guard String(validating: bytes, as: UTF8.self) == nil else { return nil }
    var line = 1
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      guard String(validating: bytes[start..<end], as: UTF8.self) != nil else { return line }
      line += 1
      start = end + 1
    }
    return line
  }
}
