public import Bitcoin

/// What an import found.
public struct ImportReport: Equatable, Sendable {
  /// Whether the ledger was already made from these blocks, so that nothing was written.
  public var isUpToDate: Bool
  /// The last block of the best chain.
  public var tip: BlockHash
  /// How many blocks the best chain has, genesis counted.
  public var blockCount: Int
  /// How many transactions the best chain has.
  public var transactionCount: Int
  /// How many inputs it has, the coinbases' left out.
  public var inputCount: Int
  /// How many outputs it has.
  public var outputCount: Int
  /// How many distinct scripts its outputs have.
  public var scriptCount: Int
  /// Blocks that are connected to genesis but not in the best chain, in order of height and hash.
  public var staleBlocks: [StaleBlock]
  /// What was stepped over, in the order of the files and their bytes.
  public var skipped: [SkippedBytes]

  /// A block off the best chain.
  public struct StaleBlock: Equatable, Sendable {
    /// Its height.
    public let height: Int
    /// Its hash.
    public let hash: BlockHash
  }
}

/// Bytes of a block file that are no block of the ledger.
public struct SkippedBytes: Equatable, Sendable, CustomStringConvertible {
  /// The file's name.
  public let file: String
  /// Where they begin.
  public let position: Int
  /// How many they are.
  public let count: Int
  /// Why they were stepped over.
  public let reason: Reason

  /// Why bytes were stepped over.
  public enum Reason: Equatable, Sendable {
    /// They begin with no magic of the network.
    case junk
    /// They are zero up to the end of the file, as a node allocates ahead.
    case zeroTail
    /// A record is cut off, but others follow within its length.
    case torn
    /// A record's header does not meet its own target.
    case noWork(BlockHash)
    /// The block is there twice; the first one counts.
    case duplicate(BlockHash)
    /// No chain of blocks leads from the block to genesis.
    case unconnected(BlockHash)
  }

  /// What was stepped over, and where.
  public var description: String {
    let bytes = count == 1 ? "1 byte" : "\(count) bytes"
    let what =
      switch reason {
      case .junk: "\(bytes) of junk"
      case .zeroTail: "\(bytes) of zeros up to the end"
      case .torn: "\(bytes) of a torn record"
      case .noWork(let hash): "block \(hash) without proof of work"
      case .duplicate(let hash): "duplicate block \(hash)"
      case .unconnected(let hash): "block \(hash) that is not connected to genesis"
      }
    return "\(file): \(what) at byte \(position)"
  }
}

/// How far an import is.
public struct ImportProgress: Equatable, Sendable {
  /// What is being done.
  public enum Stage: String, Sendable {
    /// Finding the blocks in the files.
    case scan
    /// Reading the blocks of the best chain.
    case read
    /// Writing the columns.
    case write
  }

  /// What is being done now.
  public let stage: Stage
  /// How much is done: files, bytes of blocks, or columns.
  public let done: Int
  /// Of how much.
  public let total: Int
}
