/// The 80 bytes of a block that are hashed (Core: `CBlockHeader`).
///
/// ```
/// version (4, LE) | previous block hash (32) | merkle root (32) | time (4, LE) | bits (4, LE) | nonce (4, LE)
/// ```
public struct BlockHeader: Hashable, Sendable {
  /// How many bytes a header takes.
  public static let encodedSize = 80

  /// The version, whose bits also signal soft forks (BIP-0009).
  public var version: UInt32
  /// The block before; zero for genesis.
  public var previousBlock: BlockHash
  /// The root of the tree over the block's txids.
  public var merkleRoot: Hash256
  /// When the miner says it was made, in seconds since 1970.
  public var time: UInt32
  /// The target in compact form (Core: `arith_uint256::SetCompact`).
  public var bits: UInt32
  /// What the miner varies.
  public var nonce: UInt32

  /// A header of these parts.
  public init(
    version: UInt32, previousBlock: BlockHash, merkleRoot: Hash256, time: UInt32, bits: UInt32,
    nonce: UInt32
  ) {
    self.version = version
    self.previousBlock = previousBlock
    self.merkleRoot = merkleRoot
    self.time = time
    self.bits = bits
    self.nonce = nonce
  }

  /// Reads 80 bytes.
  ///
  /// - Throws: `truncated`.
  public init(from reader: inout ByteReader) throws(DecodingError) {
    version = try reader.readInteger()
    previousBlock = BlockHash(try Hash256(from: &reader))
    merkleRoot = try Hash256(from: &reader)
    time = try reader.readInteger()
    bits = try reader.readInteger()
    nonce = try reader.readInteger()
  }

  /// Writes 80 bytes.
  public func encode(into writer: inout ByteWriter) {
    writer.write(version)
    previousBlock.hash.encode(into: &writer)
    merkleRoot.encode(into: &writer)
    writer.write(time)
    writer.write(bits)
    writer.write(nonce)
  }

  /// Hashes the header.
  public func computeHash() -> BlockHash {
    var writer = ByteWriter(capacity: BlockHeader.encodedSize)
    encode(into: &writer)
    return BlockHash(Hash256(doubleSHA256: writer.bytes))
  }
}
