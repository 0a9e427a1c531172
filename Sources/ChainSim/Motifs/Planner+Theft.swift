import Bitcoin

extension Planner {
  /// The thief takes coins with the keys he copied: a payment to a new address of his, what is over
  /// back to the robbed wallet.
  mutating func sweep(event: Int) throws(ScenarioError) {
    guard case .sweep(let sweep) = scenario.events[event].action,
      let thief = thief(named: sweep.by),
      let desk = desk(named: sweep.of.actor), let remaining = sweeps[event], remaining > 0
    else { return }
    let lowest = sweep.each.lowerBound.rawValue
    let drawn = thieves[thief].generator.within(sweep.each)
    var amount = Planner.part(of: remaining, drawn, within: sweep.each)
    let limit = thieves[thief].copiedKeys
    let sources = wallets(of: sweep.of)
    guard let coins = choose(from: sources, atLeast: amount, .anywhere, keysBelow: limit) else {
      guard now < scenario.events[event].to else {
        throw .unplayable(
          actor: sweep.by, time: now,
          reason: "\(sweep.of) has \(Satoshi(hotBalance(desk))) BTC and too few of them on copied "
            + "keys; \(Satoshi(remaining)) BTC are left to take")
      }
      if now >= lastSweep(of: event) { callIn(amount, desk: desk) }
      schedule(.sweep(event: event), at: now + 28_800)
      return
    }
    let sum = value(of: coins)
    if sum <= sweep.each.upperBound.rawValue, remaining - sum >= lowest { amount = sum }
    let fee = min(drawFee(thieves[thief].thief.fees, by: thieves[thief].name), amount / 100)
    take(amount, fee: fee, coins: coins, thief: thief, desk: desk)
    sweeps[event] = remaining - amount
    if remaining > amount, now >= lastSweep(of: event) {
      schedule(.sweep(event: event), at: now + 14_400)
    }
  }

  /// The next part of what is left of a total (sat): as drawn, so that what remains is nothing or no
  /// less than a part; no part is larger than the range says, and only where a rest cannot be split
  /// into such parts is one smaller.
  static func part(
    of rest: Int64, _ drawn: Int64, within range: ClosedRange<Satoshi>
  ) -> Int64 {
    let lowest = range.lowerBound.rawValue
    guard rest - min(rest, drawn) < lowest else { return drawn }
    if rest <= range.upperBound.rawValue { return rest }
    return max(rest - lowest, rest / 2)
  }

  private mutating func take(
    _ amount: Int64, fee: Int64, coins: [OutputNumber], thief: Int, desk: Int
  ) {
    let key = makeKey(thieves[thief].drops, form: .hashedUncompressed)
    let gain = amount - fee
    var draft = Draft(
      .sweep, inputs: coins,
      outputs: [.init(key: key, value: gain, role: .theft, stolen: gain)])
    draft.author = thieves[thief].drops
    let change = value(of: coins) - amount
    if change > 0 {
      // The change goes back to the wallet to the satoshi, so that what is taken is exact.
      let output = DraftOutput(key: ownKey(ofDesk: desk), value: change, role: .change)
      draft.outputs.insert(output, at: draw(thieves[thief].name, below: 2))
    }
    plan.thefts.append(.init(transaction: plan.transactionCount, taken: amount))
    commit(draft)
    thieves[thief].paidToMiners += fee
    noteLoot(amount, thief: thief)
  }

  /// Adds up what a thief took, and has him gather it when there is enough.
  mutating func noteLoot(_ amount: Int64, thief: Int) {
    thieves[thief].taken += amount
    let gathered = walletBalance[thieves[thief].drops.position]
    if gathered >= thieves[thief].nextCollector, !thieves[thief].isCollecting {
      thieves[thief].isCollecting = true
      let delay = UInt32(thieves[thief].generator.within(1...60)) * 3_600
      schedule(.collect(thief: thief), at: now + delay)
    }
  }

  /// When what is left of a sweep is taken without waiting.
  func lastSweep(of event: Int) -> UInt32 {
    let event = scenario.events[event]
    return event.to - (event.to - event.from) / 20
  }

