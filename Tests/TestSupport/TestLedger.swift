public import Bitcoin
public import Ledger
import SystemPackage

/// A ledger in a temporary folder, with the report of its import.
public struct TestLedger: ~Copyable, Sendable {
  /// The ledger, open.
  public let ledger: ChainLedger
  /// What the import said.
  public let report: ImportReport
  /// The folder that has `blocks` and `ledger`; deleted when this goes.
  public let folder: TemporaryFolder

  /// Imports the block files in `blocks` of a temporary folder.
  public init(
    _ folder: TemporaryFolder, network: Network, isStrict: Bool = false, threads: Int = 1
  ) throws {
    let path = folder.path.appending("ledger")
    let report = try LedgerImport.run(
      blocks: folder.path.appending("blocks"), network: network, into: path, isStrict: isStrict,
      threads: threads)
    let ledger = try ChainLedger(opening: path)
    self.ledger = ledger
    self.report = report
    self.folder = folder
  }
}

extension ChainBuilder {
  /// Writes the blocks into block files in a temporary folder and makes their ledger; what would be
  /// left out is an error.
  public func makeLedger(threads: Int = 1) throws -> TestLedger {
    let folder = try TemporaryFolder()
    try BlockFolderWriter.write(
      [blocks.map { .block($0) }], network: network, to: folder.path.appending("blocks"))
    return try TestLedger(folder, network: network, isStrict: true, threads: threads)
  }
}
