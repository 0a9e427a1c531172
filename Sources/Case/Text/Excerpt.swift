/// A piece of somebody's input as an error message shows it: in quotes, on one line, cut at 80
/// characters, with control characters and those that turn the direction of text spelled out.
public struct Excerpt: CustomStringConvertible, Sendable {
  /// The text in quotes.
  public let description: String

  /// How many characters are shown.
  static let limit = 80

  /// The excerpt of `text`.
  public init(_ text: some StringProtocol) {
    var shown = "'"
    var count = 0
    for scalar in text.unicodeScalars {
      if count == Excerpt.limit {
        shown += "…"
        break
      }
      count += 1
      if Excerpt.isPlain(scalar) {
        shown.unicodeScalars.append(scalar)
      } else {
        shown += "\\u{\(String(scalar.value, radix: 16))}"
      }
    }
    description = shown + "'"
  }

  /// Whether the text is one line that a terminal shows as it is, so that it can be printed.
  static func isPlain(_ text: some StringProtocol) -> Bool {
    text.unicodeScalars.allSatisfy { isPlain($0) }
  }

  /// Whether each of the text's lines can be printed as it is.
  static func hasPlainLines(_ text: some StringProtocol) -> Bool {
    text.unicodeScalars.allSatisfy { $0 == "\n" || isPlain($0) }
  }

  /// Whether a terminal shows the character as itself and leaves its neighbours alone.
  static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
      .unassigned:
      false
    default: true
    }
  }
}
