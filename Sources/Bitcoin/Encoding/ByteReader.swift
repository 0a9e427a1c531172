/// Reads little-endian integers, counts and byte strings from borrowed bytes, front to back.
///
/// Every read checks its length first and throws; nothing that the bytes say can trap.
public struct ByteReader: ~Escapable {
  @usableFromInline let bytes: Span<UInt8>
  @usableFromInline var offset: Int

  /// The offset of the next byte to be read.
  @inlinable
  public var position: Int { offset }

  /// A reader that stands before the first byte.
  @_lifetime(copy bytes)
  @inlinable
  public init(_ bytes: Span<UInt8>) {
    self.bytes = bytes
    self.offset = 0
  }

  /// How many bytes are left.
  @inlinable
  public var remaining: Int { bytes.count - position }

  /// Whether everything has been read.
  @inlinable
  public var isAtEnd: Bool { position == bytes.count }

  /// Reads the next `count` bytes.
  ///
  /// - Throws: `truncated` if there are fewer.
  @_lifetime(copy self)
  @inlinable
  public mutating func readBytes(_ count: Int) throws(DecodingError) -> Span<UInt8> {
    try require(count)
    let start = position
    offset += count
    return bytes.extracting(start..<start + count)
  }

  /// Reads the next `count` bytes into an array of their own.
  ///
  /// - Throws: `truncated` if there are fewer.
  public mutating func readArray(_ count: Int) throws(DecodingError) -> [UInt8] {
    let span = try readBytes(count)
    return [UInt8](span)
  }

  /// Reads one byte.
  ///
  /// - Throws: `truncated` at the end.
  @inlinable
  public mutating func readUInt8() throws(DecodingError) -> UInt8 {
    try require(1)
    let value = bytes[position]
    offset += 1
    return value
  }

  /// Reads a little-endian integer.
  ///
  /// - Throws: `truncated` if its bytes are not all there.
  @inlinable
  public mutating func readInteger<Integer: FixedWidthInteger & BitwiseCopyable>(
    _ type: Integer.Type = Integer.self
  ) throws(DecodingError) -> Integer {
    let size = MemoryLayout<Integer>.size
    try require(size)
    // Safe: the length was checked on the line above.
    let value = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: position, as: Integer.self)
    offset += size
    return Integer(littleEndian: value)
  }

  /// Reads a CompactSize and refuses what Bitcoin Core refuses (Core: `ReadCompactSize`).
  ///
  /// - Throws: `truncated`, `nonCanonicalSize`, `oversized`.
  @inlinable
  public mutating func readCompactSize() throws(DecodingError) -> Int {
    let start = position
    let first = try readUInt8()
    let value: UInt64
    let least: UInt64
    switch first {
    case 0xff: (value, least) = (try readInteger(UInt64.self), 0x1_0000_0000)
    case 0xfe: (value, least) = (UInt64(try readInteger(UInt32.self)), 0x1_0000)
    case 0xfd: (value, least) = (UInt64(try readInteger(UInt16.self)), 0xfd)
    default: return Int(first)
    }
    guard value >= least else { throw .nonCanonicalSize(at: start) }
    guard value <= CompactSize.max else { throw .oversized(count: value, at: start) }
    return Int(value)
  }

  /// Reads a byte string with its CompactSize length before it.
  ///
  /// - Throws: `truncated`, `nonCanonicalSize`, `oversized`.
  @_lifetime(copy self)
  @inlinable
  public mutating func readCountedBytes() throws(DecodingError) -> Span<UInt8> {
    let count = try readCompactSize()
    return try readBytes(count)
  }

  /// Ends the reading.
  ///
  /// - Throws: `trailingBytes` if anything is left.
  public func finish() throws(DecodingError) {
    guard isAtEnd else { throw .trailingBytes(count: remaining, at: position) }
  }

  @inlinable
  func require(_ count: Int) throws(DecodingError) {
    guard count <= bytes.count - position else {
      throw ByteReader.truncated(count - (bytes.count - position), position)
    }
  }

  @inline(never)
  @usableFromInline
  static func truncated(_ needed: Int, _ position: Int) -> DecodingError {
    .truncated(needed: needed, at: position)
  }
}

extension Array<UInt8> {
  /// A copy of borrowed bytes.
  public init(_ span: Span<UInt8>) {
    // Safe: the buffer is read within the closure alone.
    self = unsafe span.withUnsafeBufferPointer { buffer in unsafe Array(buffer) }
  }
}
