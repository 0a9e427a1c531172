import Files
import SystemPackage

/// Opens the columns of a ledger in the making.
struct ColumnMaker: Sendable {
  /// Where the ledger is made.
  let folder: FilePath
  /// The ledger that it goes on from.
  let base: LedgerBase?

  /// A column to write behind what it has: nothing, or the rows that the earlier ledger leaves.
  ///
  /// - Throws: `refused`, `short`.
  func open<Element>(_ name: ColumnName) throws(FileError) -> ColumnWriter<Element> {
    let path = folder.appending(name.rawValue)
    guard let base, name.onlyGrows else { return try ColumnWriter(path) }
    try base.bring(name, to: path)
    return try ColumnWriter(path, keeping: base.count(of: name))
  }
}
