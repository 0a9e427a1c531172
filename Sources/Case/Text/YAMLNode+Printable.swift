extension YAMLNode {
  /// A text on one line that can be printed as it is: no control characters, and none that change
  /// how their neighbours are shown.
  ///
  /// - Throws: as `text()`, and `invalid`.
  public func printableLine() throws(YAMLError) -> String {
    let text = try text()
    guard Excerpt.isPlain(text) else {
      throw error(
        .invalid("\(Excerpt(text)) has characters that are not shown as themselves on one line"))
    }
    return text
  }

  /// A text whose lines can each be printed as they are.
  ///
  /// - Throws: as `text()`, and `invalid`.
  public func printableLines() throws(YAMLError) -> String {
    let text = try text()
    guard Excerpt.hasPlainLines(text) else {
      throw error(.invalid("\(Excerpt(text)) has characters that are not shown as themselves"))
    }
    return text
  }
}
