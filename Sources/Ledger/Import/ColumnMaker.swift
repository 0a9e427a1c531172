import Files
import SystemPackage

/// Opens the columns of a ledger in the making.
struct ColumnMaker: Sendable {
  /// Where the ledger is made.
  let folder: FilePath
  /// The ledger that it goes on from.
  let base: LedgerBase?
  /// How much memory may be taken.
  let memory: ImportMemory

  /// A column to write behind what it has: nothing, or the rows that the earlier ledger leaves.
  ///
  /// - Throws: `refused`, `short`.
  func open<Element>(_ name: ColumnName) throws(FileError) -> ColumnWriter<Element> {
    let path = path(of: name)
    guard let base, name.onlyGrows else { return try ColumnWriter(path) }
    try base.bring(name, to: path)
    return try ColumnWriter(path, keeping: base.count(of: name))
  }

  /// A column that only grows, to be looked at while it does: empty, or mapped with the rows that the
  /// earlier ledger leaves.
  ///
  /// - Throws: `refused`, `short`.
  func grow<Element>(_ name: ColumnName) throws(FileError) -> GrowingColumn<Element> {
    guard let base else { return GrowingColumn() }
    try base.bring(name, to: path(of: name))
    return try GrowingColumn(path(of: name), count: base.count(of: name))
  }

  /// The earlier ledger's look-up table of `rows` rows, copied, where it is that of these rows; else a
  /// table of no slots yet.
  ///
  /// - Throws: `refused`, `short`.
  func takeTable(_ name: ColumnName, rows: Int) throws(FileError) -> GrowingTable {
    guard let base else { return GrowingTable(name) }
    let slots = SlotTable.slotCount(for: rows)
    guard base.keepsAll, base.storedCount(of: name) == slots else {
      return try GrowingTable(name, in: folder)
    }
    try base.copy(name, count: slots, to: path(of: name))
    return try GrowingTable(name, in: folder, slotCount: slots)
  }

  /// Where a column's file is.
  func path(of name: ColumnName) -> FilePath { folder.appending(name.rawValue) }
}
