/// Thirty-two bytes of hash, in the order in which the hash function gives them (internal order).
///
/// This is the one place where byte order is turned: `description` and `init(hex:)` use the reversed
/// order that Bitcoin Core and explorers print; everything else is internal order.
public struct Hash256: Hashable, Sendable, BitwiseCopyable {
  /// Bytes 0-7 read as a little-endian integer; the next words follow.
  public let word0: UInt64
  /// Bytes 8-15.
  public let word1: UInt64
  /// Bytes 16-23.
  public let word2: UInt64
  /// Bytes 24-31.
  public let word3: UInt64

  /// The hash of four little-endian words, first bytes first.
  @inlinable
  public init(_ word0: UInt64, _ word1: UInt64, _ word2: UInt64, _ word3: UInt64) {
    self.word0 = word0
    self.word1 = word1
    self.word2 = word2
    self.word3 = word3
  }

  /// Thirty-two zero bytes: the null hash of a coinbase input and of the block before genesis.
  public static let zero = Hash256(0, 0, 0, 0)

  /// The hash whose 32 bytes these are, in internal order; nil for any other length.
  public init?(bytes: [UInt8]) {
    var reader = ByteReader(bytes.span)
    guard bytes.count == 32, let hash = try? Hash256(from: &reader) else { return nil }
    self = hash
  }

  /// Reads 32 bytes in internal order.
  ///
  /// - Throws: `truncated`.
  @inlinable
  public init(from reader: inout ByteReader) throws(DecodingError) {
    self.word0 = try reader.readInteger()
    self.word1 = try reader.readInteger()
    self.word2 = try reader.readInteger()
    self.word3 = try reader.readInteger()
  }

  /// The 32 bytes in internal order.
  public var bytes: [UInt8] {
    var writer = ByteWriter(capacity: 32)
    encode(into: &writer)
    return writer.bytes
  }

  /// Writes the 32 bytes in internal order.
  public func encode(into writer: inout ByteWriter) {
    writer.write(self)
  }
}

extension Hash256: Comparable, CustomStringConvertible {
  /// Compares as the printed digits compare, which is as 256-bit numbers compare.
  @inlinable
  public static func < (left: Hash256, right: Hash256) -> Bool {
    if left.word3 != right.word3 { return left.word3 < right.word3 }
    if left.word2 != right.word2 { return left.word2 < right.word2 }
    if left.word1 != right.word1 { return left.word1 < right.word1 }
    return left.word0 < right.word0
  }

  /// Sixty-four digits, reversed, as explorers print them.
  public var description: String { Hex.encode(bytes.reversed()) }

  /// Reads 64 digits in printed order; nil for anything else.
  public init?(hex: some StringProtocol) {
    guard let bytes = Hex.decode(hex) else { return nil }
    self.init(bytes: bytes.reversed())
  }
}
