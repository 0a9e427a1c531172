/// A YAML file that cannot be taken, with the place and the reason.
public struct YAMLError: Error, Equatable, Sendable {
  /// The file, as the caller named it.
  public let file: String
  /// The line, from 1; 0 where `file` is an option of a command.
  public let line: Int
  /// The column in Unicode scalars, from 1; 0 where `file` is an option of a command.
  public let column: Int
  /// The key that the problem concerns, such as `amount` or `blocks[2]`; nil for the file itself.
  public let key: String?
  /// What is wrong there.
  public let reason: YAMLProblem

  /// An error at a place of a file.
  public init(file: String, line: Int, column: Int, key: String?, reason: YAMLProblem) {
    self.file = file
    self.line = line
    self.column = column
    self.key = key
    self.reason = reason
  }
}

extension YAMLError: CustomStringConvertible {
  /// `file:line:column: reason`, with keys and values named in the reason.
  public var description: String { "\(place): \(message)" }

  /// `file:line:column`, or the option alone.
  public var place: String { line == 0 ? file : "\(file):\(line):\(column)" }

  /// The reason alone, with keys and values named in it.
  public var message: String { reason.message(key: key) }
}

/// What can be wrong with a YAML file.
public enum YAMLProblem: Equatable, Sendable {
  /// The file holds more bytes than are read.
  case tooLarge(byteCount: Int, limit: Int)
  /// A byte that is not part of UTF-8 text.
  case notUTF8
  /// A character that YAML does not allow, by its Unicode number.
  case forbiddenCharacter(UInt32)
  /// Nothing but white space and comments.
  case empty
  /// The text is not YAML; the parser's own words.
  case syntax(String)
  /// Lists and mappings inside each other beyond the limit.
  case tooDeep(limit: Int)
  /// An anchor, an alias or a merge key.
  case anchor
  /// An explicit type such as `!!int`.
  case tag(String)
  /// A key that is itself a list or a mapping.
  case keyNotText
  /// The same key twice in one mapping.
  case duplicateKey(String)
  /// A key that the table of known keys does not have.
  case unknownKey(String, in: String, suggestion: String?, known: [String])
  /// A piece of an amount such as `750,000 BTC` that braces without quotes cut at its comma.
  case cutAmount(String, in: String)
  /// A key that must be there.
  case missingKey(String, in: String)
  /// A list where a text must stand, and the like.
  case wrongShape(expected: String, found: String)
  /// A text that cannot be read as what the key wants.
  case badValue(String, expected: String)
  /// A value that can be read, but contradicts another or the limits of the thing described.
  case invalid(String)
}

extension YAMLProblem {
  /// The reason in words, lower case, without a full stop.
  func message(key: String?) -> String {
    let name = key.map { "'\($0)'" } ?? "the file"
    switch self {
    case .tooLarge(let byteCount, let limit):
      return "\(name) has \(byteCount) bytes; at most \(limit) are read"
    case .notUTF8:
      return "a byte that is not part of UTF-8 text"
    case .forbiddenCharacter(let number):
      let digits = String(number, radix: 16, uppercase: true)
      let zeros = String(repeating: "0", count: max(0, 4 - digits.utf8.count))
      return "character U+\(zeros)\(digits) is not allowed in YAML"
    case .empty:
      return "nothing but white space and comments"
    case .syntax(let problem):
      return "not valid YAML: \(problem)"
    case .tooDeep(let limit):
      return "lists and mappings stand more than \(limit) deep in each other"
    case .anchor:
      return "anchors, aliases and merge keys ('&', '*', '<<') are not allowed; write the value out"
    case .tag(let tag):
      return "an explicit type '\(tag)' is not allowed"
    case .keyNotText:
      return "a key must be a plain text"
    case .duplicateKey(let duplicate):
      return "key '\(duplicate)' is given twice in the same mapping"
    case .unknownKey(let unknown, let place, let suggestion, let known):
      let hint = suggestion.map { "did you mean '\($0)'?" } ?? YAMLProblem.knownKeys(known)
      return "unknown key '\(unknown)' in \(place); \(hint)"
    case .cutAmount(let piece, let place):
      return "unknown key '\(piece)' in \(place); "
        + "an amount with a comma needs quotes: \"750,000 BTC\""
    case .missingKey(let missing, let place):
      return "key '\(missing)' is missing in \(place)"
    case .wrongShape(let expected, let found):
      return "\(name) must be \(expected), not \(found)"
    case .badValue(let text, let expected):
      return "\(name) must be \(expected), not '\(YAMLProblem.shortened(text))'"
    case .invalid(let reason):
      return key == nil ? reason : "\(name): \(reason)"
    }
  }

  private static func knownKeys(_ known: [String]) -> String {
    known.isEmpty ? "no key is known here" : "known keys are \(known.joined(separator: ", "))"
  }

  /// The text cut to a length that fits a message, on one line.
  private static func shortened(_ text: String) -> String {
    let line = text.prefix(61).map { $0.isNewline ? " " : String($0) }.joined()
    return line.count > 60 ? "\(line.prefix(57))..." : line
  }
}
