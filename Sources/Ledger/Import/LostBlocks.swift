public import Bitcoin
public import SystemPackage

/// Blocks of a ledger that its block files do not have any more, without which there is less work or no
/// way to the ledger's first block.
public struct LostBlocks: Equatable, Sendable {
  /// The folder of block files.
  public let blocks: FilePath
  /// How many of the ledger's blocks are missing or left out.
  public let count: Int
  /// The height of the lowest of them.
  public let height: Int
  /// Its hash.
  public let hash: BlockHash
  /// The name of the file that it stood in, where that is known.
  public let file: String?
  /// Whether a file of that name is still there.
  public let isFileThere: Bool
  /// Why it is left out, where it is not simply missing.
  public let remark: SkippedBytes?
  /// The height of the ledger's last block.
  public let ledgerTip: Int
  /// The height of the first block of the best chain that the files have.
  public let firstHeight: Int
  /// The height of the last block of the best chain that the files have.
  public let tip: Int
}

extension LostBlocks: CustomStringConvertible {
  /// What is missing, where, and what to do.
  public var description: String {
    var place = "block \(height) (\(hash))"
    if count > 1 {
      place = "\(count) of its blocks are missing, the first is " + place
    } else {
      place += " is missing"
    }
    if let remark {
      place += ": \(remark)"
    } else if let file {
      place +=
        isFileThere ? ", which stood in \(file)" : "; it stood in \(file), which is not there"
    }
    let remedy =
      "bring the files back (is the disk mounted?) and run trace-cli index again, or take what is "
      + "there with --allow-less-work"
    guard height >= firstHeight else {
      return "\(blocks): the chain in the block files begins at height \(firstHeight), above what "
        + "the ledger has, which could not be made again from them; \(place); \(remedy), or make a "
        + "case of its own for them"
    }
    return "\(blocks): the chain in the block files, to height \(tip), has less work than the "
      + "ledger's, to height \(ledgerTip); \(place); \(remedy)"
  }
}
