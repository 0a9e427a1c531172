import Bitcoin

extension ChainLedger {
  /// A column of the table `addresses`; `owners` finds outputs' transactions.
  func addressCells(
    _ column: ExportColumn, _ rows: Range<Int>, _ owners: RowFinder
  ) -> CellColumn {
    var cells = CellColumn(column, capacity: rows.count)
    switch column.name {
    case "address":
      let addresses = AddressWriter(network: network)
      for row in rows { appendAddress(ScriptIndex(row), addresses, to: &cells) }
    case "type":
      for row in rows { cells.append(Int64(kind(of: ScriptIndex(row)).rawValue)) }
    case "script_hex":
      for row in rows { appendHex(ScriptIndex(row), to: &cells) }
    case "output_count":
      for row in rows { cells.append(outputs(of: ScriptIndex(row)).count) }
    case "total_received":
      for row in rows { cells.append(orNull: totalReceived(ScriptIndex(row))) }
    case "balance":
      for row in rows { cells.append(balance(ScriptIndex(row))) }
    case "first_block_number":
      for row in rows { appendHeight(outputs(of: ScriptIndex(row)).first, owners, to: &cells) }
    default:
      for row in rows { appendHeight(outputs(of: ScriptIndex(row)).last, owners, to: &cells) }
    }
    return cells
  }

  /// The sum of all that was paid to a script (sat); nil where it leaves 64 bits, since the same coins may
  /// pass a script again and again.
  private func totalReceived(_ script: ScriptIndex) -> Int64? {
    let outputs = outputs(of: script)
    let values = outputValue
    var sum: Int64 = 0
    for place in 0..<outputs.count {
      let (next, overflow) = sum.addingReportingOverflow(values[outputs[place].position].rawValue)
      if overflow { return nil }
      sum = next
    }
    return sum
  }

  /// The sum of what lies unspent at a script (sat).
  private func balance(_ script: ScriptIndex) -> Int64 {
    let outputs = outputs(of: script)
    let values = outputValue
    var sum: Int64 = 0
    for place in 0..<outputs.count where isInUTXOSet(outputs[place]) {
      sum += values[outputs[place].position].rawValue
    }
    return sum
  }

  private func appendHeight(
    _ output: OutputIndex?, _ owners: RowFinder, to cells: inout CellColumn
  ) {
    // Every script of a ledger has an output.
    guard let output else { return cells.append(0) }
    cells.append(height(of: TxIndex(owners.owner(of: output.position, in: txFirstOutput))))
  }
}

extension Span where Element == OutputIndex {
  fileprivate var first: OutputIndex? { isEmpty ? nil : self[0] }
  fileprivate var last: OutputIndex? { isEmpty ? nil : self[count - 1] }
}
