/// Searching rows that stand in ascending order.
enum SortedRows {
  /// The first place whose row is `row` or a later one; the count of rows if none is. O(log rows).
  static func firstIndex(notBelow row: UInt32, in rows: Span<UInt32>) -> Int {
    var low = 0
    var high = rows.count
    while low < high {
      let middle = low + (high - low) / 2
      if rows[middle] < row { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
