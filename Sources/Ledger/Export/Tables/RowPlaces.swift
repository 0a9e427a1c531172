import Bitcoin

/// Where each of a run of rows stands in the chain, by place in the run.
struct RowPlaces: Sendable {
  /// The row's transaction.
  var transactions: [Int] = []
  /// The height of that.
  var heights: [Int] = []
}

extension ChainLedger {
  /// The heights of a run of transactions.
  func heights(of transactions: Range<Int>) -> [Int] {
    let first = blockFirstTransaction
    var heights: [Int] = []
    heights.reserveCapacity(transactions.count)
    guard !transactions.isEmpty else { return heights }
    var height = height(of: TxIndex(transactions.lowerBound))
    for row in transactions {
      while Int(first[height + 1]) <= row { height += 1 }
      heights.append(height)
    }
    return heights
  }

  /// The transactions and heights of a run of inputs or outputs, of which `first` is the owners' column.
  func places(of rows: Range<Int>, in first: Span<UInt64>) -> RowPlaces {
    let blocks = blockFirstTransaction
    var places = RowPlaces()
    places.transactions.reserveCapacity(rows.count)
    places.heights.reserveCapacity(rows.count)
    guard !rows.isEmpty else { return places }
    var transaction = RowPlaces.owner(of: rows.lowerBound, in: first)
    var height = height(of: TxIndex(transaction))
    for row in rows {
      while Int(first[transaction + 1]) <= row { transaction += 1 }
      while Int(blocks[height + 1]) <= transaction { height += 1 }
      places.transactions.append(transaction)
      places.heights.append(height)
    }
    return places
  }
}

extension RowPlaces {
  /// The last transaction whose rows begin at or before `row`.
  fileprivate static func owner(of row: Int, in first: Span<UInt64>) -> Int {
    var low = 0
    var high = first.count - 1
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if first[middle] <= UInt64(row) { low = middle } else { high = middle }
    }
    return low
  }
}
