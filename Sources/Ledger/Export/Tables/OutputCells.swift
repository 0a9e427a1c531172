import Bitcoin

extension ChainLedger {
  /// A column of the table `outputs`; `places` are those of the rows, `owners` finds inputs' transactions.
  func outputCells(
    _ column: ExportColumn, _ rows: Range<Int>, _ places: RowPlaces, _ owners: RowFinder
  ) -> CellColumn {
    var cells = CellColumn(column, capacity: rows.count)
    switch column.name {
    case "transaction_hash": appendTxids(places, to: &cells)
    case "index": appendIndices(rows, places, in: txFirstOutput, to: &cells)
    case "block_number":
      for height in places.heights { cells.append(height) }
    case "block_timestamp": appendTimes(places, to: &cells)
    case "value":
      let values = outputValue
      for row in rows { cells.append(values[row].rawValue) }
    case "type":
      let scripts = outputScript
      for row in rows { cells.append(Int64(kind(of: scripts[row]).rawValue)) }
    case "address":
      let scripts = outputScript
      let addresses = AddressWriter(network: network)
      for row in rows { appendAddress(scripts[row], addresses, to: &cells) }
    case "script_hex":
      let scripts = outputScript
      for row in rows { appendHex(scripts[row], to: &cells) }
    case "in_utxo_set":
      for row in rows { cells.append(isInUTXOSet(OutputIndex(row))) }
    default:
      let spenders = outputSpender
      let first = txFirstInput
      for row in rows {
        let spender = spenders[row]
        if spender.isNone {
          cells.appendNull()
        } else {
          cells.append(height(of: TxIndex(owners.owner(of: spender.position, in: first))))
        }
      }
    }
    return cells
  }
}
