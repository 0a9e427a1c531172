/// A record of a block file: a block of which only the header has been looked at.
public struct BlockRecord: Hashable, Sendable {
  /// Where the magic begins.
  public let position: Int
  /// Where the block lies.
  public let block: Range<Int>
  /// The block's header.
  public let header: BlockHeader
  /// The header's hash.
  public let hash: BlockHash
}

/// Something in a block file that is no record, or a record that says something false of itself.
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
    /// The last record, which the file's end cuts off: so many bytes would be needed.
    case cutOff(needed: Int)
    /// A record whose header does not meet its own target.
    case noWork(BlockHash)
    /// A record that was found, whose frame gives another length than its block has.
    case wrongLength(BlockHash, claimed: Int)
  }

  /// Whether the bytes are left out, and not only remarked on.
  public var isGap: Bool {
    if case .wrongLength = kind { false } else { true }
  }
}
