import Bitcoin

extension Planner {
  /// Gives the orders of a reorganisation.
  mutating func orderReorganisation(_ reorg: Reorganisation, event: Int) {
    let time = scenario.events[event].from
    schedule(.fork(event: event), at: time)
    guard reorg.doubleSpend != nil else { return }
    doubleSpends[event] = DoubleSpendState()
    schedule(.fundDoubleSpend(event: event), at: time - min(time, 14 * 86_400))
  }

  /// The thief buys the coins that he will spend twice.
  mutating func fundDoubleSpend(event: Int) {
    guard case .reorg(let reorg) = scenario.events[event].action, let spend = reorg.doubleSpend,
      let thief = thief(named: spend.by)
    else { return }
    requestPayout(to: thieves[thief].clean, amount: spend.amount.rawValue + 10_000_000)
    orderPayouts(requests: 1, from: now, to: now + 8 * 86_400)
  }

  /// Two blocks are found at once: from here on there are two branches. Where a deposit is to be
  /// undone, the losing one has it, and the winner has its coins go back to who made it.
  mutating func fork(event: Int) throws(ScenarioError) {
    guard case .reorg(let reorg) = scenario.events[event].action else { return }
    if let last = forks.last, height - 1 < last.fork + last.blocks {
      throw .unplayable(
        actor: "events[\(event)].reorg", time: now,
        reason: "the reorganisation before it still goes on: let it come later")
    }
    let lost = plan.lost.count
    if let spend = reorg.doubleSpend, try !spendTwice(spend, event: event) { return }
    let isUndone = plan.lost.count > lost
    forks.append(
      PlannedFork(
        fork: height - 1, blocks: reorg.blocks, lost: isUndone ? lost : nil,
        key: pools.pools[event % pools.pools.count].coinbaseKey))
    guard isUndone else { return }
    // The exchange credits the deposit after some blocks and pays it out before the branch loses.
    let credited = min(height + (reorg.blocks + 1) / 2, schedule.tip)
    doubleSpends[event]?.credited = schedule.times[credited]
    schedule(.withdrawUndone(event: event), at: schedule.times[credited])
  }

  /// - Returns: whether it could be done; if not, it is tried in the next block.
  private mutating func spendTwice(
    _ spend: Reorganisation.DoubleSpend, event: Int
  ) throws(ScenarioError) -> Bool {
    guard let thief = thief(named: spend.by), let desk = desk(named: spend.of.actor),
      let cohort = desks[desk].cohort
    else { return false }
    let clean = thieves[thief].clean
    let amount = spend.amount.rawValue
    let fee: Int64 = 50_000
    guard let coins = choose(from: [clean], atLeast: amount + fee) else {
      let begun = schedule.height(atOrAfter: scenario.events[event].from)
      guard height < begun + 18 else {
        throw .unplayable(
          actor: spend.by, time: now,
          reason: "has no \(spend.amount) BTC to spend twice: the pools had none")
      }
      schedule(.fork(event: event), at: now + 1)
      return false
    }
    // The winner: the same coins to an address of his own, for a higher fee.
    let own = makeKey(clean, form: .hashedUncompressed)
    var winner = Draft(
      .doubleSpend, inputs: coins,
      outputs: [.init(key: own, value: value(of: coins) - 2 * fee, role: .payment)])
    winner.isUrgent = true
    let account = cohorts[cohort].actives
    var outputs = [
      DraftOutput(key: depositKey(cohort: cohort, member: account), value: amount, role: .deposit)
    ]
    let change = value(of: coins) - amount - fee
    if change >= Planner.smallestChange {
      outputs.append(
        .init(
          key: makeKey(clean, form: .hashedUncompressed), value: change, role: .change))
    }
    if desks[desk].keepsBooks {
      plan.books.lostDeposits.append(
        .init(lost: plan.lost.count, output: 0, account: account, height: height))
    }
    plan.lost.append(
      LostTransaction(
        inputs: coins, outputs: outputs, winner: plan.transactionCount, reason: .doubleSpent))
    commit(winner)
    doubleSpends[event]?.isDeposited = true
    return true
  }

  /// The thief withdraws the credit of a deposit that will be undone.
  mutating func withdrawUndone(event: Int) throws(ScenarioError) {
    guard case .reorg(let reorg) = scenario.events[event].action, let spend = reorg.doubleSpend,
      let thief = thief(named: spend.by), let desk = desk(named: spend.of.actor)
    else { return }
    guard now < desks[desk].haltWithdrawals else {
      throw .unplayable(
        actor: desks[desk].name, time: now,
        reason:
          "pays no withdrawals any more, and the \(spend.amount) BTC that it credited were not "
          + "withdrawn: let it stop later, or fewer blocks lose")
    }
    let amount = spend.amount.rawValue
    let fee = drawFee(desks[desk].exchange.fees, by: desks[desk].name)
    let wallets = [desks[desk].main, desks[desk].deposits]
    guard let coins = choose(from: wallets, atLeast: amount + fee) else {
      let credited = doubleSpends[event]?.credited ?? scenario.events[event].from
      guard now < credited + 2 * 86_400 else {
        throw .unplayable(
          actor: desks[desk].name, time: now,
          reason: "has \(Satoshi(hotBalance(desk))) BTC and cannot pay out the \(spend.amount) BTC "
            + "that it credited: let it hold more")
      }
      schedule(.withdrawUndone(event: event), at: now + 3_600)
      return
    }
    let key = makeKey(thieves[thief].drops, form: .hashedUncompressed)
    var draft = Draft(
      .withdrawal, inputs: coins,
      outputs: [.init(key: key, value: amount, role: .theft, stolen: amount)])
    draft.isUrgent = true
    addChange(to: &draft, fee: fee) { $0.ownKey(ofDesk: desk) }
    plan.thefts.append(
      .init(transaction: plan.transactionCount, taken: amount, kind: .undoneDeposit))
    let first = commit(draft)
    if desks[desk].keepsBooks, let cohort = desks[desk].cohort {
      let index = draft.outputs.firstIndex { $0.key == key } ?? 0
      plan.books.withdrawals.append(
        .init(output: OutputNumber(first.position + index), account: cohorts[cohort].actives))
    }
    noteLoot(amount, thief: thief)
    doubleSpends[event]?.isWithdrawn = true
  }

  /// Checks that all deposits that were to be undone have been made, and paid out.
  func checkDoubleSpendsAreDone() throws(ScenarioError) {
    for (event, state) in doubleSpends.sorted(by: { $0.key < $1.key })
    where !state.isDeposited || !state.isWithdrawn {
      throw .unplayable(
        actor: "events[\(event)].reorg", time: now,
        reason: "the chain ended before the deposit was made and paid out")
    }
  }
}

/// A fork of which the losing branch's blocks have not been filled yet.
struct PlannedFork: Sendable {
  /// The height of the last block that both branches have.
  let fork: Int
  /// How many blocks lose.
  let blocks: Int
  /// The lost transaction that stands in the first of them; nil for none.
  let lost: Int?
  /// The key of the pool that finds them.
  let key: KeyNumber
}
