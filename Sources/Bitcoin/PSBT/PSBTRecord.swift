/// One entry of a PSBT's map.
///
/// ```
/// key length (CompactSize) | type (CompactSize) | key data | value length (CompactSize) | value
/// ```
public struct PSBTRecord: Hashable, Sendable {
  /// The type, which says what key data and value are; its meaning depends on the map.
  public let type: Int
  /// What follows the type in the key; empty for a type that stands once.
  public let keyData: [UInt8]
  /// The value.
  public let value: [UInt8]

  /// An entry.
  ///
  /// - Precondition: `type` is from 0 to `CompactSize.max`.
  public init(type: Int, keyData: [UInt8] = [], value: [UInt8]) {
    precondition((0...Int(CompactSize.max)).contains(type), "a type is a CompactSize")
    self.type = type
    self.keyData = keyData
    self.value = value
  }

  /// The bytes of the key without their length: type, then key data. Unique within a map.
  public var key: [UInt8] {
    var writer = ByteWriter(capacity: keyData.count + 5)
    writer.write(compactSize: type)
    writer.write(keyData)
    return writer.bytes
  }

  /// Writes the entry.
  func encode(into writer: inout ByteWriter) {
    writer.write(compactSize: CompactSize.encodedSize(of: type) + keyData.count)
    writer.write(compactSize: type)
    writer.write(keyData)
    writer.write(counted: value)
  }
}
