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

/// One record of a block file: where it lies in the bytes.
public struct BlockRecord: Hashable, Sendable {
  /// Where the magic begins.
  public let position: Int
  /// Where the block lies; it has not been looked into.
  public let block: Range<Int>
}

/// Finds the records of a block file in borrowed bytes, front to back.
///
/// Steps over whatever is no record, as Core's import does (Core: `LoadExternalBlockFile`,
/// validation.cpp): zeros that were allocated ahead, junk, and records cut off by the end.
public struct BlockFileReader: ~Escapable {
  private let bytes: Span<UInt8>
  private let magic: [UInt8]
  /// Where the search goes on.
  public private(set) var position = 0
  /// How many bytes outside records were not zero.
  public private(set) var junkByteCount = 0
  /// Where the first record begins that claims more bytes than there are; nil if none does.
  public private(set) var tornPosition: Int?

  /// A reader of a file of `network`.
  @_lifetime(copy bytes)
  public init(_ bytes: Span<UInt8>, network: Network) {
    self.bytes = bytes
    self.magic = network.magic
  }

  /// The next record whose bytes are all there; nil at the end.
  public mutating func next() -> BlockRecord? {
    while position < bytes.count {
      if let record = record(at: position) {
        position = record.block.upperBound
        return record
      }
      if bytes[position] != 0 { junkByteCount += 1 }
      position += 1
    }
    return nil
  }

  /// Goes back to just behind the magic of a record whose block turned out to be none, because its
  /// length may have been junk too.
  public mutating func rescan(_ record: BlockRecord) {
    position = record.position + 1
    junkByteCount += 1
  }

  private mutating func record(at start: Int) -> BlockRecord? {
    guard bytes.count - start >= 8, bytes[start] == magic[0] else { return nil }
    for index in 1..<4 where bytes[start + index] != magic[index] { return nil }
    var size = 0
    for index in 0..<4 { size |= Int(bytes[start + 4 + index]) << (8 * index) }
    guard (BlockFile.minBlockSize...BlockFile.maxBlockSize).contains(size) else { return nil }
    guard bytes.count - start - 8 >= size else {
      if tornPosition == nil { tornPosition = start }
      return nil
    }
    return BlockRecord(position: start, block: start + 8..<start + 8 + size)
  }
}
