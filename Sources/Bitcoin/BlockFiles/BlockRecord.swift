/// A record of a block file: a block of which only the header has been looked at.
public struct BlockRecord: Hashable, Sendable {
  /// Where the magic begins.
  public let position: Int
  /// How many bytes the frame says that the block has; where that is not what it has, the block was
  /// measured.
  public let claimed: Int
  /// Where the block lies.
  public let block: Range<Int>
  /// The block's header.
  public let header: BlockHeader
  /// The header's hash.
  public let hash: BlockHash
}

/// Bytes of a block file that are no record.
public struct BlockFileRemark: Hashable, Sendable {
  /// The bytes that it is about.
  public let range: Range<Int>
  /// What they are.
  public let kind: Kind

  /// What is said of bytes.
  public enum Kind: Hashable, Sendable {
    /// They begin with no magic of the network.
    case junk
    /// They are zero up to the end of the file, as a node allocates ahead.
    case zeroTail
    /// A record whose block is not all there; other records follow.
    case torn
    /// A record of which it was not found out whether its block is there, after too many others in vain.
    case untried
    /// The last record, which the file's end cuts off: so many bytes would be needed.
    case cutOff(needed: Int)
    /// A record whose header does not meet its own target.
    case noWork(BlockHash)
  }
}
