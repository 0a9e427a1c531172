public import Bitcoin
public import Files
public import SystemPackage

/// Why a ledger could not be opened or made.
///
/// Positions count bytes from the start of the block file as it lies on disk.
public enum LedgerError: Error, Equatable, Sendable {
  /// The folder has no ledger.
  case noLedger(FilePath)
  /// The ledger was written by another version of the format.
  case unsupportedVersion(FilePath, found: String)
  /// The ledger is not what was once written.
  case damaged(FilePath, reason: String)
  /// The disk refused.
  case file(FileError)
  /// The folder has no `blk*.dat`.
  case noBlockFiles(FilePath)
  /// The block files have no block of the network; `found` names the one whose blocks they have.
  case noBlocks(FilePath, network: String, found: String?)
  /// The network's first block is in none of the files.
  case noGenesis(FilePath, network: String, genesis: BlockHash)
  /// The network's first block is in none of the files, whose longest chain begins with the block `first`,
  /// at the height that its coinbase says (BIP-0034); nil where it says none.
  case pruned(FilePath, network: String, genesis: BlockHash, first: BlockHash, height: Int?)
  /// The block that a chain is to begin with does not fit.
  case badAnchor(BlockAnchor, FilePath, reason: String)
  /// `xor.dat` has another size than 8 bytes.
  case badKey(FilePath, count: Int)
  /// Something in the files is odd, and the import is strict; so many more are not told.
  case odd(SkippedBytes, folder: FilePath, more: Int)
  /// A record says that it is longer than what is left of its file.
  case truncated(file: FilePath, position: Int, needed: Int, found: Int)
  /// A block's bytes are no block.
  case malformed(file: FilePath, position: Int, block: BlockHash, reason: DecodingError)
  /// A block that is refused, by which rule; at which height, where it was in the best chain.
  case invalid(file: FilePath, position: Int, block: BlockHash, height: Int?, flaw: BlockFlaw)
  /// The chain has more rows than the format can number.
  case tooLarge(rows: String)
  /// The import was allowed less memory than it can do with (bytes).
  case memoryTooSmall(Int, least: Int)
  /// The block files have a chain of less work than the ledger, or none of its first blocks; the ledger is left
  /// as it was.
  case lessWork(LostBlocks)
  /// Whoever asked for the import asked to leave off.
  case stopped
  /// The best chain has no block at the heights that were asked for.
  case noHeights(from: Int, to: Int?, tip: Int)
}

extension LedgerError {
  /// The value of `body`, whose errors of the disk become errors of the ledger.
  static func wrapping<Value: ~Copyable>(
    _ body: () throws(FileError) -> Value
  ) throws(LedgerError) -> Value {
    do throws(FileError) { return try body() } catch { throw .file(error) }
  }
}

extension LedgerError {
  /// What makes the ledger at a path, or in the folder of a file of it, again.
  private static func remedy(_ path: FilePath) -> String {
    var path = path
    while let name = path.lastComponent?.string, !["ledger", ".ledger.replaced"].contains(name) {
      path.removeLastComponent()
    }
    // A ledger that a link leads to may have any name.
    if path.lastComponent == nil { return "run trace-cli index CASE" }
    let root = path.removingLastComponent()
    return "run trace-cli index \(root.isEmpty ? "." : root.string)"
  }
}

extension LedgerError: CustomStringConvertible {
  /// What is wrong, with the value, then where.
  public var description: String {
    switch self {
    case .noLedger(let path):
      "no ledger in \(path); \(LedgerError.remedy(path))"
    case .unsupportedVersion(let path, let found):
      "ledger in \(path) has format version \(found), this program reads \(Manifest.version); \(LedgerError.remedy(path)), which makes it anew"
    case .damaged(let path, let reason):
      "damaged ledger: \(reason) in \(path); \(LedgerError.remedy(path)), which makes it anew"
    case .file(let error):
      error.description
    case .noBlockFiles(let path):
      "no blk*.dat in \(path)"
    case .noBlocks(let path, let network, let found):
      "no \(network) block in \(path)" + (found.map { "; its files are of \($0)" } ?? "")
    case .noGenesis(let path, let network, let genesis):
      "the first block of \(network), \(genesis), is missing in \(path)"
    case .pruned(let path, let network, let genesis, let first, let height):
      "the first block of \(network), \(genesis), is missing in \(path), whose blocks begin with "
        + "\(first)\(height.map { " at height \($0)" } ?? ""); for a pruned node's files say so with "
        + "--anchor \(height.map { "\($0)" } ?? "HEIGHT"):\(first) (case new), or write "
        + "anchor: \(height.map { "\($0)" } ?? "HEIGHT"):\(first) into case.yaml"
    case .badAnchor(let anchor, let path, let reason):
      "anchor \(anchor) does not fit the blocks in \(path): \(reason)"
    case .badKey(let path, let count):
      "obfuscation key of \(count) bytes instead of 8 in \(path)"
    case .odd(let bytes, let folder, let more):
      "\(folder)/\(bytes); a strict import takes no such thing"
        + (more > 0 ? " (+\(more) more)" : "")
    case .truncated(let file, let position, let needed, let found):
      "\(file): block record at byte \(position) is cut off: \(needed) bytes needed, \(found) found"
    case .malformed(let file, let position, let block, let reason):
      "\(file): malformed block \(block) at byte \(position): \(reason)"
    case .invalid(let file, let position, let block, let height, let flaw):
      "\(file): block \(height.map { "\($0) (\(block))" } ?? "\(block)") at byte \(position) "
        + "is refused: \(flaw)"
    case .tooLarge(let rows):
      "the chain has more \(rows) than a ledger can number"
    case .memoryTooSmall(let bound, let least):
      "\(LedgerError.megabytes(bound)) of memory is less than the \(LedgerError.megabytes(least)) that an "
        + "import on so many threads needs; allow more, or take fewer threads"
    case .lessWork(let lost):
      lost.description
    case .stopped:
      "stopped before it was done"
    case .noHeights(let from, let to, let tip):
      "no block at height \(from)"
        + (to.map { $0 == from ? "" : " up to \($0)" } ?? " and above") + ": the tip is at \(tip)"
    }
  }

  /// A count of bytes, rounded up.
  private static func megabytes(_ bytes: Int) -> String { "\((bytes + 999_999) / 1_000_000) MB" }
}
