/// What a file's bytes must be before the YAML parser sees them.
enum YAMLText {
  /// Aliases in one file from which on it is not parsed: fewer cannot blow up into much.
  private static let aliasLimit = 16

  /// The bytes as text that has no character that YAML forbids and no pile of aliases.
  ///
  /// - Throws: `notUTF8`, `forbiddenCharacter` (YAML 1.1, c-printable), `anchor`.
  static func check(_ bytes: [UInt8], file: String) throws(YAMLError) -> String {
    var bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw YAMLError(
        file: file, line: invalidLine(of: bytes), column: 1, key: nil, reason: .notUTF8)
    }
    var scan = Scan()
    for scalar in text.unicodeScalars {
      guard isAllowed(scalar) else {
        throw scan.error(file: file, reason: .forbiddenCharacter(scalar.value))
      }
      scan.advance(scalar)
      if scan.aliasCount > aliasLimit { throw scan.error(file: file, reason: .anchor) }
    }
    return text
  }

  /// The first line that is not UTF-8, from 1.
  private static func invalidLine(of bytes: [UInt8]) -> Int {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let index = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil }
    return (index ?? 0) + 1
  }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xFEFE, 0xFF00...0xFFFD: return true
    case 0x10000...0x10FFFF: return true
    default: return false
    }
  }

  /// A walk over the text that counts lines, and what could be an alias: `*` and a letter after
  /// white space, a bracket or a comma. Comments and quoted texts are counted too, so that nothing
  /// can hide in what looks like one; it takes an anchor as well to be refused.
  private struct Scan {
    private var line = 1
    private var column = 1
    private var mark: (sign: Unicode.Scalar, line: Int, column: Int)?
    private var isAfterBreak = true
    private var anchorCount = 0
    private var aliases = 0

    /// Possible aliases, where there is also a possible anchor.
    var aliasCount: Int { anchorCount == 0 ? 0 : aliases }

    func error(file: String, reason: YAMLProblem) -> YAMLError {
      YAMLError(file: file, line: line, column: column, key: nil, reason: reason)
    }

    mutating func advance(_ scalar: Unicode.Scalar) {
      if let mark,
        scalar.properties.isAlphabetic || scalar == "_" || scalar == "-" || isDigit(scalar)
      {
        if mark.sign == "*" { aliases += 1 } else { anchorCount += 1 }
      }
      mark = nil
      if isAfterBreak, scalar == "*" || scalar == "&" { mark = (scalar, line, column) }
      switch scalar {
      case "\n":
        line += 1
        column = 1
        isAfterBreak = true
        return
      case " ", "\t", "\r", "[", "{", ",", ":", "?", "-": isAfterBreak = true
      default: isAfterBreak = false
      }
      column += 1
    }

    private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
  }
}
