import Bitcoin

extension Planner {
  /// How a wallet chooses coins.
  enum Choice: Sendable {
    /// A coin that fits exactly, else the smallest that suffices, else the largest ones together.
    case fitting
    /// The largest coins, of equal ones the newer first.
    case largest
    /// The oldest coins.
    case oldest
    /// Coins from anywhere, as somebody takes them who does not look: one key's after another's.
    case anywhere
  }

  /// The coins that a wallet spends to have at least `amount`; nil where it cannot.
  ///
  /// The coins stay in the wallet until a transaction spends them. O(log n) for each coin that is
  /// taken of a wallet's n; coins that `keysBelow` leaves out are stepped over one by one, but for
  /// `anywhere`, and those that wait are looked at one by one where `confirmedOnly` is false.
  ///
  /// - Parameters:
  ///   - choice: which coins are preferred; nil: as the first wallet's program does, or what fits.
  ///   - limit: how many coins may be taken at most.
  ///   - confirmedOnly: whether coins without a block before this one are left alone.
  ///   - keysBelow: only coins on keys with smaller numbers, which are the older ones, are taken.
  mutating func choose(
    from wallets: [WalletNumber], atLeast amount: Int64, _ choice: Choice? = nil,
    limit: Int = 400, confirmedOnly: Bool = true, keysBelow: Int = .max
  ) -> [OutputNumber]? {
    guard wallets.reduce(0, { $0 + walletBalance[$1.position] }) >= amount else { return nil }
    // Waiting coins are few, and no order stands over them.
    var others = confirmedOnly ? [] : wallets.flatMap { walletCoins.waiting($0.position) }
    others = others.filter { isOn($0, keysBelow: keysBelow) }
    var picker = Picker(needed: amount, limit: limit)
    let usual = wallets.first.map { model(of: $0).takesOldest ? Choice.oldest : .fitting }
    switch choice ?? usual ?? .fitting {
    case .oldest:
      pickOldest(wallets, &picker, keysBelow: keysBelow)
      for coin in others { picker.take(coin, value(coin)) }
    case .anywhere:
      pickAnywhere(wallets, others, &picker, keysBelow: keysBelow)
    case .fitting:
      if let coin = fittingCoin(wallets, others, atLeast: amount, keysBelow: keysBelow) {
        return [coin]
      }
      pickLargest(wallets, others, &picker, keysBelow: keysBelow)
    case .largest:
      pickLargest(wallets, others, &picker, keysBelow: keysBelow)
    }
    return picker.sum >= amount && !picker.coins.isEmpty ? picker.coins : nil
  }

  /// What has been chosen so far.
  private struct Picker {
    /// The amount that is needed (sat).
    let needed: Int64
    /// How many coins are taken at most.
    let limit: Int
    var coins: [OutputNumber] = []
    var sum: Int64 = 0

    /// Whether nothing more is taken.
    var isDone: Bool { sum >= needed || coins.count == limit }

    /// Takes a coin, unless nothing more is taken.
    mutating func take(_ coin: OutputNumber, _ value: Int64) {
      if isDone { return }
      coins.append(coin)
      sum += value
    }
  }

  private func isOn(_ coin: OutputNumber, keysBelow: Int) -> Bool {
    plan.outputKey[coin.position].position < keysBelow
  }

  private func pickOldest(_ wallets: [WalletNumber], _ picker: inout Picker, keysBelow: Int) {
    for wallet in wallets {
      var coin = walletCoins.oldest(wallet.position)
      while let next = coin, !picker.isDone {
        if isOn(next, keysBelow: keysBelow) { picker.take(next, value(next)) }
        coin = walletCoins.newer(next)
      }
    }
  }

  private mutating func pickAnywhere(
    _ wallets: [WalletNumber], _ others: [OutputNumber], _ picker: inout Picker, keysBelow: Int
  ) {
    let counts = wallets.map { walletCoins.countByKey($0.position, below: keysBelow) }
    let total = counts.reduce(others.count, +)
    guard total > 0, let first = wallets.first else { return }
    let start = draw(first, below: total)
    for offset in 0..<total where !picker.isDone {
      var rank = (start + offset) % total
      var place = 0
      while place < counts.count, rank >= counts[place] {
        rank -= counts[place]
        place += 1
      }
      let coin =
        place < counts.count
        ? walletCoins.coin(wallets[place].position, byKey: rank) : others[rank]
      picker.take(coin, value(coin))
    }
  }

  /// By value falling, of equal ones the newer first, as the wallets' order read backwards has them.
  private func pickLargest(
    _ wallets: [WalletNumber], _ others: [OutputNumber], _ picker: inout Picker, keysBelow: Int
  ) {
    var left = wallets.map { walletCoins.count($0.position) }
    var rest = others.sorted { isSmaller($0, $1) }
    while !picker.isDone {
      var best = rest.last
      var place: Int?
      for (index, wallet) in wallets.enumerated() where left[index] > 0 {
        let coin = walletCoins.coin(wallet.position, byValue: left[index] - 1)
        if let known = best, !isSmaller(known, coin) { continue }
        best = coin
        place = index
      }
      guard let coin = best else { return }
      if let place { left[place] -= 1 } else { rest.removeLast() }
      if isOn(coin, keysBelow: keysBelow) { picker.take(coin, value(coin)) }
    }
  }

  private func isSmaller(_ one: OutputNumber, _ other: OutputNumber) -> Bool {
    (value(one), one.rawValue) < (value(other), other.rawValue)
  }

  /// The smallest coin that suffices, of equal ones the oldest.
  private func fittingCoin(
    _ wallets: [WalletNumber], _ others: [OutputNumber], atLeast amount: Int64, keysBelow: Int
  ) -> OutputNumber? {
    var best: OutputNumber?
    func consider(_ coin: OutputNumber) {
      if let known = best, !isSmaller(coin, known) { return }
      best = coin
    }
    for coin in others where value(coin) >= amount { consider(coin) }
    for wallet in wallets.map(\.position) {
      var rank = walletCoins.count(wallet, below: amount)
      let count = walletCoins.count(wallet)
      while rank < count {
        let coin = walletCoins.coin(wallet, byValue: rank)
        rank += 1
        if isOn(coin, keysBelow: keysBelow) {
          consider(coin)
          break
        }
      }
    }
    return best
  }
}
