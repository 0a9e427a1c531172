import Bitcoin

extension Planner {
  /// How long before he strikes a thief gets the coins of his stake (seconds).
  private static let preparation: UInt32 = 14 * 86_400

  /// Decides how a made-up balance will be withdrawn, and when the thief begins.
  mutating func orderOverdraw(_ overdraw: Overdraw, event: Int) {
    var generator = SeededGenerator(seed: seed, key: "\(overdraw.by)/overdraw/\(event)")
    let weights = (0..<overdraw.addresses).map { _ in Int64(generator.within(800...1_200)) }
    overdrafts[event] = OverdrawState(parts: Shares.split(overdraw.total.rawValue, by: weights))
    let time = scenario.events[event].from
    schedule(.fundStake(event: event), at: time - min(time, Planner.preparation))
    schedule(.depositStake(event: event), at: time - min(time, 3 * 86_400))
    schedule(.overdraw(event: event), at: time)
  }

  /// The thief buys coins for his stake.
  mutating func fundStake(event: Int) {
    guard case .overdraw(let overdraw) = scenario.events[event].action,
      let thief = thief(named: overdraw.by)
    else { return }
    requestPayout(to: thieves[thief].clean, amount: overdraw.stake.rawValue + 10_000_000)
    orderPayouts(requests: 1, from: now, to: now + 8 * 86_400)
  }

  /// The thief deposits his stake on the first of his accounts.
  mutating func depositStake(event: Int) throws(ScenarioError) {
    guard case .overdraw(let overdraw) = scenario.events[event].action,
      let thief = thief(named: overdraw.by), let desk = desk(named: overdraw.of.actor),
      let cohort = desks[desk].cohort
    else { return }
    let stake = overdraw.stake.rawValue
    let fee = drawFee(thieves[thief].thief.fees, by: thieves[thief].name)
    let clean = thieves[thief].clean
    guard let coins = choose(from: [clean], atLeast: stake + fee) else {
      guard now < scenario.events[event].from else {
        throw .unplayable(
          actor: overdraw.by, time: now,
          reason: "has no \(overdraw.stake) BTC to deposit before he strikes: the pools had none")
      }
      if walletBalance[clean.position] < stake + fee {
        requestPayout(to: clean, amount: stake + 10_000_000)
        schedule(.payouts, at: now + 1)
      }
      schedule(.depositStake(event: event), at: now + 7_200)
      return
    }
    let account = cohorts[cohort].actives
    let key = depositKey(cohort: cohort, member: account)
    var draft = Draft(
      .deposit, inputs: coins, outputs: [.init(key: key, value: stake, role: .deposit)])
    addChange(to: &draft, fee: fee) { $0.makeKey(clean, form: .hashedUncompressed) }
    let first = commit(draft)
    let index = draft.outputs.firstIndex { $0.key == key } ?? 0
    if desks[desk].keepsBooks {
      plan.books.deposits.append(
        .init(output: OutputNumber(first.position + index), account: account))
    }
    overdrafts[event]?.isStaked = true
  }

  /// The thief makes up a balance by transfers that all see the same stake, and withdraws it.
  mutating func overdraw(event: Int) throws(ScenarioError) {
    guard case .overdraw(let overdraw) = scenario.events[event].action,
      let thief = thief(named: overdraw.by), let desk = desk(named: overdraw.of.actor),
      let state = overdrafts[event]
    else { return }
    let limit = min(scenario.events[event].from + 3 * 86_400, desks[desk].haltWithdrawals)
    if !state.isMadeUp, state.isStaked { makeUpBalance(overdraw, event: event, desk: desk) }
    while state.isStaked, let paid = overdrafts[event]?.paid, paid < state.parts.count {
      let amount = state.parts[paid]
      let fee = drawFee(desks[desk].exchange.fees, by: desks[desk].name)
      let wallets = [desks[desk].main, desks[desk].deposits]
      guard
        let coins = choose(
          from: wallets, atLeast: amount + fee, .largest, confirmedOnly: false)
      else { break }
      withdrawMadeUp(amount, fee: fee, coins: coins, thief: thief, desk: desk)
      overdrafts[event]?.paid += 1
    }
    guard overdrafts[event]?.paid != state.parts.count else { return }
    guard now < limit else {
      throw .unplayable(
        actor: overdraw.by, time: now,
        reason: "cannot withdraw \(overdraw.total) BTC: \(overdraw.of) has "
          + "\(Satoshi(hotBalance(desk))) BTC; let the exchange hold more")
    }
    callIn(overdraw.total.rawValue / 4, desk: desk)
    schedule(.overdraw(event: event), at: now + 3_600)
  }

