import Bitcoin

/// The pieces in which a table is exported: they follow from the chain and the limits alone, so that the
/// bytes of a file do not depend on the count of threads.
struct RowPlan: Sendable {
  let pieces: [Range<Int>]
  let rowCount: Int

  /// Cuts `rowCount` rows; `weight` says how many bytes of scripts a row has.
  init(rowCount: Int, limits: ExportLimits, weight: (Int) -> Int) {
    var pieces: [Range<Int>] = []
    var start = 0
    var bytes = 0
    for row in 0..<rowCount {
      bytes += weight(row)
      if row + 1 - start == limits.rows || bytes >= limits.scriptBytes {
        pieces.append(start..<row + 1)
        start = row + 1
        bytes = 0
      }
    }
    if start < rowCount { pieces.append(start..<rowCount) }
    self.pieces = pieces
    self.rowCount = rowCount
  }

  /// Cuts rows that have no scripts.
  init(rowCount: Int, limits: ExportLimits) {
    pieces = stride(from: 0, to: rowCount, by: limits.rows).map {
      $0..<min(rowCount, $0 + limits.rows)
    }
    self.rowCount = rowCount
  }
}

extension ChainLedger {
  /// The pieces of a table.
  func plan(_ table: ExportTable, _ limits: ExportLimits) -> RowPlan {
    let count = rowCount(of: table)
    switch table {
    case .blocks, .transactions, .inputs: return RowPlan(rowCount: count, limits: limits)
    case .outputs:
      return RowPlan(rowCount: count, limits: limits) { row in
        scriptBytes(outputScript[row]).count
      }
    case .addresses:
      return RowPlan(rowCount: count, limits: limits) { row in
        scriptBytes(ScriptIndex(row)).count
      }
    }
  }

  /// How many rows a table has.
  func rowCount(of table: ExportTable) -> Int {
    switch table {
    case .blocks: blockCount
    case .transactions: transactionCount
    case .inputs: inputCount
    case .outputs: outputCount
    case .addresses: scriptCount
    }
  }
}
