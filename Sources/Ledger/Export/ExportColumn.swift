/// A column of an exported table.
public struct ExportColumn: Hashable, Sendable {
  /// The name, bitcoin-etl's where it has one.
  public let name: String
  /// What its values are.
  public let kind: Kind
  /// Whether a value may be missing.
  public let isNullable: Bool

  /// What the values of a column are, and how each format writes them.
  public enum Kind: Hashable, Sendable {
    /// A signed number of 32 bits.
    case int32
    /// A signed number of 64 bits; amounts are satoshis.
    case int64
    /// True or false.
    case boolean
    /// A second of UTC: ISO 8601 in text, milliseconds since 1970 in Parquet.
    case time
    /// A hash of 32 bytes as explorers print it: 64 digits in text, those bytes in Parquet.
    case hash
    /// Text.
    case text
    /// One of a few words.
    case word([String])
  }

  /// A column.
  public init(_ name: String, _ kind: Kind, isNullable: Bool = false) {
    self.name = name
    self.kind = kind
    self.isNullable = isNullable
  }
}
