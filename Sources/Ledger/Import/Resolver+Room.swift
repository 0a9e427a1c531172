import Bitcoin
import Files
import SystemPackage

extension Resolver {
  /// Whether the columns are files that the system may keep out of memory.
  var isMapped: Bool { txids.isMapped }

  /// Takes the room that a chunk's rows need: in memory up to the bound, past it in files.
  ///
  /// - Throws: `refused`.
  mutating func makeRoom(for chunk: borrowing ParsedChunk) throws(FileError) {
    let forecast = Forecast(done: addedBytes, total: totalBytes)
    if !isMapped, heldBytes(with: chunk, forecast) > maker.memory.tables { try moveToFiles() }
    let transactions = chunk.txids.count
    let outputs = chunk.values.count
    try blockFirstTransaction.reserve(chunk.blockTransactionEnd.count)
    try txids.reserve(transactions)
    try firstInput.reserve(transactions)
    try firstOutput.reserve(transactions)
    try values.reserve(outputs)
    try spenders.reserve(outputs)
    try outside.reserve(outputs)
    try scripts.reserve(outputs, bytes: chunk.bytes.count, forecast, with: maker)
    if let size = table.growth(for: txids.count + transactions, forecast) {
      try makeTable(size)
      table.noteGrowth(to: txids.count + transactions, forecast)
    }
    addedBytes += chunk.bytes.count
  }

  /// How many bytes of memory are held.
  var heldBytes: Int {
    blockFirstTransaction.heldBytes + txids.heldBytes + firstInput.heldBytes
      + firstOutput.heldBytes + values.heldBytes + spenders.heldBytes + outside.heldBytes
      + table.slots.heldBytes + scripts.heldBytes
  }

  /// How many bytes of memory are held once a chunk is in.
  private func heldBytes(with chunk: borrowing ParsedChunk, _ forecast: Forecast) -> Int {
    let transactions = chunk.txids.count
    let outputs = chunk.values.count
    let slots = table.growth(for: txids.count + transactions, forecast) ?? 0
    let moreSlots = scripts.table.growth(for: scripts.count + outputs, forecast) ?? 0
    return heldBytes + 8 * (slots + moreSlots) + 48 * transactions + 26 * outputs
      + chunk.bytes.count
  }

  /// Goes over to the columns' files.
  private mutating func moveToFiles() throws(FileError) {
    try blockFirstTransaction.move(to: maker.path(of: .blockFirstTransaction))
    try txids.move(to: maker.path(of: .txid))
    try firstInput.move(to: maker.path(of: .txFirstInput))
    try firstOutput.move(to: maker.path(of: .txFirstOutput))
    try values.move(to: maker.path(of: .outputValue))
    try spenders.move(to: maker.path(of: .outputSpender))
    try outside.move(to: maker.folder.appending("output.outside"))
    try table.move(to: maker.folder)
    try scripts.move(to: maker.folder)
  }

  /// Makes a table of `count` slots with all transactions in; of those with one txid the last.
  mutating func makeTable(_ count: Int) throws(FileError) {
    var filled = try table.makeSlots(count, in: maker.folder)
    var warmth: UInt64 = 0
    for row in 0..<txids.count {
      // The slots of those that come soon are fetched together.
      if row & 31 == 0 {
        for next in row..<min(row + 32, txids.count) {
          warmth ^= GrowingTable.touch(txids[next].hash.word0, in: filled)
        }
      }
      let txid = txids[row]
      let earlier = hasRepeats ? find(txid, in: filled.values) : nil
      var slots = filled.mutableValues
      if let earlier {
        SlotTable.replace(txid.hash.word0, row: earlier, by: row, in: &slots)
      } else {
        SlotTable.insert(txid.hash.word0, row: row, into: &slots)
      }
    }
    seen ^= warmth
    try table.take(filled, in: maker.folder)
  }

  /// Gives the tables the sizes that follow from the counts of rows.
  ///
  /// - Throws: `refused`.
  mutating func settleTables() throws(FileError) {
    let size = SlotTable.slotCount(for: txids.count)
    if size != table.slots.count { try makeTable(size) }
    try scripts.settle(with: maker)
  }

  private func find(_ txid: Txid, in slots: Span<UInt64>) -> Int? {
    var probe = SlotTable.Probe(txid.hash.word0, slotCount: slots.count)
    while let row = probe.next(in: slots) {
      if txids[row] == txid { return row }
    }
    return nil
  }
}
