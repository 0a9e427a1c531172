/// Words in lines that are read with ease.
enum Words {
  /// The width of a line.
  static let width = 100

  /// Words in lines of at most `width` characters where a single word is not longer, the first line
  /// behind the bullet, the others as far in.
  static func paragraph(_ text: String, bullet: String = "") -> [String] {
    let indent = String(repeating: " ", count: bullet.count)
    var lines: [String] = []
    var line = bullet
    var isFresh = true
    for word in text.split(whereSeparator: \.isWhitespace) {
      if !isFresh, line.count + 1 + word.count > width {
        lines.append(line)
        line = indent
        isFresh = true
      }
      line += (isFresh ? "" : " ") + word
      isFresh = false
    }
    return lines + [line]
  }
}
