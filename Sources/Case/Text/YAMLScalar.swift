/// Text as a YAML scalar, for the writers of this module.
///
/// Plain where every YAML reader, of 1.1 and of 1.2, takes the plain form for the same text; else in
/// double quotes on one line (YAML 1.2.2, 7.3.1). The same text always gives the same bytes.
enum YAMLScalar {
  /// The scalar for `text`.
  static func text(_ text: String) -> String {
    isPlain(text) ? text : quoted(text)
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      default:
        if Excerpt.isPlain(scalar) {
          result.unicodeScalars.append(scalar)
        } else {
          let digits = String(scalar.value, radix: 16)
          result += "\\U" + String(repeating: "0", count: 8 - digits.utf8.count) + digits
        }
      }
    }
    return result + "\""
  }

  /// Whether the text stands for itself: it begins with a letter, or with a digit and has a letter
  /// that no number, time or hash has; it holds no character that YAML gives a meaning in its place.
  private static func isPlain(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard let first = bytes.first, let last = bytes.last, isLetter(first) || isDigit(first),
      last != UInt8(ascii: " "), last != UInt8(ascii: ":"), !words.contains(text.lowercased())
    else { return false }
    if isDigit(first) {
      guard bytes.allSatisfy({ isLetter($0) || isDigit($0) || $0 == UInt8(ascii: " ") }),
        bytes.contains(where: isLetterOfNoNumber)
      else { return false }
    }
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case UInt8(ascii: ":"):
        guard bytes[index + 1] != UInt8(ascii: " ") else { return false }
      case UInt8(ascii: " "), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "/"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "+"),
        UInt8(ascii: "="), UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "'"):
        continue
      default:
        guard isLetter(byte) || isDigit(byte) else { return false }
      }
    }
    return true
  }

  /// Words that some reader takes for a truth value or for nothing (YAML 1.1, bool and null types).
  private static let words: Set<String> = [
    "y", "n", "yes", "no", "on", "off", "true", "false", "null",
  ]

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) && byte >= UInt8(ascii: "A")
  }

  /// A letter that stands in no decimal, hexadecimal, octal or floating number.
  private static func isLetterOfNoNumber(_ byte: UInt8) -> Bool {
    let lower = byte | 0x20
    return isLetter(byte) && lower > UInt8(ascii: "f") && lower != UInt8(ascii: "o")
      && lower != UInt8(ascii: "x")
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
