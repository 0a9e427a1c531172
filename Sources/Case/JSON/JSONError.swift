/// Why a text is not a JSON value. Positions count bytes from the start of the text, from 0.
public struct JSONError: Error, Equatable, Sendable {
  /// The byte at which reading stopped.
  public let position: Int
  /// What is wrong there.
  public let reason: Reason

  /// What can be wrong with a JSON text.
  public enum Reason: Equatable, Sendable {
    /// The bytes are not UTF-8.
    case notUTF8
    /// The text ends inside a value.
    case endOfText
    /// No value begins here.
    case noValue
    /// An object's name does not begin here.
    case noName
    /// A name stands twice in one object.
    case repeatedName(String)
    /// A name has no colon behind it.
    case noColon
    /// Neither a comma nor the end of the list or object.
    case noComma
    /// A number lacks a digit.
    case noDigit
    /// A string is not closed.
    case unclosedString
    /// A control character stands in a string without an escape.
    case controlCharacter
    /// A backslash that begins no escape.
    case badEscape
    /// Half of a surrogate pair.
    case loneSurrogate
    /// Too many levels of lists and objects.
    case tooDeep
    /// Something follows the value.
    case textAfterValue
  }
}

extension JSONError: CustomStringConvertible {
  /// What is wrong, and at which byte, counted from 1 as editors count columns.
  public var description: String { "\(reason) at byte \(position + 1)" }
}

extension JSONError.Reason: CustomStringConvertible {
  /// The reason without its place.
  public var description: String {
    switch self {
    case .notUTF8: "the text is not UTF-8"
    case .endOfText: "the text ends inside a value"
    case .noValue: "no JSON value begins here"
    case .noName: "a name in quotes is missing"
    case .repeatedName(let name): "the name \(Excerpt(name)) stands twice"
    case .noColon: "a colon is missing"
    case .noComma: "a comma or a closing bracket is missing"
    case .noDigit: "a digit is missing"
    case .unclosedString: "a string is not closed"
    case .controlCharacter: "a control character without an escape"
    case .badEscape: "an unknown escape"
    case .loneSurrogate: "half of a surrogate pair"
    case .tooDeep: "more than \(JSONReader.depthLimit) levels"
    case .textAfterValue: "text after the value"
    }
  }
}
