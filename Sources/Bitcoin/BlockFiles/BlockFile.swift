/// The framing of Bitcoin Core's `blk*.dat` files (Core: `BlockManager::WriteBlock`,
/// node/blockstorage.cpp).
///
/// ```
/// magic (4) | byte count (4, LE) | block, again and again
/// ```
public enum BlockFile {
  /// The fewest bytes of a record's block: a header.
  public static let minBlockSize = BlockHeader.encodedSize
  /// The most bytes of a record's block (Core: `MAX_BLOCK_SERIALIZED_SIZE`, consensus/consensus.h).
  public static let maxBlockSize = 4_000_000

  /// Writes one block as a record.
  ///
  /// - Precondition: the block fits 32 bits of length.
  public static func write(_ block: [UInt8], network: Network, into writer: inout ByteWriter) {
    writeFrame(block.count, network: network, into: &writer)
    writer.write(block)
  }

  /// Writes what stands before a block of `count` bytes.
  ///
  /// - Precondition: the count fits 32 bits.
  public static func writeFrame(_ count: Int, network: Network, into writer: inout ByteWriter) {
    writer.write(network.magic)
    writer.write(UInt32(count))
  }
}
