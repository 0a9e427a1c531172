/// Bytes in the making: little-endian integers, counts and byte strings, one after the other.
public struct ByteWriter: Sendable {
  /// What has been written.
  public private(set) var bytes: [UInt8]

  /// An empty writer with room for `capacity` bytes.
  public init(capacity: Int = 0) {
    bytes = []
    bytes.reserveCapacity(capacity)
  }

  /// Forgets what was written and keeps the room.
  public mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
  }

  /// Writes one byte.
  public mutating func write(byte: UInt8) {
    bytes.append(byte)
  }

  /// Writes an integer, little-endian.
  public mutating func write(_ value: some FixedWidthInteger) {
    var rest = value.littleEndian
    unsafe withUnsafeBytes(of: &rest) { unsafe bytes.append(contentsOf: $0) }
  }

  /// Writes a hash's 32 bytes in one piece.
  mutating func write(_ hash: Hash256) {
    // Safe: a Hash256 is 32 bytes without padding, little-endian words as the machine has them.
    unsafe withUnsafeBytes(of: hash) { unsafe bytes.append(contentsOf: $0) }
  }

  /// Writes bytes as they are.
  public mutating func write(_ value: [UInt8]) {
    bytes.append(contentsOf: value)
  }

  /// Writes borrowed bytes as they are.
  public mutating func write(_ value: Span<UInt8>) {
    // Safe: the buffer is read within the closure alone.
    unsafe value.withUnsafeBufferPointer { buffer in unsafe bytes.append(contentsOf: buffer) }
  }

  /// Writes a count in its shortest CompactSize form.
  ///
  /// - Precondition: `count` is not negative.
  public mutating func write(compactSize count: Int) {
    precondition(count >= 0, "a count is not negative")
    switch count {
    case ..<0xfd:
      write(byte: UInt8(count))
    case ...0xffff:
      write(byte: 0xfd)
      write(UInt16(count))
    case ...0xffff_ffff:
      write(byte: 0xfe)
      write(UInt32(count))
    default:
      write(byte: 0xff)
      write(UInt64(count))
    }
  }

  /// Writes bytes with their CompactSize length before them.
  public mutating func write(counted value: [UInt8]) {
    write(compactSize: value.count)
    write(value)
  }
}