  /// The thief merges what he took into one address of a few thousand coins and decides its fate.
  mutating func collect(thief: Int) {
    thieves[thief].isCollecting = false
    thieves[thief].nextCollector = thieves[thief].generator.within(thieves[thief].thief.collectors)
    var coins = walletCoins.oldest(thieves[thief].drops.position, limit: 60)
    guard value(of: coins) > Satoshi.coin.rawValue / 100 else { return }
    let fee = min(
      drawFee(thieves[thief].thief.fees, by: thieves[thief].name), value(of: coins) / 100)
    let key = makeKey(thieves[thief].hoard, form: .hashedUncompressed)
    let collected = value(of: coins) - fee
    var draft = Draft(
      .collect, inputs: [], outputs: [.init(key: key, value: collected, role: .collected)])
    mixInOwnCoin(&coins, thief: thief, perMille: 120)
    draft.inputs = coins
    let clean = thieves[thief].clean
    addChange(to: &draft, fee: fee) { $0.makeKey(clean, form: .hashedUncompressed) }
    let index = draft.outputs.firstIndex { $0.key == key } ?? 0
    thieves[thief].paidToMiners += dealStolen(
      &draft, order: [index] + draft.outputs.indices.filter { $0 != index })
    let first = commit(draft)
    decide(coin: OutputNumber(first.position + index), thief: thief)
  }

  /// Adds a coin of the thief's own, sometimes, at a random place.
  mutating func mixInOwnCoin(_ coins: inout [OutputNumber], thief: Int, perMille: Int) {
    guard let coin = walletCoins.oldest(thieves[thief].clean.position),
      thieves[thief].generator.chance(perMille: perMille)
    else { return }
    coins.insert(coin, at: thieves[thief].generator.below(coins.count + 1))
  }

  /// Starts to launder a coin where a way lacks more than `most` of its share.
  private mutating func startLaundering(
    _ coin: OutputNumber, of thief: Int, total: Int64, moreThan most: Int64
  ) -> Bool {
    var most = most
    var best: Int?
    for (index, way) in thieves[thief].ways.enumerated() where now + 20 * 86_400 < way.until {
      let lacking = total / 100 * Int64(way.percent) - way.assigned
      if lacking > most { (best, most) = (index, lacking) }
    }
    guard let best else { return false }
    thieves[thief].ways[best].assigned += value(coin)
    let rest = UInt32(thieves[thief].generator.within(2...20)) * 86_400
    let begin = max(now, thieves[thief].ways[best].from)
    let steps = drawSteps(thief: thief, way: best)
    schedule(.launder(thief: thief, way: best, coin: coin, step: steps), at: begin + rest)
    return true
  }

  /// Decides whether a collected coin is sold, and where; the shares are kept near to the scenario's.
  private mutating func decide(coin: OutputNumber, thief: Int) {
    let worth = value(coin)
    let state = thieves[thief]
    let laundered = state.ways.reduce(0) { $0 + $1.assigned }
    let total = state.kept + laundered + state.sales.reduce(worth) { $0 + $1.assigned }
    var best: Int?
    let ways = state.ways.reduce(0) { $0 + $1.percent }
    let sold = state.sales.reduce(ways) { $0 + $1.percent }
    var most = total / 100 * Int64(100 - sold) - state.kept
    for (index, sale) in state.sales.enumerated() where now + 20 * 86_400 < sale.until {
      let lacking = total / 100 * Int64(sale.percent) - sale.assigned
      if lacking > most { (best, most) = (index, lacking) }
    }
    if startLaundering(coin, of: thief, total: total, moreThan: most) { return }
    guard let best else {
      thieves[thief].kept += worth
      return
    }
    thieves[thief].sales[best].assigned += worth
    let rest = UInt32(thieves[thief].generator.within(2...30)) * 86_400
    let begin = max(now, thieves[thief].sales[best].from)
    schedule(.sale(thief: thief, sale: best, coin: coin), at: begin + rest)
  }
}
