/// A JSON value (RFC 8259) with nothing lost: members in their order, numbers as text.
enum JSONValue: Equatable, Sendable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number as it is written.
  case number(String)
  /// A string, escapes resolved.
  case string(String)
  /// A list.
  case array([JSONValue])
  /// Members in the order of the text, names not repeated.
  case object([Member])

  /// A name of an object and its value.
  struct Member: Equatable, Sendable {
    /// The name.
    let name: String
    /// The value.
    let value: JSONValue
  }

  /// What the value is, for messages.
  var kind: String {
    switch self {
    case .null: "null"
    case .bool: "a truth value"
    case .number: "a number"
    case .string: "a string"
    case .array: "a list"
    case .object: "an object"
    }
  }
}
