extension FixedWidthInteger {
  /// The number of as many little-endian bytes as it has; nil for more or fewer.
  init?(littleEndian bytes: [UInt8]) {
    guard bytes.count == Self.bitWidth / 8 else { return nil }
    var value: Self = 0
    for byte in bytes.reversed() { value = value << 8 | Self(truncatingIfNeeded: byte) }
    self = value
  }

  /// The bytes, little-endian.
  var littleEndianBytes: [UInt8] {
    var writer = ByteWriter(capacity: Self.bitWidth / 8)
    writer.write(self)
    return writer.bytes
  }
}
