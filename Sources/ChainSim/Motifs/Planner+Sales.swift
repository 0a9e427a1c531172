import Bitcoin

extension Planner {
  /// The thief peels a sale off a coin and lets the rest wait for the next one.
  mutating func sell(thief: Int, sale: Int, coin: OutputNumber) {
    let state = thieves[thief].sales[sale]
    guard now < state.until, now < desks[state.desk].haltDeposits,
      plan.outputSpender[coin.position] == .max,
      let cohort = desks[state.desk].cohort
    else { return }
    let range = thieves[thief].thief.sales
    let fee = drawFee(thieves[thief].thief.fees, by: thieves[thief].name)
    let available = value(coin) - fee
    var price = thieves[thief].generator.within(range)
    if price > Satoshi.coin.rawValue { price -= price % Satoshi.coin.rawValue }
    if available - price < range.lowerBound.rawValue { price = available }
    guard price > Planner.smallestChange else { return }
    var coins = [coin]
    mixInOwnCoin(&coins, thief: thief, perMille: 80)
    let count = cohorts[cohort].wallets.count
    let straw = count - 1 - thieves[thief].generator.below(cohorts[cohort].strawmen)
    let key = depositKey(cohort: cohort, member: straw)
    var draft = Draft(
      .sale, inputs: coins, outputs: [.init(key: key, value: price, role: .deposit)])
    let hoard = thieves[thief].hoard
    addChange(to: &draft, fee: fee, role: .peel) { $0.makeKey(hoard, form: .hashedUncompressed) }
    let index = draft.outputs.firstIndex { $0.key == key } ?? 0
    let rest = draft.outputs.indices.first { $0 != index }
    let lost = dealStolen(&draft, order: [index] + (rest.map { [$0] } ?? []))
    thieves[thief].paidToMiners += lost
    thieves[thief].sales[sale].sold += draft.outputs[index].stolen
    // What is paid to an exchange is in a thief's hands no more.
    draft.outputs[index].stolen = 0
    let first = commit(draft)
    if desks[state.desk].keepsBooks {
      plan.books.deposits.append(
        .init(output: OutputNumber(first.position + index), account: straw))
    }
    if let rest, draft.outputs[rest].value >= range.lowerBound.rawValue / 2 {
      let delay = UInt32(thieves[thief].generator.within(6...110)) * 3_600
      let left = OutputNumber(first.position + rest)
      schedule(.sale(thief: thief, sale: sale, coin: left), at: now + delay)
    }
  }
}
