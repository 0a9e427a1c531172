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
    walletCoins.addWallet()
    walletBalance.append(0)
    if let number = ownerNumbers[owner] {
      walletOwner.append(number)
    } else {
      ownerNumbers[owner] = UInt32(walletGenerators.count)
      walletOwner.append(UInt32(walletGenerators.count))
      walletGenerators.append(SeededGenerator(seed: seed, key: "\(owner)/wallets"))
    }
    let wallet = WalletNumber(plan.wallets.count - 1)
    assignModel(wallet)
    return wallet
  }

  /// A number from 0 up to but not including `bound`, drawn by the wallets of an owner.
  mutating func draw(_ owner: String, below bound: Int) -> Int {
    guard let number = ownerNumbers[owner] else { return 0 }
    return walletGenerators[Int(number)].below(bound)
  }

  /// A number from 0 up to but not including `bound`, drawn by the wallets of a wallet's owner.
  mutating func draw(_ wallet: WalletNumber, below bound: Int) -> Int {
    walletGenerators[Int(walletOwner[wallet.position])].below(bound)
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
    let made = plan.transactionHeight[Int(plan.outputTransaction[coin.position])]
    return made != .max && made < UInt32(height)
  }

  /// A coin's amount (sat).
  func value(_ coin: OutputNumber) -> Int64 { plan.outputValue[coin.position] }

  /// The sum of some coins (sat).
  func value(of coins: [OutputNumber]) -> Int64 {
    coins.reduce(0) { $0 + plan.outputValue[$1.position] }
  }
}
