import Bitcoin

extension Planner {
  /// A new wallet without coins; `part` tells apart the parts of a wallet that an owner keeps
  /// separate and the truth does not.
  mutating func makeWallet(
    owner: String, member: Int? = nil, name: String, part: String = "",
    style: AddressStyle? = nil
  ) -> WalletNumber {
    plan.wallets.append(
      PlannedWallet(
        owner: owner, member: member, name: name, part: part, form: style.map { KeyForm($0) }))
    walletCoins.append([])
    walletBalance.append(0)
    if walletGenerators[owner] == nil {
      walletGenerators[owner] = SeededGenerator(seed: seed, key: "\(owner)/wallets")
    }
    return WalletNumber(plan.wallets.count - 1)
  }

  /// A number from 0 up to but not including `bound`, drawn by the wallets of an owner.
  mutating func draw(_ owner: String, below bound: Int) -> Int {
    walletGenerators[owner]?.below(bound) ?? 0
  }

  /// A new key of a wallet, in the wallet's own form, or in the one given where it has none.
  mutating func makeKey(_ wallet: WalletNumber, form: KeyForm) -> KeyNumber {
    plan.keyPlace.append(plan.wallets[wallet.position].keyCount)
    plan.wallets[wallet.position].keyCount += 1
    plan.keyWallet.append(wallet)
    plan.keyForm.append(plan.wallets[wallet.position].form ?? form)
    return KeyNumber(plan.keyWallet.count - 1)
  }

  /// A new key of a personal wallet. Where the scenario does not say its form: compressed since
  /// Bitcoin 0.6.0, which wallets took up over the months after 30 March 2012.
  mutating func makePersonalKey(_ wallet: WalletNumber) -> KeyNumber {
    let release: UInt32 = 1_333_065_600
    let months = now > release ? Int((now - release) / 2_592_000) : 0
    // The share of wallets with the new release grows by a tenth a month; a wallet keeps its turn.
    let isNew = (plan.wallets[wallet.position].member ?? 0) * 7 % 10 < months
    return makeKey(wallet, form: isNew ? .hashedCompressed : .hashedUncompressed)
  }

  /// Whether a coin is in an earlier block, so that wallets take it as confirmed.
  func isConfirmed(_ coin: OutputNumber) -> Bool {
    plan.transactionHeight[Int(plan.outputTransaction[coin.position])] < UInt32(height)
  }

  /// A coin's amount (sat).
  func value(_ coin: OutputNumber) -> Int64 { plan.outputValue[coin.position] }

  /// The sum of some coins (sat).
  func value(of coins: [OutputNumber]) -> Int64 {
    coins.reduce(0) { $0 + plan.outputValue[$1.position] }
  }
}

// MARK: - Choosing coins

extension Planner {
  /// How a wallet chooses coins.
  enum Choice: Sendable {
    /// A coin that fits exactly, else the smallest that suffices, else the largest ones together.
    case fitting
    /// The largest coins.
    case largest
    /// The oldest coins.
    case oldest
    /// Coins from anywhere, as somebody takes them who does not look.
    case anywhere
  }

  /// The coins that a wallet spends to have at least `amount`; nil where it cannot.
  ///
  /// The coins stay in the wallet until a transaction spends them.
  ///
  /// - Parameters:
  ///   - choice: which coins are preferred.
  ///   - limit: how many coins may be taken at most.
  ///   - confirmedOnly: whether coins of the block that is being filled are left alone.
  ///   - keysBelow: only coins on keys with smaller numbers, which are the older ones, are taken.
  mutating func choose(
    from wallets: [WalletNumber], atLeast amount: Int64, _ choice: Choice = .fitting,
    limit: Int = 400, confirmedOnly: Bool = true, keysBelow: Int = .max
  ) -> [OutputNumber]? {
    guard wallets.reduce(0, { $0 + walletBalance[$1.position] }) >= amount else { return nil }
    var candidates: [OutputNumber] = []
    for wallet in wallets {
      for coin in walletCoins[wallet.position]
      where (!confirmedOnly || isConfirmed(coin))
        && plan.outputKey[coin.position].position < keysBelow
      {
        candidates.append(coin)
      }
    }
    switch choice {
    case .oldest:
      break
    case .anywhere:
      guard !candidates.isEmpty, let wallet = wallets.first else { return nil }
      let start = draw(plan.wallets[wallet.position].owner, below: candidates.count)
      candidates = Array(candidates[start...] + candidates[..<start])
    case .largest, .fitting:
      if choice == .fitting, let single = fittingCoin(candidates, atLeast: amount) {
        return [single]
      }
      // By value falling, the older first, so that the order does not hang on the sort.
      candidates.sort {
        value($0) != value($1) ? value($0) > value($1) : $0.rawValue < $1.rawValue
      }
    }
    var sum: Int64 = 0
    var chosen: [OutputNumber] = []
    for coin in candidates {
      if sum >= amount || chosen.count == limit { break }
      chosen.append(coin)
      sum += value(coin)
    }
    return sum >= amount && !chosen.isEmpty ? chosen : nil
  }

  private func fittingCoin(_ coins: [OutputNumber], atLeast amount: Int64) -> OutputNumber? {
    var best: OutputNumber?
    for coin in coins where value(coin) >= amount {
      if let known = best, value(known) <= value(coin) { continue }
      best = coin
    }
    return best
  }
}
