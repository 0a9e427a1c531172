/// Hands out the fields of one row from left to right, each read as what its column holds.
struct RowFields {
  private let row: TableReader.Row
  private let file: String
  private var index = 0

  /// The fields of `row`, whose count the reader has checked.
  init(_ row: TableReader.Row, file: String) {
    self.row = row
    self.file = file
  }

  /// The next field, one line that can be printed as it is; nil where it is empty.
  ///
  /// - Throws: `notA`.
  mutating func readOptionalText(_ column: String) throws(TableError) -> String? {
    let text = row.fields[index]
    index += 1
    guard Excerpt.isPlain(text) else {
      throw error(column, text, kind: "one line of characters that are shown as themselves")
    }
    return text.isEmpty ? nil : text
  }

  /// The next field.
  ///
  /// - Throws: `empty`, `notA`.
  mutating func readText(_ column: String) throws(TableError) -> String {
    guard let text = try readOptionalText(column) else {
      throw TableError(file: file, line: row.line, reason: .empty(column: column))
    }
    return text
  }

  /// The next field as a whole number in its shortest form: digits, no sign but a minus where one is
  /// allowed, no zeros in front.
  ///
  /// - Throws: `empty`, or `notA` where the text is another or passes 64 bits.
  mutating func readWholeNumber(
    _ column: String, allowNegative: Bool
  ) throws(TableError) -> Int64 {
    let text = try readText(column)
    guard let number = Int64(text), String(number) == text, allowNegative || number >= 0 else {
      throw error(column, text, kind: "a whole number")
    }
    return number
  }

  /// Refuses a key that an earlier row has, and remembers it where it is new.
  ///
  /// - Throws: `repeated`.
  func refuseRepeated(
    _ column: String, _ value: String, _ firstLines: inout [String: Int]
  ) throws(TableError) {
    if let first = firstLines.updateValue(row.line, forKey: value) {
      throw TableError(
        file: file, line: row.line,
        reason: .repeated(column: column, value: value, firstLine: first))
    }
  }

  /// The error that a field of this row is not of a kind.
  @inline(never)
  func error(_ column: String, _ value: String, kind: String) -> TableError {
    TableError(
      file: file, line: row.line, reason: .notA(column: column, value: value, kind: kind))
  }
}
