/// An output: an amount and the script that guards it (Core: `CTxOut`).
///
/// ```
/// value (8, LE, sat) | script length (CompactSize) | scriptPubKey
/// ```
public struct TxOut: Hashable, Sendable {
  /// How much it holds.
  public var value: Satoshi
  /// How it can be spent.
  public var scriptPubKey: ScriptPubKey

  /// An output of `value` guarded by `scriptPubKey`.
  public init(value: Satoshi, scriptPubKey: ScriptPubKey) {
    self.value = value
    self.scriptPubKey = scriptPubKey
  }

  /// Writes amount and script.
  public func encode(into writer: inout ByteWriter) {
    writer.write(value.rawValue)
    writer.write(counted: scriptPubKey.bytes)
  }

  /// The output that these bytes are, all of them.
  ///
  /// - Throws: `truncated`, `nonCanonicalSize`, `oversized`, `trailingBytes`.
  public init(decoding bytes: [UInt8]) throws(DecodingError) {
    var reader = ByteReader(bytes.span)
    value = Satoshi(try reader.readInteger())
    scriptPubKey = ScriptPubKey([UInt8](try reader.readCountedBytes()))
    try reader.finish()
  }

  /// The output's bytes.
  public func encoded() -> [UInt8] {
    var writer = ByteWriter(capacity: 17 + scriptPubKey.bytes.count)
    encode(into: &writer)
    return writer.bytes
  }
}
