import Bitcoin

extension Planner {
  /// How long after its time a heist waits for coins before the story is given up (seconds).
  static let heistPatience: UInt32 = 3 * 86_400

  /// The thief takes everything at one blow: one transaction to a new address of his, where the coins
  /// stay; what is over goes back to the robbed wallet, to the satoshi.
  mutating func heist(event: Int) throws(ScenarioError) {
    guard case .heist(let heist) = scenario.events[event].action,
      let thief = thief(named: heist.by), let desk = desk(named: heist.of.actor)
    else { return }
    let amount = heist.amount.rawValue
    let sources = wallets(of: heist.of)
    guard let coins = choose(from: sources, atLeast: amount, .largest, limit: 500) else {
      guard now < scenario.events[event].from + Planner.heistPatience else {
        throw .unplayable(
          actor: heist.by, time: now,
          reason: "\(heist.of) has \(Satoshi(hotBalance(desk))) BTC, and \(heist.amount) BTC are "
            + "to be taken at one blow")
      }
      callIn(amount, desk: desk)
      schedule(.heist(event: event), at: now + 14_400)
      return
    }
    let loot = makeWallet(
      owner: heist.by, name: "loot", part: String(event), style: thieves[thief].thief.drops)
    let gain = amount - heist.fee.rawValue
    var draft = Draft(
      .heist, inputs: coins,
      outputs: [
        .init(
          key: makeKey(loot, form: .hashedUncompressed), value: gain, role: .theft, stolen: gain)
      ])
    draft.author = loot
    let change = value(of: coins) - amount
    if change > 0 {
      draft.outputs.append(.init(key: ownKey(ofDesk: desk), value: change, role: .change))
    }
    plan.thefts.append(
      .init(transaction: plan.transactionCount, taken: amount, kind: .heist))
    commit(draft)
    thieves[thief].taken += amount
    thieves[thief].paidToMiners += heist.fee.rawValue
    sweeps[event] = 0
  }
}
