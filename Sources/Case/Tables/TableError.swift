/// Why a comma-separated table could not be read. Lines count from 1, the header being line 1.
public struct TableError: Error, Equatable, Sendable {
  /// The file, as its path below the case folder, such as `books/deposits.csv`.
  public let file: String
  /// The line on which the row begins.
  public let line: Int
  /// What is wrong there.
  public let reason: Reason

  /// What can be wrong with a table.
  public enum Reason: Equatable, Sendable {
    /// The bytes are not UTF-8.
    case notUTF8
    /// The first line is not the header that the format asks for.
    case header(expected: String, found: String)
    /// The row has more or fewer fields than the header.
    case fieldCount(expected: Int, found: Int)
    /// A quoted field has no closing quote before the end of the file.
    case unclosedQuote
    /// A quote stands where RFC 4180 allows none.
    case strayQuote
    /// A carriage return that no line feed follows.
    case strayCarriageReturn
    /// The last row does not end with a line end, as in a file that was cut.
    case missingLineEnd
    /// A field is empty that must not be.
    case empty(column: String)
    /// A field's text is not of the kind that the column asks for.
    case notA(column: String, value: String, kind: String)
    /// A key occurs a second time.
    case repeated(column: String, value: String, firstLine: Int)
  }

  /// The error at a line of a file.
  @inline(never)
  public init(file: String, line: Int, reason: Reason) {
    self.file = file
    self.line = line
    self.reason = reason
  }
}

extension TableError: CustomStringConvertible {
  /// `books/deposits.csv:17: amount_sat '12x' is not a whole number`.
  public var description: String { "\(file):\(line): \(reason)" }
}

extension TableError.Reason: CustomStringConvertible {
  /// The reason without its place.
  public var description: String {
    switch self {
    case .notUTF8: "the text is not UTF-8"
    case .header(let expected, let found):
      "the header is \(Excerpt(found)), not '\(expected)'"
    case .fieldCount(let expected, let found): "\(found) fields where \(expected) belong"
    case .unclosedQuote: "a quoted field is not closed"
    case .strayQuote: "a quote inside a field that is not quoted, or text after a closing quote"
    case .strayCarriageReturn: "a carriage return without a line feed"
    case .missingLineEnd: "the last line has no line end; the file may have been cut"
    case .empty(let column): "\(column) is empty"
    case .notA(let column, let value, let kind): "\(column) \(Excerpt(value)) is not \(kind)"
    case .repeated(let column, let value, let firstLine):
      "\(column) \(Excerpt(value)) stands on line \(firstLine) already"
    }
  }
}
