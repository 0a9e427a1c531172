import Bitcoin

extension Planner {
  /// Decides all attempts of an event and when each is made.
  mutating func orderMalleations(_ order: MalleatedWithdrawals, event: Int) {
    var generator = SeededGenerator(seed: seed, key: "\(order.by)/malleations/\(event)")
    var amounts: [Int64] = []
    var left = order.total.rawValue
    while left > 0 {
      let amount = Planner.part(of: left, drawRequest(order.each, &generator), within: order.each)
      amounts.append(amount)
      left -= amount
    }
    // Of n attempts a share f fails: the n (1 - f) that succeed go with n f others.
    let failed = order.failedMillionths
    let failures = (amounts.count * failed + (1_000_000 - failed) / 2) / (1_000_000 - failed)
    let paidTwice = amounts.count
    for _ in 0..<failures { amounts.append(drawRequest(order.each, &generator)) }
    let from = scenario.events[event].from
    // The last tenth of the time is for second payments.
    let length = Int(scenario.events[event].to - from) / 10 * 9
    malleations[event] = amounts.enumerated().map { index, amount in
      MalleationAttempt(
        amount: amount,
        change: generator.chance(perMille: order.highSPercent * 10) ? .highS : .pushData2,
        succeeds: index < paidTwice)
    }
    for attempt in amounts.indices {
      schedule(
        .malleate(event: event, attempt: attempt), at: from + UInt32(generator.below(length)))
    }
  }

  /// People ask for round amounts: to the hundredth of a coin.
  private func drawRequest(
    _ range: ClosedRange<Satoshi>, _ generator: inout SeededGenerator
  ) -> Int64 {
    max(generator.within(range) / 1_000_000 * 1_000_000, range.lowerBound.rawValue)
  }

  /// The thief asks for a withdrawal and changes it in flight; where that succeeds, the exchange pays
  /// again some hours later.
  mutating func malleate(event: Int, attempt: Int) throws(ScenarioError) {
    guard case .malleate(let order) = scenario.events[event].action,
      let thief = thief(named: order.by), let desk = desk(named: order.of.actor),
      let state = malleations[event]?[attempt]
    else { return }
    let again = Order.malleate(event: event, attempt: attempt)
    let fee = drawFee(desks[desk].exchange.fees, by: desks[desk].name)
    guard let coins = coinsForRequest(state.amount + fee, desk: desk) else {
      return try wait(for: state.amount, desk: desk, event: event, then: again)
    }
    let key = makeKey(thieves[thief].drops, form: .hashedUncompressed)
    var draft = Draft(
      state.succeeds ? .malleated : .withdrawal, inputs: coins,
      outputs: [.init(key: key, value: state.amount, role: .withdrawal)])
    addChange(to: &draft, fee: fee) { $0.ownKey(ofDesk: desk) }
    let transaction = plan.transactionCount
    let first = commit(draft)
    let index = draft.outputs.firstIndex { $0.key == key } ?? 0
    let paid = OutputNumber(first.position + index)
    if state.succeeds {
      plan.malleations[transaction] = state.change
    } else {
      plan.failedMalleations[transaction] = state.change
    }
    bookWithdrawal(paid, desk: desk, isRepeat: false)
    malleations[event]?[attempt].paid = paid
    malleations[event]?[attempt].isDone = !state.succeeds
    guard state.succeeds else { return }
    let rest = (scenario.events[event].to - min(now, scenario.events[event].to)) / 2
    let delay = UInt32(thieves[thief].generator.within(2...40)) * 3_600
    schedule(.payAgain(event: event, attempt: attempt), at: now + min(delay, rest))
  }

  /// The exchange does not find its txid on the chain and pays the request again, from coins that the
  /// first payment has nothing to do with.
  mutating func payAgain(event: Int, attempt: Int) throws(ScenarioError) {
    guard case .malleate(let order) = scenario.events[event].action,
      let thief = thief(named: order.by), let desk = desk(named: order.of.actor),
      let state = malleations[event]?[attempt], let paid = state.paid
    else { return }
    let again = Order.payAgain(event: event, attempt: attempt)
    let fee = drawFee(desks[desk].exchange.fees, by: desks[desk].name)
    guard let coins = coinsForRequest(state.amount + fee, desk: desk),
      // The exchange's wallet does not see the changed transaction, so it has not got its change.
      !coins.contains(where: {
        plan.outputTransaction[$0.position] == plan.outputTransaction[paid.position]
      })
    else { return try wait(for: state.amount, desk: desk, event: event, then: again) }
    let key = plan.outputKey[paid.position]
    var draft = Draft(
      .paidAgain, inputs: coins,
      outputs: [.init(key: key, value: state.amount, role: .theft, stolen: state.amount)])
    addChange(to: &draft, fee: fee) { $0.ownKey(ofDesk: desk) }
    plan.thefts.append(
      .init(transaction: plan.transactionCount, taken: state.amount, kind: .paidAgain))
    let first = commit(draft)
    let index = draft.outputs.firstIndex { $0.key == key } ?? 0
    bookWithdrawal(OutputNumber(first.position + index), desk: desk, isRepeat: true)
    malleations[event]?[attempt].isDone = true
    noteLoot(state.amount, thief: thief)
  }

  /// Checks that all withdrawals that were to be paid twice have been.
  func checkMalleationsAreDone() throws(ScenarioError) {
    for (event, attempts) in malleations.sorted(by: { $0.key < $1.key }) {
      let open = attempts.filter { !$0.isDone }.reduce(0) { $0 + $1.amount }
      guard open > 0 else { continue }
      throw .unplayable(
        actor: "events[\(event)].malleate", time: now,
        reason: "withdrawals of \(Satoshi(open)) BTC were left to ask for or to pay again when the "
          + "chain ended")
    }
  }

  /// What an exchange would take for a request: confirmed coins of its own first.
  private mutating func coinsForRequest(_ amount: Int64, desk: Int) -> [OutputNumber]? {
    let main = desks[desk].main
    return choose(from: [main], atLeast: amount, .anywhere)
      ?? choose(from: [main, desks[desk].deposits], atLeast: amount, .anywhere)
  }

  private mutating func wait(
    for amount: Int64, desk: Int, event: Int, then order: Order
  ) throws(ScenarioError) {
    guard now < scenario.events[event].to else {
      throw .unplayable(
        actor: desks[desk].name, time: now,
        reason: "has \(Satoshi(hotBalance(desk))) BTC and too few of them confirmed to pay "
          + "\(Satoshi(amount)) BTC: give the event more time or the exchange more coins")
    }
    callIn(amount * 2, desk: desk)
    schedule(order, at: now + 10_800)
  }

  /// Enters a withdrawal to a thief under one of the accounts that he has at the exchange.
  private mutating func bookWithdrawal(_ output: OutputNumber, desk: Int, isRepeat: Bool) {
    guard desks[desk].keepsBooks, let cohort = desks[desk].cohort else { return }
    // Both payments of a request stand under one account, so its key decides.
    let place = plan.outputKey[output.position].position % max(cohorts[cohort].requesters, 1)
    let account = cohorts[cohort].actives + place
    plan.books.withdrawals.append(.init(output: output, account: account, isRepeat: isRepeat))
  }
}
