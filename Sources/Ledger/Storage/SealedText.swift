import Bitcoin

/// A text whose last line is the SHA-256 of all before it.
enum SealedText {
  /// The text with its seal.
  static func seal(_ text: String) -> String {
    "\(text)sha256 \(Hex.encode(Digest.sha256(Array(text.utf8))))\n"
  }

  /// The text without its seal; nil where the seal is not right.
  static func open(_ sealed: String) -> Substring? {
    // Seven bytes of word and blank, 64 digits and the end of the line.
    let size = 72
    guard sealed.utf8.count > size else { return nil }
    let end = sealed.utf8.index(sealed.endIndex, offsetBy: -size)
    let text = sealed[..<end]
    return seal(String(text)) == sealed ? text : nil
  }
}
