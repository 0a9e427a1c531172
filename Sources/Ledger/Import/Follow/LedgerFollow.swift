public import Bitcoin
import Files
public import SystemPackage

/// Keeps a ledger up with block files that a node goes on writing.
///
/// Each look compares the files' sizes and times with the last; where they differ, what is new is read and
/// what was reorganised is rolled back, as by `LedgerImport.run`. A file that was written to just now may
/// be written to again in the same tick of the clock, so a look is final only once the files were the same
/// at two looks.
public struct LedgerFollow: Sendable {
  private let blocks: FilePath
  private let network: Network
  private let anchor: BlockAnchor?
  private let ledger: FilePath
  private let threads: Int
  private let memory: Int?
  /// Whether the first look may go back to a chain of less work.
  private var allowsLessWork: Bool
  /// The files at the last look.
  private var last: BlockFolderStamp?
  /// The files at the last look that was final.
  private var final: BlockFolderStamp?

  /// Follows the block files in `blocks` with the ledger in the folder `ledger`; `allowsLessWork` is for the
  /// first look alone.
  public init(
    blocks: FilePath, network: Network, anchor: BlockAnchor? = nil, ledger: FilePath,
    allowsLessWork: Bool = false, threads: Int = LedgerImport.processorCount, memory: Int? = nil
  ) {
    self.blocks = blocks
    self.network = network
    self.anchor = anchor
    self.ledger = ledger
    self.threads = threads
    self.memory = memory
    self.allowsLessWork = allowsLessWork
  }

  /// What a look found.
  public struct Look: Sendable {
    /// What the import said; its `skipped` is without what is `growing`.
    public let report: ImportReport
    /// What ends a file and may be going on to be written: a record that is not all there.
    public let growing: [SkippedBytes]
    /// Whether the files are as they were at the look before, so that what was left out is more than a
    /// record on its way.
    public let isFinal: Bool
  }

  /// Brings the ledger up to date; nil where nothing was written since the last final look.
  ///
  /// - Parameter isStopped: is asked now and then whether to leave off.
  /// - Throws: what `LedgerImport.run` throws, `stopped` among it; the ledger is then what it was before.
  public mutating func look(
    isStopped: () -> Bool = { false }, progress: (ImportProgress) -> Void = { _ in }
  ) throws(LedgerError) -> Look? {
    // Before the files are read: what is written meanwhile shows at the next look.
    let now = try BlockFolderStamp(blocks)
    if now == final { return nil }
    var report = try LedgerImport.run(
      blocks: blocks, network: network, anchor: anchor, into: ledger,
      allowsLessWork: allowsLessWork, threads: threads, memory: memory, progress: progress,
      isStopped: isStopped)
    allowsLessWork = false
    let isFinal = now == last
    last = now
    final = isFinal ? now : nil
    let skipped = report.skipped
    let growing = now.whichGrow(skipped)
    let left = Set(skipped.indices).subtracting(growing).sorted()
    report.skipped = left.map { skipped[$0] }
    return Look(report: report, growing: growing.map { skipped[$0] }, isFinal: isFinal)
  }
}

/// The block files of a folder, and its key's file, at one moment.
private struct BlockFolderStamp: Equatable {
  private var files: [String: FileStamp] = [:]

  /// Looks at the files in `folder`. One that is deleted meanwhile is not there.
  ///
  /// - Throws: `file`.
  init(_ folder: FilePath) throws(LedgerError) {
    do throws(FileError) {
      for name in try Folder.list(folder) where name.hasPrefix("blk") || name == "xor.dat" {
        do throws(FileError) { files[name] = try FileStamp(folder.appending(name)) } catch {
          guard case .refused(_, _, .noSuchFileOrDirectory) = error else { throw error }
        }
      }
    } catch {
      throw .file(error)
    }
  }

  /// Of what was left out the places of records that are not all there, with which a file ends but for
  /// zeros, ascending.
  func whichGrow(_ skipped: [SkippedBytes]) -> [Int] {
    var zeroTails: [String: Int] = [:]
    for bytes in skipped where bytes.reason == .zeroTail {
      zeroTails[bytes.file] = min(bytes.position, zeroTails[bytes.file] ?? .max)
    }
    return skipped.indices.filter { place in
      let bytes = skipped[place]
      switch bytes.reason {
      case .cutOff, .damaged, .torn, .untried, .noWork, .junk: break
      default: return false
      }
      guard let size = files[bytes.file]?.size else { return false }
      let end = bytes.position + bytes.count
      return end >= size || zeroTails[bytes.file].map { $0 <= end } ?? false
    }
  }
}
