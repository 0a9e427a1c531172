/// Finds the owner of a row without a search through all owners: it keeps the owner of every 128th.
///
/// Four bytes for 128 rows; a look-up touches two or three places.
struct RowFinder: Sendable {
  private static let shift = 7
  private let owners: [UInt32]

  /// A finder of nothing.
  init() { owners = [] }

  /// A finder of the transactions that own rows, where transaction t owns the rows from `first[t]` up to
  /// `first[t + 1]`.
  init(_ first: Span<UInt64>) {
    let rows = first.isEmpty ? 0 : Int(first[first.count - 1])
    var owners: [UInt32] = []
    owners.reserveCapacity(rows >> RowFinder.shift + 1)
    var row: UInt64 = 0
    for owner in 0..<max(0, first.count - 1) {
      while row < first[owner + 1] {
        owners.append(UInt32(owner))
        row += 1 << UInt64(RowFinder.shift)
      }
    }
    self.owners = owners
  }

  /// The transaction that owns `row`.
  ///
  /// - Precondition: some transaction does, and `first` is what this was made of.
  func owner(of row: Int, in first: Span<UInt64>) -> Int {
    let place = row >> RowFinder.shift
    var low = Int(owners[place])
    var high = place + 1 < owners.count ? Int(owners[place + 1]) + 1 : first.count - 1
    // first[low] <= row < first[high]
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if first[middle] <= UInt64(row) { low = middle } else { high = middle }
    }
    return low
  }
}
