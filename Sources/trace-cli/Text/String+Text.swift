extension String {
  /// The text with blanks up to a width.
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(0, width - count))
  }

  /// The text for a page of Markdown, where it shows as itself: what others wrote, such as a claim's
  /// words, neither sets type nor becomes HTML.
  var markdownEscaped: String {
    var escaped = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      if #"\`*_[]<>&|~"#.unicodeScalars.contains(scalar) { escaped.append("\\") }
      escaped.append(scalar)
    }
    return String(escaped)
  }
}
