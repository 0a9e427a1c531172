public import Bitcoin

/// What an import found.
public struct ImportReport: Equatable, Sendable {
  /// Whether the ledger was already made from these blocks, so that nothing was written.
  public var isUpToDate: Bool
  /// The last block of the best chain.
  public var tip: BlockHash
  /// The height of the best chain's first block: 0, or an anchor's.
  public var firstHeight: Int
  /// How many blocks the best chain has, genesis counted where it is among them.
  public var blockCount: Int
  /// The height of the last block.
  public var tipHeight: Int { firstHeight + blockCount - 1 }
  /// How many of them stood in the ledger before, and were not read again.
  public var keptBlockCount: Int
  /// How many others stood in the ledger before, which are not in the best chain any more.
  public var replacedBlockCount: Int
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
  /// The key that the files are obfuscated with, where `xor.dat` does not say it and it was worked out
  /// from the first block.
  public var workedOutKey: ObfuscationKey?

  /// Why the ledger that was there was not gone on from; nil where it was, and where none was there.
  public var droppedLedger: DroppedLedger?

  /// A block off the best chain.
  public struct StaleBlock: Equatable, Sendable {
    /// Its height.
    public let height: Int
    /// Its hash.
    public let hash: BlockHash
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
