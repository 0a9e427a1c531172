import Bitcoin

extension ChainLedger {
  /// A column of the table `inputs`; `places` are those of the rows, `owners` finds outputs' transactions.
  func inputCells(
    _ column: ExportColumn, _ rows: Range<Int>, _ places: RowPlaces, _ owners: RowFinder
  ) -> CellColumn {
    var cells = CellColumn(column, capacity: rows.count)
    switch column.name {
    case "transaction_hash": appendTxids(places, to: &cells)
    case "index": appendIndices(rows, places, in: txFirstInput, to: &cells)
    case "block_number":
      for height in places.heights { cells.append(height) }
    case "block_timestamp": appendTimes(places, to: &cells)
    case "sequence":
      let sequences = inputSequence
      for row in rows { cells.append(Int64(sequences[row])) }
    case "spent_transaction_hash":
      appendSpent(rows, to: &cells) { output, cells in
        cells.append(txids[owners.owner(of: output.position, in: txFirstOutput)].hash)
      }
    case "spent_output_index":
      appendSpent(rows, to: &cells) { output, cells in
        let transaction = owners.owner(of: output.position, in: txFirstOutput)
        cells.append(output.position - Int(txFirstOutput[transaction]))
      }
    case "value":
      appendSpent(rows, to: &cells) { output, cells in
        cells.append(outputValue[output.position].rawValue)
      }
    case "type":
      appendSpent(rows, to: &cells) { output, cells in
        cells.append(Int64(kind(of: outputScript[output.position]).rawValue))
      }
    default:
      let addresses = AddressWriter(network: network)
      appendSpent(rows, to: &cells) { output, cells in
        appendAddress(outputScript[output.position], addresses, to: &cells)
      }
    }
    return cells
  }

  /// Adds something of each input's spent output; nothing where the ledger does not have that.
  private func appendSpent(
    _ rows: Range<Int>, to cells: inout CellColumn,
    _ append: (OutputIndex, inout CellColumn) -> Void
  ) {
    let prevouts = inputPrevout
    for row in rows {
      if prevouts[row].isNone { cells.appendNull() } else { append(prevouts[row], &cells) }
    }
  }
}

// MARK: - What inputs and outputs have in common

extension ChainLedger {
  /// Adds the txids of the rows' transactions.
  func appendTxids(_ places: RowPlaces, to cells: inout CellColumn) {
    let txids = txids
    for transaction in places.transactions { cells.append(txids[transaction].hash) }
  }

  /// Adds the places of the rows in their transactions.
  func appendIndices(
    _ rows: Range<Int>, _ places: RowPlaces, in first: Span<UInt64>, to cells: inout CellColumn
  ) {
    for (place, transaction) in places.transactions.enumerated() {
      cells.append(rows.lowerBound + place - Int(first[transaction]))
    }
  }

  /// Adds the times of the rows' blocks.
  func appendTimes(_ places: RowPlaces, to cells: inout CellColumn) {
    let times = blockTimes
    for height in places.heights { cells.append(Int64(times[height])) }
  }

  /// Adds a script's address, or nothing where its kind has none.
  func appendAddress(
    _ script: ScriptIndex, _ addresses: borrowing AddressWriter, to cells: inout CellColumn
  ) {
    let bytes = scriptBytes(script)
    let kind = kind(of: script)
    cells.appendText { addresses.write(bytes, kind, to: &$0) }
  }

  /// The kind of a script; a column that is damaged may name none.
  func kind(of script: ScriptIndex) -> ScriptKind {
    ScriptKind(rawValue: scriptKind[script.position]) ?? .nonstandard
  }

  /// Adds a script's bytes as hexadecimal digits.
  func appendHex(_ script: ScriptIndex, to cells: inout CellColumn) {
    let bytes = scriptBytes(script)
    cells.appendText {
      $0.appendHex(bytes)
      return true
    }
  }
}
