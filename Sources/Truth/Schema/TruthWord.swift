/// A word of the truth's vocabulary: lower-case letters, digits and hyphens.
public protocol TruthWord: RawRepresentable, Hashable, Sendable, CustomStringConvertible
where RawValue == String {
  /// The word's value.
  init(rawValue: String)
}

extension TruthWord {
  /// The word.
  public var description: String { rawValue }

  /// Whether a text can be such a word: 1 to 40 lower-case letters, digits and hyphens.
  static func isWord(_ text: String) -> Bool {
    (1...40).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
      }
  }
}
