import Bitcoin
import Files
import SystemPackage

/// The blocks of an earlier ledger that a new one goes on from: those that the best chain has, too, at
/// the same places of the same files.
struct LedgerBase: Sendable {
  private let folder: FilePath
  private let manifest: Manifest
  private let scriptByteCount: Int
  /// How many rows are kept.
  let rows: RowCounts
  /// The checksums of all of the earlier ledger.
  let checksums: ColumnChecksums

  /// What the ledger in `folder` has of the chain of `scan`; nil where there is no ledger. Reads all of it, since
  /// what is wrong in it would go on.
  ///
  /// - Throws: why a ledger that is there cannot be gone on from.
  init?(
    _ folder: FilePath, _ scan: ChainScan, threads: Int
  ) throws(DroppedLedger) {
    do throws(LedgerError) { _ = try Manifest(standingAt: folder) } catch {
      if case .noLedger = error { return nil }
      throw DroppedLedger(error)
    }
    let ledger = try DroppedLedger.wrapping { () throws(LedgerError) in
      try ChainLedger(mapping: folder)
    }
    checksums = try DroppedLedger.wrapping { () throws(LedgerError) in
      try ColumnChecksums(readingFrom: folder, of: ledger.manifest)
    }
    let damage = try DroppedLedger.wrapping { () throws(LedgerError) in
      try ColumnChecksums.findDamage(in: folder, of: ledger.manifest, threads: threads)
    }
    if let first = damage.first { throw .damaged(reason: first) }
    // Checksums do not tell who made a ledger: what its columns name has to be there.
    try DroppedLedger.wrapping { () throws(LedgerError) in try ledger.requireSound() }
    guard ledger.network == scan.network else { throw .network(ledger.network) }
    guard ledger.firstHeight == scan.firstHeight else { throw .firstHeight(ledger.firstHeight) }
    let blocks = LedgerBase.countCommon(ledger, scan.chain)
    guard blocks > 0 else { throw .elsewhere }
    rows = LedgerBase.rows(ledger, blocks: ledger.firstHeight + blocks)
    scriptByteCount = Int(ledger.scripts.firstByte.values[rows.scripts])
    manifest = ledger.manifest
    self.folder = folder
  }

  /// How many blocks are kept.
  var keptBlocks: Int { rows.blocks - manifest.firstHeight }
  /// The height of the first of them.
  var firstHeight: Int { manifest.firstHeight }
  /// How many are not.
  var replacedBlocks: Int { manifest.rows.blocks - rows.blocks }

  /// Takes away what was written behind the earlier ledger's columns, where the two share files, so that
  /// the disk has its room again.
  ///
  /// - Precondition: nobody else can put another ledger in this one's place meanwhile.
  func takeBack() {
    for name in ColumnName.allCases where name.onlyGrows && count(of: name) == storedCount(of: name)
    {
      try? File.cut(path(of: name), to: storedCount(of: name) * name.elementSize)
    }
  }

  /// The ledger as it was.
  ///
  /// - Throws: `damaged`, `file`.
  func open() throws(LedgerError) -> ChainLedger { try ChainLedger(mapping: folder) }

  /// How many values of a growing column are kept.
  func count(of name: ColumnName) -> Int {
    name == .scriptBytes ? scriptByteCount : name.count(for: rows) ?? 0
  }

  /// Whether nothing of the earlier ledger is left out.
  var keepsAll: Bool { replacedBlocks == 0 }

  /// How many values a column of the earlier ledger has.
  func storedCount(of name: ColumnName) -> Int { manifest.count(of: name) }

  /// Where a column of the earlier ledger is.
  func path(of name: ColumnName) -> FilePath { folder.appending(name.rawValue) }

  /// Copies the first `count` values of a column into a file at `path`.
  ///
  /// - Throws: `refused`, `short`.
  func copy(_ name: ColumnName, count: Int, to path: FilePath) throws(FileError) {
    try File.copy(self.path(of: name), count: count * name.elementSize, to: path)
  }

  /// Makes a growing column's kept values the beginning of the file at `path`. Where all are kept the
  /// two ledgers share the file: what is added behind is none of the earlier one's.
  ///
  /// - Throws: `refused`, `short`.
  func bring(_ name: ColumnName, to path: FilePath) throws(FileError) {
    let old = self.path(of: name)
    let kept = count(of: name)
    if kept == manifest.count(of: name) {
      try File.link(old, as: path)
    } else {
      try File.copy(old, count: kept * name.elementSize, to: path)
    }
  }

  /// By column: how many bytes are the earlier ledger's.
  var keptBytes: [Int] {
    ColumnName.allCases.map { $0.onlyGrows ? count(of: $0) * $0.elementSize : 0 }
  }

  private static func countCommon(_ ledger: borrowing ChainLedger, _ chain: [FoundBlock]) -> Int {
    let hashes = ledger.blockHashes
    let files = ledger.blocks.file.values
    let positions = ledger.blocks.position.values
    let sizes = ledger.blocks.size.values
    let most = min(chain.count, ledger.blockCount)
    for index in 0..<most {
      let block = chain[index]
      let height = ledger.firstHeight + index
      let isSame =
        hashes[height] == block.hash && files[height] == UInt32(block.file)
        && positions[height] == UInt64(block.blockPosition)
        // A length that lies may hide records, so the block is looked at again.
        && sizes[height] == UInt32(block.size)
      if !isSame { return index }
    }
    return most
  }

  private static func rows(_ ledger: borrowing ChainLedger, blocks: Int) -> RowCounts {
    if blocks == ledger.manifest.rows.blocks { return ledger.manifest.rows }
    let transactions = Int(ledger.blockFirstTransaction[blocks])
    let outputs = Int(ledger.txFirstOutput[transactions])
    return RowCounts(
      blocks: blocks, transactions: transactions, inputs: Int(ledger.txFirstInput[transactions]),
      outputs: outputs, scripts: countScripts(ledger, below: outputs))
  }

  /// How many scripts appear below an output; they are numbered by first appearance.
  private static func countScripts(_ ledger: borrowing ChainLedger, below outputs: Int) -> Int {
    let scripts = ledger.outputScript
    var count = 0
    for output in 0..<outputs { count = max(count, scripts[output].position + 1) }
    return count
  }
}
