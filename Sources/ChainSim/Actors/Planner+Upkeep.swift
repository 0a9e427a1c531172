import Bitcoin

extension Planner {
  /// A desk's daily work: merges deposits that have piled up, breaks up a coin that is too large to
  /// pay with, merges small coins; then gives itself the order for the next day.
  mutating func upkeep(desk: Int) {
    guard now < min(desks[desk].haltTransactions, desks[desk].haltDeposits) else { return }
    let jitter = UInt32(desks[desk].generator.below(14_400))
    schedule(.upkeep(desk: desk), at: now + 79_200 + jitter)
    // In the last week, what would wait for a full block might be mined after the halt.
    let isLastWeek = desks[desk].haltTransactions <= now + 7 * 86_400
    if isLastWeek, mempool.lowestRate > 0 { return }
    let pile = desks[desk].generator.within(10...40)
    let isLow =
      walletBalance[desks[desk].main.position] < walletBalance[desks[desk].deposits.position]
    if walletCoins.count(desks[desk].deposits.position) >= pile || isLow {
      merge(desks[desk].deposits, desk: desk, limit: 70)
      // A busy desk merges as often as it must, so that the pile does not grow from day to day.
      var left = walletCoins.count(desks[desk].deposits.position) / 140
      while left > 0 {
        merge(desks[desk].deposits, desk: desk, limit: 140)
        left -= 1
      }
    }
    if walletCoins.count(desks[desk].main.position) > 160 {
      merge(desks[desk].main, desk: desk, limit: 40)
    }
    splitLargest(desk: desk)
  }

  private mutating func merge(_ wallet: WalletNumber, desk: Int, limit: Int) {
    var coins = walletCoins.oldest(wallet.position, limit: limit)
    let own = desks[desk].main
    if wallet != own, walletCoins.count(own.position) > 0 {
      let small = walletCoins.coin(own.position, byValue: 0)
      // A wallet's choice of coins knows no difference between deposits and change.
      coins.insert(small, at: desks[desk].generator.below(coins.count + 1))
    }
    let fee = desks[desk].exchange.fees.upperBound.rawValue
    let sum = value(of: coins)
    guard coins.count > 1, sum > fee + Planner.smallestChange else { return }
    let key = ownKey(ofDesk: desk)
    commit(
      Draft(
        .consolidation, inputs: coins,
        outputs: [.init(key: key, value: sum - fee, role: .consolidation)]))
  }

  private mutating func splitLargest(desk: Int) {
    let main = desks[desk].main.position
    let count = walletCoins.count(main)
    guard (1..<60).contains(count) else { return }
    let largest = walletCoins.coin(main, byValue: count - 1)
    guard value(largest) > walletBalance[main] / 6, value(largest) > 1_000_000_000 else { return }
    let fee = drawFee(desks[desk].exchange.fees, by: desks[desk].name)
    let parts = desks[desk].generator.within(5...9)
    let weights = (0..<parts).map { _ in Int64(desks[desk].generator.within(600...1_400)) }
    var draft = Draft(.split, inputs: [largest])
    for share in Shares.split(value(largest) - fee, by: weights) {
      let key = ownKey(ofDesk: desk)
      draft.outputs.append(.init(key: key, value: share, role: .consolidation))
    }
    commit(draft)
  }
}
