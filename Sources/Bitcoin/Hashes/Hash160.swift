/// Twenty bytes: RIPEMD-160 of SHA-256 (Core: `uint160`, hash.h `Hash160`), in the order of the hash
/// function.
public struct Hash160: Hashable, Sendable, BitwiseCopyable {
  /// Bytes 0-7 read as a little-endian integer; the next words follow.
  public let word0: UInt64
  /// Bytes 8-15.
  public let word1: UInt64
  /// Bytes 16-19.
  public let word2: UInt32

  /// The hash whose 20 bytes these are; nil for any other length.
  public init?(bytes: [UInt8]) {
    self.init(bytes.span)
  }

  /// The hash whose 20 bytes these are; nil for any other length.
  public init?(_ bytes: Span<UInt8>) {
    var reader = ByteReader(bytes)
    guard bytes.count == 20, let hash = try? Hash160(from: &reader) else { return nil }
    self = hash
  }

  /// Reads 20 bytes.
  ///
  /// - Throws: `truncated`.
  public init(from reader: inout ByteReader) throws(DecodingError) {
    self.word0 = try reader.readInteger()
    self.word1 = try reader.readInteger()
    self.word2 = try reader.readInteger()
  }

  /// The RIPEMD-160 of the SHA-256 of `data`.
  public init(hashing data: [UInt8]) {
    // RIPEMD-160 always gives 20 bytes, so the other arm is never taken.
    self = Hash160(bytes: Digest.ripemd160(Digest.sha256(data))) ?? Hash160.zero
  }

  private init(_ word0: UInt64, _ word1: UInt64, _ word2: UInt32) {
    self.word0 = word0
    self.word1 = word1
    self.word2 = word2
  }

  /// Twenty zero bytes.
  public static let zero = Hash160(0, 0, 0)

  /// The 20 bytes in the order of the hash function.
  public var bytes: [UInt8] {
    var writer = ByteWriter(capacity: 20)
    encode(into: &writer)
    return writer.bytes
  }

  /// Writes the 20 bytes.
  public func encode(into writer: inout ByteWriter) {
    writer.write(word0)
    writer.write(word1)
    writer.write(word2)
  }
}

extension Hash160: CustomStringConvertible {
  /// Forty digits, first byte first.
  public var description: String { Hex.encode(bytes) }
}