  /// Books the transfers: each at most the stake, all within seconds, the stake and the total in sum.
  private mutating func makeUpBalance(_ overdraw: Overdraw, event: Int, desk: Int) {
    overdrafts[event]?.isMadeUp = true
    guard desks[desk].keepsBooks, let cohort = desks[desk].cohort else { return }
    let account = cohorts[cohort].actives
    let sum = overdraw.total.rawValue + overdraw.stake.rawValue
    let amounts = Shares.split(sum, by: Array(repeating: 1, count: overdraw.transfers))
    for (index, amount) in amounts.enumerated() {
      // A server of the time worked off about a thousand requests a second.
      let time = scenario.events[event].from + UInt32(index / 1_000)
      plan.books.transfers.append(
        .init(time: time, from: account, to: account + 1, amount: amount))
    }
    plan.books.fixedBalances[account, default: 0] -= overdraw.total.rawValue
    plan.books.fixedBalances[account + 1, default: 0] += overdraw.stake.rawValue
  }

  private mutating func withdrawMadeUp(
    _ amount: Int64, fee: Int64, coins: [OutputNumber], thief: Int, desk: Int
  ) {
    let key = makeKey(thieves[thief].drops, form: .hashedUncompressed)
    var draft = Draft(
      .overdraft, inputs: coins,
      outputs: [.init(key: key, value: amount, role: .theft, stolen: amount)])
    addChange(to: &draft, fee: fee) { $0.ownKey(ofDesk: desk) }
    plan.thefts.append(
      .init(transaction: plan.transactionCount, taken: amount, kind: .overdraft))
    let first = commit(draft)
    if desks[desk].keepsBooks, let cohort = desks[desk].cohort {
      let index = draft.outputs.firstIndex { $0.key == key } ?? 0
      plan.books.withdrawals.append(
        .init(
          output: OutputNumber(first.position + index), account: cohorts[cohort].actives + 1))
    }
    noteLoot(amount, thief: thief)
  }

  /// What an exchange's first wallet must have at a time, so that a made-up balance can be withdrawn
  /// from it: from six weeks before a twentieth more than its total (sat).
  func mustHold(desk: Int, at time: UInt32) -> Int64 {
    scenario.events.reduce(0) { most, event in
      guard case .overdraw(let overdraw) = event.action, overdraw.of.actor == desks[desk].name,
        time <= event.from + DeskState.period, event.from <= time + 6 * DeskState.period
      else { return most }
      return max(most, overdraw.total.rawValue / 20 * 21)
    }
  }

  /// Checks that all made-up balances have been withdrawn.
  func checkOverdraftsAreDone() throws(ScenarioError) {
    for (event, state) in overdrafts.sorted(by: { $0.key < $1.key })
    where state.paid < state.parts.count {
      throw .unplayable(
        actor: "events[\(event)].overdraw", time: now,
        reason: "the made-up balance was not withdrawn when the chain ended")
    }
  }

  /// Books what customers of a bank sent one another, so that the thief's transfers are not the only
  /// ones: one for each four customers, until the first balance is made up.
  mutating func bookTransfers(desk: Int) {
    guard let cohort = desks[desk].cohort, let end = plan.books.transfers.first?.time else {
      return
    }
    var generator = SeededGenerator(seed: seed, key: "\(cohorts[cohort].name)/transfers")
    let law = Lognormal(
      median: cohorts[cohort].population.medianBalance.rawValue / 4, sigmaPerMille: 1_500)
    let from = desks[desk].firstPeriod
    var ordinary: [PlannedBooks.Transfer] = []
    for _ in 0..<cohorts[cohort].actives / 4 where end > from {
      let payer = generator.below(cohorts[cohort].actives)
      let payee = generator.below(cohorts[cohort].actives)
      let time = generator.time(from: from, to: end)
      let amount = max(law.draw(&generator) / 10_000 * 10_000, 10_000)
      guard payer != payee else { continue }
      ordinary.append(.init(time: time, from: payer, to: payee, amount: amount))
    }
    // Over all fields, so that the result does not hang on the sort.
    ordinary.sort { ($0.time, $0.from, $0.to, $0.amount) < ($1.time, $1.from, $1.to, $1.amount) }
    plan.books.transfers = ordinary + plan.books.transfers
  }
}
