import Bitcoin

extension ChainLedger {
  /// A column of the table `transactions`; `heights` are those of the rows.
  func transactionCells(_ column: ExportColumn, _ rows: Range<Int>, _ heights: [Int]) -> CellColumn
  {
    var cells = CellColumn(column, capacity: rows.count)
    switch column.name {
    case "hash":
      let txids = txids
      for row in rows { cells.append(txids[row].hash) }
    case "block_number":
      for height in heights { cells.append(height) }
    case "block_timestamp":
      let times = blockTimes
      for height in heights { cells.append(Int64(times[height])) }
    case "index":
      let first = blockFirstTransaction
      for row in rows { cells.append(row - Int(first[heights[row - rows.lowerBound]])) }
    case "version":
      let versions = txVersion
      for row in rows { cells.append(Int64(Int32(truncatingIfNeeded: versions[row]))) }
    case "lock_time":
      let lockTimes = txLockTime
      for row in rows { cells.append(Int64(lockTimes[row])) }
    case "is_coinbase":
      for row in rows { cells.append(isCoinbase(TxIndex(row))) }
    case "input_count":
      for row in rows { cells.append(inputs(of: TxIndex(row)).count) }
    case "output_count":
      for row in rows { cells.append(outputs(of: TxIndex(row)).count) }
    case "input_value":
      for row in rows { cells.append(orNull: inputValue(of: TxIndex(row))) }
    case "output_value":
      for row in rows { cells.append(outputValue(of: TxIndex(row))) }
    default:
      // A coinbase pays no fee.
      for row in rows {
        let transaction = TxIndex(row)
        if isCoinbase(transaction) {
          cells.append(0)
        } else {
          cells.append(
            orNull: inputValue(of: transaction).map { $0 - outputValue(of: transaction) })
        }
      }
    }
    return cells
  }

  /// The sum of what the inputs spend (sat); nil where the ledger does not know it of one of them.
  private func inputValue(of transaction: TxIndex) -> Int64? {
    let prevouts = inputPrevout
    let values = outputValue
    var sum: Int64 = 0
    for input in inputs(of: transaction) {
      if prevouts[input].isNone { return nil }
      sum += values[prevouts[input].position].rawValue
    }
    return sum
  }

  /// The sum of the outputs (sat).
  private func outputValue(of transaction: TxIndex) -> Int64 {
    let values = outputValue
    var sum: Int64 = 0
    for output in outputs(of: transaction) { sum += values[output].rawValue }
    return sum
  }
}

extension CellColumn {
  /// Adds a row that may be without a value.
  mutating func append(orNull value: Int64?) {
    if let value { append(value) } else { appendNull() }
  }
}
