import Bitcoin

extension Planner {
  /// The thief passes coins on to himself: the first time out of what he gathered, then the same coin
  /// again and again, to a new address each time and without a fee.
  mutating func shuffle(event: Int, part: Int) throws(ScenarioError) {
    guard case .shuffle(let shuffle) = scenario.events[event].action,
      let thief = thief(named: shuffle.by)
    else { return }
    let amount = shuffle.amount.rawValue
    let hoard = thieves[thief].hoard
    var coins: [OutputNumber] = []
    if part > 0, let last = shuffles[event] {
      coins = [last]
    } else {
      let found = choose(
        from: [hoard, thieves[thief].drops], atLeast: amount, .largest, confirmedOnly: false)
      guard let found else {
        let held =
          walletBalance[hoard.position] + walletBalance[thieves[thief].drops.position]
        throw .unplayable(
          actor: shuffle.by, time: now,
          reason: "has kept \(Satoshi(held)) BTC and cannot pass on \(shuffle.amount) BTC")
      }
      coins = found
    }
    let key = makeKey(hoard, form: .hashedUncompressed)
    var draft = Draft(
      .shuffle, inputs: coins, outputs: [.init(key: key, value: amount, role: .storage)])
    let change = value(of: coins) - amount
    if change > 0 {
      let back = makeKey(hoard, form: .hashedUncompressed)
      draft.outputs.append(.init(key: back, value: change, role: .change))
    }
    // Without a fee nothing of what is stolen is left over.
    _ = dealStolen(&draft, order: Array(draft.outputs.indices))
    shuffles[event] = commit(draft)
  }
}
