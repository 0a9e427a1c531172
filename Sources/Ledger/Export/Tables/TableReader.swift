import Bitcoin

/// Reads runs of rows of a ledger into memory, column by column.
struct TableReader: Sendable {
  private let table: ExportTable
  /// Finds the transactions of the rows that the table's rows refer to.
  private let owners: RowFinder

  init(_ table: ExportTable, of ledger: borrowing ChainLedger) {
    self.table = table
    switch table {
    case .blocks, .transactions: owners = RowFinder()
    case .inputs, .addresses: owners = RowFinder(ledger.txFirstOutput)
    case .outputs: owners = RowFinder(ledger.txFirstInput)
    }
  }

  /// The rows of the table.
  func read(_ rows: Range<Int>, of ledger: borrowing ChainLedger) -> TableBatch {
    var batch = TableBatch()
    let columns = table.columns
    batch.columns.reserveCapacity(columns.count)
    switch table {
    case .blocks:
      for column in columns { batch.columns.append(ledger.blockCells(column, rows)) }
    case .transactions:
      let heights = ledger.heights(of: rows)
      for column in columns {
        batch.columns.append(ledger.transactionCells(column, rows, heights))
      }
    case .inputs:
      let place = ledger.places(of: rows, in: ledger.txFirstInput)
      for column in columns {
        batch.columns.append(ledger.inputCells(column, rows, place, owners))
      }
    case .outputs:
      let place = ledger.places(of: rows, in: ledger.txFirstOutput)
      for column in columns {
        batch.columns.append(ledger.outputCells(column, rows, place, owners))
      }
    case .addresses:
      for column in columns {
        batch.columns.append(ledger.addressCells(column, rows, owners))
      }
    }
    return batch
  }
}
