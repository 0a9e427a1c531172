public import Files
public import SystemPackage

/// Why the truth of a case cannot be read.
public enum TruthError: Error, Equatable, Sendable {
  /// A file is missing or cannot be read.
  case file(FileError)
  /// A line is not what it must be; lines count from 1, the header included.
  case malformed(path: FilePath, line: Int, problem: TruthProblem)
}

/// What can be wrong with a line.
public enum TruthProblem: Equatable, Sendable {
  /// The first line is not the file's header.
  case wrongHeader(expected: String)
  /// The line has too few or too many fields.
  case wrongFieldCount(expected: Int, found: Int)
  /// A field is not what its column wants.
  case badField(column: String, text: String, expected: String)
  /// A quotation mark stands where none may stand, or none closes the field.
  case badQuote
  /// The bytes are no UTF-8 text.
  case notUTF8
  /// The last line does not end: the file was cut.
  case cut
}

extension TruthError: CustomStringConvertible {
  /// The file, the line and the reason.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .malformed(let path, let line, let problem): "\(path):\(line): \(problem)"
    }
  }
}

extension TruthProblem: CustomStringConvertible {
  /// What is wrong, with the value.
  public var description: String {
    switch self {
    case .wrongHeader(let expected): "the header is not '\(expected)'"
    case .wrongFieldCount(let expected, let found): "\(found) fields, not \(expected)"
    case .badField(let column, let text, let expected):
      "\(column) must be \(expected), not '\(text.prefix(80))'"
    case .badQuote: "a quotation mark that does not enclose a whole field"
    case .notUTF8: "a byte that is not part of UTF-8 text"
    case .cut: "the file ends within a line"
    }
  }
}
