/// The unspent coins of all wallets, coinbases apart, which stand in the pools' own queues.
///
/// A coin waits from the transaction that makes it until its block is found, and can be chosen
/// freely from then on. Confirmed coins are found by age, by amount and by key, each in O(log n)
/// steps for a wallet of n coins; nothing goes over all coins of a wallet but `subscript`.
///
/// Memory: 4 bytes an output, about 70 a coin that is unspent, 28 a wallet.
struct WalletCoins: Sendable {
  /// Where a wallet's lists and trees begin.
  private struct Purse {
    /// The confirmed coins by age.
    var oldest = CoinTree.none
    var newest = CoinTree.none
    /// The waiting coins by age.
    var firstWaiting = CoinTree.none
    var lastWaiting = CoinTree.none
    /// The confirmed coins by amount.
    var byValue = CoinTree.none
    /// The confirmed coins by key, in wallets that have been asked for that order.
    var byKey = CoinTree.none
    var hasKeyOrder = false
  }

  /// A coin that is unspent.
  private struct Row {
    var coin: UInt32
    var wallet: UInt32
    var key: UInt32
    var next = CoinTree.none
    var previous = CoinTree.none
    var isConfirmed = false
    var value: Int64
  }

  private var purses: [Purse] = []
  private var rows: [Row] = []
  private var freeRows: [UInt32] = []
  /// Each output's row; `CoinTree.none`: it is in no wallet.
  private var rowOfOutput: [UInt32] = []
  private var byValue = CoinTree()
  private var byKey = CoinTree()

  /// Makes room for one more wallet.
  mutating func addWallet() { purses.append(Purse()) }

  // MARK: - Coming and going

  /// Puts a new coin into a wallet; it waits there.
  mutating func add(_ coin: OutputNumber, value: Int64, key: KeyNumber, to wallet: WalletNumber) {
    let row = Row(
      coin: coin.rawValue, wallet: wallet.rawValue, key: key.rawValue, value: value)
    let place: UInt32
    if let free = freeRows.popLast() {
      place = free
      rows[Int(free)] = row
    } else {
      place = UInt32(rows.count)
      rows.append(row)
      // The trees' rows are those of this table.
      byValue.extend(to: rows.count)
    }
    while rowOfOutput.count <= coin.position { rowOfOutput.append(CoinTree.none) }
    rowOfOutput[coin.position] = place
    append(place)
  }

  /// Makes a coin one that can be chosen; nothing happens where it is in no wallet.
  mutating func confirm(_ coin: OutputNumber) {
    guard let row = row(of: coin), !rows[Int(row)].isConfirmed else { return }
    unlink(row)
    rows[Int(row)].isConfirmed = true
    append(row)
    let wallet = Int(rows[Int(row)].wallet)
    byValue.insert(
      row, order: UInt64(rows[Int(row)].value), coin: coin.rawValue, into: &purses[wallet].byValue)
    if purses[wallet].hasKeyOrder { insertByKey(row) }
  }

  /// Takes a coin out of its wallet.
  ///
  /// - Returns: whether it was in one.
  mutating func remove(_ coin: OutputNumber) -> Bool {
    guard let row = row(of: coin) else { return false }
    unlink(row)
    if rows[Int(row)].isConfirmed {
      let wallet = Int(rows[Int(row)].wallet)
      byValue.remove(row, from: &purses[wallet].byValue)
      if purses[wallet].hasKeyOrder { byKey.remove(row, from: &purses[wallet].byKey) }
    }
    rowOfOutput[coin.position] = CoinTree.none
    freeRows.append(row)
    return true
  }

  // MARK: - Looking

  /// All coins of a wallet: the confirmed ones, the oldest first, then those that wait. O(n).
  subscript(wallet: Int) -> [OutputNumber] {
    oldest(wallet, limit: .max) + waiting(wallet)
  }

  /// How many confirmed coins a wallet has.
  func count(_ wallet: Int) -> Int { Int(byValue.count(purses[wallet].byValue)) }

  /// The oldest confirmed coin of a wallet.
  func oldest(_ wallet: Int) -> OutputNumber? { known(purses[wallet].oldest) }

  /// The coin that came into the same wallet next, confirmed as this one or waiting as this one.
  func newer(_ coin: OutputNumber) -> OutputNumber? {
    row(of: coin).flatMap { known(rows[Int($0)].next) }
  }

