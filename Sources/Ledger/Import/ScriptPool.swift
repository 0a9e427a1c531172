import Bitcoin
import Files
import SystemPackage

/// The distinct scripts seen so far, numbered by first appearance.
struct ScriptPool: ~Copyable, Sendable {
  private(set) var bytes: GrowingColumn<UInt8>
  /// Where each script begins in `bytes`, and at the end their count.
  private(set) var firstByte: GrowingColumn<UInt64>
  private(set) var kinds: GrowingColumn<UInt8>
  private(set) var table: GrowingTable
  /// What was read in advance, kept so that the reading is not optimised away.
  private var seen: UInt64 = 0

  var count: Int { kinds.count }

  /// The scripts that the maker's base keeps.
  ///
  /// - Throws: `refused`, `short`.
  static func open(_ maker: ColumnMaker) throws(FileError) -> ScriptPool {
    var pool = ScriptPool(
      bytes: try maker.grow(.scriptBytes), firstByte: try maker.grow(.scriptFirstByte),
      kinds: try maker.grow(.scriptKind), table: GrowingTable(.scriptTable))
    if pool.firstByte.count == 0 {
      try pool.firstByte.reserve(1)
      pool.firstByte.append(0)
    }
    pool.table = try maker.takeTable(.scriptTable, rows: pool.count)
    if pool.table.slots.count == 0 {
      try pool.makeTable(SlotTable.slotCount(for: pool.count), with: maker)
    }
    return pool
  }

  private init(
    bytes: consuming GrowingColumn<UInt8>, firstByte: consuming GrowingColumn<UInt64>,
    kinds: consuming GrowingColumn<UInt8>, table: consuming GrowingTable
  ) {
    self.bytes = bytes
    self.firstByte = firstByte
    self.kinds = kinds
    self.table = table
  }

  /// The row of a script, which is put in if it is new; `candidate` is a row that may be its.
  mutating func intern(
    _ script: Span<UInt8>, hash: UInt64, kind: UInt8, candidate: Int
  ) -> Int {
    if candidate >= 0, isEqual(candidate, script) { return candidate }
    var probe = table.probe(hash)
    while let row = probe.next(in: table.slots.values) {
      if isEqual(row, script) { return row }
    }
    let row = kinds.count
    bytes.append(script)
    firstByte.append(UInt64(bytes.count))
    kinds.append(kind)
    table.insert(hash, row: row)
    return row
  }

  /// The bytes of a script, lent.
  @_lifetime(borrow self)
  func script(at row: Int) -> Span<UInt8> {
    bytes.values.extracting(Int(firstByte[row])..<Int(firstByte[row + 1]))
  }

  /// Something of a script's bytes, to be fetched ahead.
  func touch(_ row: Int) -> UInt64 {
    let place = Int(firstByte[row])
    return place < bytes.count ? UInt64(bytes[place]) : 0
  }

  private func isEqual(_ row: Int, _ script: Span<UInt8>) -> Bool {
    ByteStrings.areEqual(self.script(at: row), script)
  }
}

// MARK: - Room

extension ScriptPool {
  /// How many bytes of memory are held.
  var heldBytes: Int {
    bytes.heldBytes + firstByte.heldBytes + kinds.heldBytes + table.slots.heldBytes
  }

  /// Takes room for so many more scripts, which have so many bytes together.
  ///
  /// - Throws: `refused`.
  mutating func reserve(
    _ scripts: Int, bytes more: Int, _ forecast: Forecast, with maker: ColumnMaker
  ) throws(FileError) {
    try bytes.reserve(more)
    try firstByte.reserve(scripts)
    try kinds.reserve(scripts)
    if let size = table.growth(for: count + scripts, forecast) {
      try makeTable(size, with: maker)
      table.noteGrowth(to: count + scripts, forecast)
    }
  }

  /// Gives the table the size that follows from the count of scripts.
  ///
  /// - Throws: `refused`.
  mutating func settle(with maker: ColumnMaker) throws(FileError) {
    let size = SlotTable.slotCount(for: count)
    if size != table.slots.count { try makeTable(size, with: maker) }
  }

  private mutating func makeTable(_ size: Int, with maker: ColumnMaker) throws(FileError) {
    var filled = try table.makeSlots(size, in: maker.folder)
    var hashes: [UInt64] = []
    for start in stride(from: 0, to: count, by: 32) {
      // The slots of scripts that follow each other are fetched together.
      let rows = start..<min(start + 32, count)
      hashes.removeAll(keepingCapacity: true)
      for row in rows {
        let hash = ScriptHash.hash(script(at: row))
        hashes.append(hash)
        seen ^= GrowingTable.touch(hash, in: filled)
      }
      var slots = filled.mutableValues
      for row in rows { SlotTable.insert(hashes[row - start], row: row, into: &slots) }
    }
    try table.take(filled, in: maker.folder)
  }

  /// Goes over to the columns' files in `folder`.
  ///
  /// - Throws: `refused`.
  mutating func move(to folder: FilePath) throws(FileError) {
    try bytes.move(to: folder.appending(ColumnName.scriptBytes.rawValue))
    try firstByte.move(to: folder.appending(ColumnName.scriptFirstByte.rawValue))
    try kinds.move(to: folder.appending(ColumnName.scriptKind.rawValue))
    try table.move(to: folder)
  }
}
