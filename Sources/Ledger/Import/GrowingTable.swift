import Files
import SystemPackage

/// The slots of a look-up table in the making (`SlotTable` says what a slot is).
struct GrowingTable: ~Copyable, Sendable {
  private(set) var slots: GrowingColumn<UInt64>
  private let name: ColumnName
  /// How many rows there were when the table last grew, and how many bytes had been read.
  private var lastGrowth = (rows: 0, done: 0)

  /// A table of no slots yet, in memory, for the column `name`.
  init(_ name: ColumnName) {
    self.name = name
    slots = GrowingColumn()
  }

  /// A table of no slots yet, in the column's file in `folder`.
  ///
  /// - Throws: `refused`.
  init(_ name: ColumnName, in folder: FilePath) throws(FileError) {
    self.name = name
    slots = try GrowingColumn(zeros: 0, at: folder.appending(name.rawValue))
  }

  /// The table that is in the column's file in `folder`.
  ///
  /// - Throws: `refused`, `short`.
  init(_ name: ColumnName, in folder: FilePath, slotCount: Int) throws(FileError) {
    self.name = name
    slots = try GrowingColumn(folder.appending(name.rawValue), count: slotCount)
  }

  /// How many slots to make for `rows` rows, where those that there are do not do: as many as the
  /// forecast says that there will be rows for, so that they are not put in again and again.
  func growth(for rows: Int, _ forecast: Forecast) -> Int? {
    guard SlotTable.slotCount(for: rows) > slots.count else { return nil }
    let more = forecast.rows(after: lastGrowth.rows, lastGrowth.done, now: rows)
    return SlotTable.slotCount(for: max(rows, more))
  }

  /// Notes that the table has grown, for the next forecast.
  mutating func noteGrowth(to rows: Int, _ forecast: Forecast) {
    lastGrowth = (rows, forecast.done)
  }

  /// So many free slots, to put all rows in and take as the table's.
  ///
  /// - Throws: `refused`.
  func makeSlots(_ count: Int, in folder: FilePath) throws(FileError) -> GrowingColumn<UInt64> {
    try GrowingColumn(zeros: count, at: slots.isMapped ? besidePath(folder) : nil)
  }

  /// Takes slots in the place of those that there are.
  ///
  /// - Throws: `refused`.
  mutating func take(
    _ filled: consuming GrowingColumn<UInt64>, in folder: FilePath
  ) throws(FileError) {
    if filled.isMapped {
      try File.rename(besidePath(folder), to: folder.appending(name.rawValue))
    }
    slots = filled
  }

  private func besidePath(_ folder: FilePath) -> FilePath {
    folder.appending("\(name.rawValue).next")
  }

  /// Puts in a row whose key is not there yet.
  mutating func insert(_ hash: UInt64, row: Int) {
    var span = slots.mutableValues
    SlotTable.insert(hash, row: row, into: &span)
  }

  /// Puts a row in the place of another with the same key.
  mutating func replace(_ hash: UInt64, row: Int, by newRow: Int) {
    var span = slots.mutableValues
    SlotTable.replace(hash, row: row, by: newRow, in: &span)
  }

  /// The walk over the rows that may have a key of this hash.
  func probe(_ hash: UInt64) -> SlotTable.Probe {
    SlotTable.Probe(hash, slotCount: slots.count)
  }

  /// The first row that may have a key of this hash; -1 where there is none.
  func candidate(_ hash: UInt64) -> Int {
    var probe = probe(hash)
    return probe.next(in: slots.values) ?? -1
  }

  /// The slot at which the search for a hash begins, to be fetched ahead.
  func touch(_ hash: UInt64) -> UInt64 { GrowingTable.touch(hash, in: slots) }

  /// The slot at which the search for a hash begins, to be fetched ahead.
  static func touch(_ hash: UInt64, in slots: borrowing GrowingColumn<UInt64>) -> UInt64 {
    slots[Int(truncatingIfNeeded: hash) & (slots.count - 1)]
  }

  /// Goes over to the column's file in `folder`.
  ///
  /// - Throws: `refused`.
  mutating func move(to folder: FilePath) throws(FileError) {
    try slots.move(to: folder.appending(name.rawValue))
  }
}

/// How many rows there will be, as far as can be told.
struct Forecast {
  /// How many bytes of blocks have been read.
  let done: Int
  /// Of how many.
  let total: Int

  /// How many rows there will be if they go on coming as they did since there were `before` at
  /// `position` bytes; 0 where too little has been read to tell.
  func rows(after before: Int, _ position: Int, now: Int) -> Int {
    guard done > 1 << 22, done < total, total / done < 16, done > position else { return 0 }
    let rate = Double(now - before) / Double(done - position)
    // A little more, since a table that is just too small costs as much again.
    return now + Int(rate * Double(total - done) * 1.02)
  }
}
