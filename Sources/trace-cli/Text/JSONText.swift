/// A JSON value; an object's members stay in the order in which they are written.
enum JSONText {
  case object([(String, JSONText)])
  case array([JSONText])
  case string(String)
  case integer(Int64)
  /// A share such as 0.9375, written with six decimals.
  case fraction(Double)
  case bool(Bool)
  case null

  /// A count.
  static func count(_ value: Int) -> JSONText { .integer(Int64(value)) }

  /// A text, or null.
  static func optional(_ value: (some CustomStringConvertible)?) -> JSONText {
    value.map { .string($0.description) } ?? .null
  }

  /// The value on one line, RFC 8259.
  var text: String {
    var result = ""
    write(into: &result)
    return result
  }

  private func write(into text: inout String) {
    switch self {
    case .object(let members):
      text += "{"
      for (index, member) in members.enumerated() {
        if index > 0 { text += "," }
        JSONText.quote(member.0, into: &text)
        text += ":"
        member.1.write(into: &text)
      }
      text += "}"
    case .array(let values):
      text += "["
      for (index, value) in values.enumerated() {
        if index > 0 { text += "," }
        value.write(into: &text)
      }
      text += "]"
    case .string(let value): JSONText.quote(value, into: &text)
    case .integer(let value): text += String(value)
    case .fraction(let value): text += JSONText.decimal(value)
    case .bool(let value): text += value ? "true" : "false"
    case .null: text += "null"
    }
  }

  private static func quote(_ value: String, into text: inout String) {
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7f:
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }

  /// The value with six decimals, whatever the locale; JSON has no infinities, so null for those.
  static func decimal(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e12 else { return "null" }
    let scaled = Int64((abs(value) * 1_000_000).rounded())
    let digits = String(scaled % 1_000_000)
    let zeros = String(repeating: "0", count: 6 - digits.count)
    return "\(value < 0 && scaled > 0 ? "-" : "")\(scaled / 1_000_000).\(zeros)\(digits)"
  }
}
