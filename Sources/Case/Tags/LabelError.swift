/// Why a file of wallet labels (BIP-0329) could not be read.
public struct LabelError: Error, Equatable, Sendable {
  /// The file, as its path below the case folder, such as `tags/labels.jsonl`.
  public let file: String
  /// The line, from 1.
  public let line: Int
  /// What is wrong there.
  public let reason: Reason

  /// What can be wrong with a line of labels.
  public enum Reason: Error, Equatable, Sendable {
    /// The line is not a JSON value.
    case notJSON(JSONError)
    /// A name that every record has is not there, or is empty.
    case missing(name: String)
    /// A name has a value of another kind than the format asks for; no name: the line itself.
    case wrongKind(name: String?, found: String)
    /// `type` is none of the format's words.
    case unknownType(String)
    /// A text has control characters or others that change how their neighbours are shown.
    case notPlain(name: String, text: String)
  }

  /// The error at a line of a file.
  @inline(never)
  public init(file: String, line: Int, reason: Reason) {
    self.file = file
    self.line = line
    self.reason = reason
  }
}

extension LabelError: CustomStringConvertible {
  /// `tags/labels.jsonl:3: ref is missing`.
  public var description: String { "\(file):\(line): \(reason)" }
}

extension LabelError.Reason: CustomStringConvertible {
  /// The reason without its place.
  public var description: String {
    switch self {
    case .notJSON(let error): "\(error)"
    case .missing(let name): "\(name) is missing"
    case .wrongKind(let name, let found):
      if let name { "\(name) is \(found)" } else { "the line is \(found), not an object" }
    case .unknownType(let type):
      "type \(Excerpt(type)) is none of tx, addr, pubkey, input, output, xpub"
    case .notPlain(let name, let text):
      "\(name) \(Excerpt(text)) has characters that are not shown as themselves on one line"
    }
  }
}
