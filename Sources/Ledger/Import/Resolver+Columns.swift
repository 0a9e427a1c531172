import Bitcoin
import Files
import SystemPackage

extension Resolver {
  /// How many rows of each kind there are.
  var counts: RowCounts {
    RowCounts(
      blocks: blockFirstTransaction.count - 1, transactions: txids.count, inputs: inputCount,
      outputs: values.count, scripts: scripts.count)
  }

  /// Writes the columns that are not yet, beside those that the sink has finished.
  ///
  /// - Throws: `file`.
  mutating func writeColumns(threads: Int) throws(LedgerError) {
    do throws(FileError) {
      try settleTables()
      try finish(threads: threads)
    } catch {
      throw .file(error)
    }
  }

  private func finish(threads: Int) throws(FileError) {
    // What takes longest first.
    _ = try Workers.map(count: 10, threads: threads) { job throws(FileError) in
      switch job {
      case 0: try groupByScript()
      case 1: try finish(.txid, txids)
      case 2: try finish(.txTable, table.slots)
      case 3: try finish(.scriptTable, scripts.table.slots)
      case 4: try finish(.scriptBytes, scripts.bytes)
      case 5: try finish(.outputValue, values)
      case 6: try finish(.outputSpender, spenders)
      case 7: try finish(.scriptFirstByte, scripts.firstByte)
      case 8: try finish(.txFirstOutput, firstOutput)
      default:
        try finish(.txFirstInput, firstInput)
        try finish(.scriptKind, scripts.kinds)
        try finish(.blockFirstTransaction, blockFirstTransaction)
        var overwritten: ColumnWriter<UInt32> = try maker.open(.txOverwritten)
        try overwritten.write(self.overwritten.span)
        try overwritten.finish(syncing: false)
      }
    }
  }

  private func finish<Element>(
    _ name: ColumnName, _ column: borrowing GrowingColumn<Element>
  ) throws(FileError) {
    let kept = name.onlyGrows ? maker.base?.count(of: name) ?? 0 : 0
    try column.finish(as: maker.path(of: name), keeping: kept)
  }

  private func groupByScript() throws(FileError) {
    let counts = counts
    let needed = 8 * (counts.scripts + counts.outputs)
    let grouping = try ScriptGrouping.group(
      maker, counts, isMapped: isMapped || heldBytes + needed > maker.memory.tables)
    try grouping.finish()
  }
}
