/// The keys that a mapping may have: data from which mappings are checked and a schema can be made.
public struct YAMLKeyTable: Sendable {
  /// What a key's value looks like.
  public indirect enum Kind: Sendable {
    /// Any text that is not empty.
    case text
    /// A whole number within limits.
    case integer(ClosedRange<Int>)
    /// Two whole numbers within limits, `1..6`.
    case integerRange(ClosedRange<Int>)
    /// A decimal number within limits; never money.
    case number(ClosedRange<Double>)
    /// An amount such as `750000 BTC`.
    case amount
    /// Two amounts, `200..600 BTC`.
    case amountRange
    /// A day or a moment, `2011-06-23` or `2011-06-23T06:50:15Z`.
    case time
    /// A length of time, `1m` or `2h`.
    case duration
    /// `true` or `false`.
    case boolean
    /// A percentage from 0 to 100, `12.5 %`.
    case percent
    /// One of a few words.
    case word([String])
    /// A list of values of a kind.
    case list(Kind)
    /// A mapping with known keys.
    case mapping(YAMLKeyTable)
    /// A mapping from names of the author's choice to values of a kind.
    case names(Kind)
    /// One of several tables, chosen by a key or by the only key.
    case oneOf([YAMLKeyTable])
    /// One of several kinds, told apart by their form.
    case either([Kind])
    /// Any value, such as one that takes another key's place.
    case anything
  }

  /// A known key.
  public struct Key: Sendable {
    /// The key as it is written.
    public let name: String
    /// What its value looks like.
    public let kind: Kind
    /// Whether it must be there.
    public let isRequired: Bool
    /// What it means, one sentence.
    public let summary: String

    /// A key that must be there.
    public static func required(_ name: String, _ kind: Kind, _ summary: String) -> Key {
      Key(name: name, kind: kind, isRequired: true, summary: summary)
    }

    /// A key that may be left out.
    public static func optional(_ name: String, _ kind: Kind, _ summary: String) -> Key {
      Key(name: name, kind: kind, isRequired: false, summary: summary)
    }
  }

  /// The name of what the table describes, such as `exchange`.
  public let name: String
  /// The known keys, in the order in which they are explained.
  public let keys: [Key]

  /// A table of known keys.
  public init(_ name: String, _ keys: [Key]) {
    self.name = name
    self.keys = keys
  }

  /// Whether the table has a key of this name.
  public func has(_ name: String) -> Bool { keys.contains { $0.name == name } }

  /// The known name that is most like an unknown one, or nil where none is near.
  public func suggestion(for unknown: String) -> String? {
    YAMLKeyTable.nearest(to: unknown, among: keys.map(\.name))
  }

  /// The candidate that is most like a word: fewest letters inserted, deleted, replaced or swapped,
  /// at most a third of the word; the first of equals.
  public static func nearest(to word: String, among candidates: [String]) -> String? {
    let letters = Array(word.lowercased().utf8)
    guard letters.count <= 64 else { return nil }
    var best: (distance: Int, candidate: String)?
    for candidate in candidates {
      let distance = editDistance(letters, Array(candidate.lowercased().utf8))
      let limit = max(1, max(letters.count, candidate.utf8.count) / 3)
      if distance <= limit, distance < best?.distance ?? .max { best = (distance, candidate) }
    }
    return best?.candidate
  }

  /// Optimal string alignment distance, in three rows.
  private static func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for i in left.indices {
      var row = [i + 1]
      for j in right.indices {
        var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (left[i] == right[j] ? 0 : 1))
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          cost = min(cost, beforeLast[j - 1] + 1)
        }
        row.append(cost)
      }
      beforeLast = last
      last = row
    }
    return last[right.count]
  }
}
