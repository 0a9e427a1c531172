import Bitcoin

extension ChainLedger {
  /// A column of the table `blocks`, whose row 0 is the ledger's first block.
  func blockCells(_ column: ExportColumn, _ rows: Range<Int>) -> CellColumn {
    var cells = CellColumn(column, capacity: rows.count)
    let hashes = blockHashes
    let firstTransaction = blockFirstTransaction
    for row in rows.lowerBound + firstHeight..<rows.upperBound + firstHeight {
      let header = header(at: row)
      switch column.name {
      case "hash": cells.append(hashes[row].hash)
      case "number": cells.append(row)
      case "previous_block_hash":
        if header.previousBlock.hash == .zero {
          cells.appendNull()
        } else {
          cells.append(header.previousBlock.hash)
        }
      case "version": cells.append(Int64(Int32(truncatingIfNeeded: header.version)))
      case "merkle_root": cells.append(header.merkleRoot)
      case "timestamp": cells.append(Int64(header.time))
      case "nonce": cells.appendText { $0.write(hex: header.nonce, digits: 1) }
      case "bits": cells.appendText { $0.write(hex: header.bits, digits: 8) }
      default: cells.append(Int(firstTransaction[row + 1] - firstTransaction[row]))
      }
    }
    return cells
  }
}

extension [UInt8] {
  /// Adds a number's hexadecimal digits, at least so many.
  fileprivate mutating func write(hex value: UInt32, digits: Int) -> Bool {
    let text = String(value, radix: 16)
    append(contentsOf: repeatElement(UInt8(ascii: "0"), count: Swift.max(0, digits - text.count)))
    append(contentsOf: text.utf8)
    return true
  }
}