  /// The oldest confirmed coins of a wallet, at most `limit` of them.
  func oldest(_ wallet: Int, limit: Int) -> [OutputNumber] {
    list(from: purses[wallet].oldest, limit: limit)
  }

  /// The coins of a wallet that wait, the oldest first.
  func waiting(_ wallet: Int) -> [OutputNumber] {
    list(from: purses[wallet].firstWaiting, limit: .max)
  }

  /// The confirmed coin of a wallet before which `rank` smaller ones stand; of equal ones the older
  /// comes first.
  ///
  /// - Precondition: the wallet has more than `rank` confirmed coins.
  func coin(_ wallet: Int, byValue rank: Int) -> OutputNumber {
    coin(byValue.row(purses[wallet].byValue, at: UInt32(rank)))
  }

  /// How many confirmed coins of a wallet are smaller than an amount.
  func count(_ wallet: Int, below value: Int64) -> Int {
    Int(byValue.count(purses[wallet].byValue, below: UInt64(max(value, 0))))
  }

  /// The confirmed coin of a wallet before which `rank` ones on older keys stand.
  ///
  /// - Precondition: the wallet has been asked for `countByKey`, and has more than `rank` coins.
  func coin(_ wallet: Int, byKey rank: Int) -> OutputNumber {
    coin(byKey.row(purses[wallet].byKey, at: UInt32(rank)))
  }

  /// How many confirmed coins of a wallet lie on keys with smaller numbers than `limit`. The first
  /// time it is asked it brings the wallet's coins into that order, O(n log n).
  mutating func countByKey(_ wallet: Int, below limit: Int) -> Int {
    if !purses[wallet].hasKeyOrder {
      purses[wallet].hasKeyOrder = true
      var row = purses[wallet].oldest
      while row != CoinTree.none {
        insertByKey(row)
        row = rows[Int(row)].next
      }
    }
    return Int(byKey.count(purses[wallet].byKey, below: UInt64(max(limit, 0))))
  }

  // MARK: - Rows

  private func row(of coin: OutputNumber) -> UInt32? {
    guard coin.position < rowOfOutput.count else { return nil }
    let row = rowOfOutput[coin.position]
    return row == CoinTree.none ? nil : row
  }

  private func list(from first: UInt32, limit: Int) -> [OutputNumber] {
    var coins: [OutputNumber] = []
    var row = first
    while row != CoinTree.none, coins.count < limit {
      coins.append(coin(row))
      row = rows[Int(row)].next
    }
    return coins
  }

  private func known(_ row: UInt32) -> OutputNumber? {
    row == CoinTree.none ? nil : coin(row)
  }

  private func coin(_ row: UInt32) -> OutputNumber { OutputNumber(Int(rows[Int(row)].coin)) }

  private mutating func insertByKey(_ row: UInt32) {
    let wallet = Int(rows[Int(row)].wallet)
    byKey.extend(to: rows.count)
    byKey.insert(
      row, order: UInt64(rows[Int(row)].key), coin: rows[Int(row)].coin,
      into: &purses[wallet].byKey)
  }

  /// Puts a row at the end of the list that it belongs to.
  private mutating func append(_ row: UInt32) {
    let wallet = Int(rows[Int(row)].wallet)
    let isConfirmed = rows[Int(row)].isConfirmed
    let last = isConfirmed ? purses[wallet].newest : purses[wallet].lastWaiting
    rows[Int(row)].previous = last
    rows[Int(row)].next = CoinTree.none
    if last != CoinTree.none { rows[Int(last)].next = row }
    if isConfirmed {
      purses[wallet].newest = row
      if last == CoinTree.none { purses[wallet].oldest = row }
    } else {
      purses[wallet].lastWaiting = row
      if last == CoinTree.none { purses[wallet].firstWaiting = row }
    }
  }

  /// Takes a row out of its list.
  private mutating func unlink(_ row: UInt32) {
    let wallet = Int(rows[Int(row)].wallet)
    let (next, previous) = (rows[Int(row)].next, rows[Int(row)].previous)
    if previous != CoinTree.none { rows[Int(previous)].next = next }
    if next != CoinTree.none { rows[Int(next)].previous = previous }
    if rows[Int(row)].isConfirmed {
      if previous == CoinTree.none { purses[wallet].oldest = next }
      if next == CoinTree.none { purses[wallet].newest = previous }
    } else {
      if previous == CoinTree.none { purses[wallet].firstWaiting = next }
      if next == CoinTree.none { purses[wallet].lastWaiting = previous }
    }
  }
}
