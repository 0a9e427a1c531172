import Bitcoin

extension Planner {
  /// How long after its time a burn waits for coins before the story is given up (seconds).
  static let burnPatience: UInt32 = 3 * 86_400

  /// Gives the orders of a burn: the largest output at a random place among the others.
  mutating func orderBurns(_ burn: Burn, event: Int) {
    sweeps[event] = burn.total.rawValue
    var generator = SeededGenerator(seed: seed, key: "\(burn.of.actor)/burns/\(event)")
    // Between a half and one, so that none comes near to twice the mean.
    let weights = (1..<burn.transactions).map { _ in Int64(generator.within(500...1_000)) }
    var amounts = Shares.split((burn.total - burn.largest).rawValue, by: weights)
    amounts.insert(burn.largest.rawValue, at: generator.below(amounts.count + 1))
    let from = scenario.events[event].from
    for amount in amounts {
      let time = generator.time(from: from, to: scenario.events[event].to)
      schedule(.burn(event: event, amount: amount), at: time)
    }
  }

  /// The exchange's software pays a withdrawal to a script that nobody can spend, without a fee. The
  /// customer is credited again, so the books say nothing of it.
  mutating func burn(event: Int, amount: Int64) throws(ScenarioError) {
    guard case .burn(let burn) = scenario.events[event].action,
      let desk = desk(named: burn.of.actor)
    else { return }
    let sources = wallets(of: burn.of)
    guard let coins = choose(from: sources, atLeast: amount, confirmedOnly: false) else {
      guard now < scenario.events[event].to + Planner.burnPatience else {
        throw .unplayable(
          actor: burn.of.actor, time: now,
          reason: "\(burn.of) has \(Satoshi(hotBalance(desk))) BTC and cannot burn "
            + "\(Satoshi(amount)) BTC")
      }
      callIn(amount, desk: desk)
      schedule(.burn(event: event, amount: amount), at: now + 14_400)
      return
    }
    var draft = Draft(
      .burn, inputs: coins,
      outputs: [.init(key: nobodysKey(), value: amount, role: .burnt)])
    let change = value(of: coins) - amount
    if change > 0 {
      draft.outputs.insert(
        .init(key: ownKey(ofDesk: desk), value: change, role: .change),
        at: draw(desks[desk].name, below: 2))
    }
    commit(draft)
    sweeps[event] = (sweeps[event] ?? 0) - amount
  }

  /// The script that nobody can spend, as the only address of nobody's wallet.
  private mutating func nobodysKey() -> KeyNumber {
    if let known = burntKey { return known }
    let wallet = makeWallet(owner: PlannedWallet.nobody, name: "burnt")
    let key = makeKey(wallet, form: .burnt)
    burntKey = key
    return key
  }
}
