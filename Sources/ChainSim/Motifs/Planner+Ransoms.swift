import Bitcoin

extension Planner {
  /// Chooses the victims and when each is asked to pay, and plans what becomes of it.
  mutating func setUpVictims(_ ransom: Service.Ransomware, service: Int) {
    let cohort = services[service].people
    let members = max(cohorts[cohort].wallets.count - cohorts[cohort].strawmen, 1)
    var people = Array(0..<members)
    shuffle(&people, service: service)
    services[service].victims = Array(people.prefix(ransom.victims))
    let from = services[service].service.from
    let to = services[service].service.to
    // The last fifth of the time is for paying, collecting and cashing.
    let asked = from + (to - from) / 5 * 4
    for victim in services[service].victims.indices {
      let time = services[service].generator.time(from: from, to: asked)
      serve(service, .demand(victim: victim), at: time)
    }
    for part in 1...4 { serve(service, .collect, at: from + (to - from) / 5 * UInt32(part)) }
    serve(service, .collect, at: to - (to - from) / 12)
    serve(service, .cashOut, at: to - (to - from) / 24)
  }

  /// A victim is told what to pay and buys coins where he has an account.
  mutating func demand(service: Int, victim: Int) {
    serve(service, .pay(victim: victim, tries: 0), after: 86_400...4 * 86_400)
    buyForRansom(service: service, victim: victim)
  }

  private mutating func buyForRansom(service: Int, victim: Int) {
    guard case .ransomware(let ransom) = services[service].service.trade else { return }
    let cohort = services[service].people
    let member = services[service].victims[victim]
    // A little more than the demand, for the fee; the round amounts that people buy.
    let most = ransom.each.upperBound.rawValue + services[service].service.fees.upperBound.rawValue
    let amount = (most / 1_000_000 + 1) * 1_000_000
    requestWithdrawal(cohort: cohort, member: member, amount: amount, tries: 0)
  }

  /// A victim pays to the address that was made for him; who has no coins yet comes back later.
  mutating func payRansom(service: Int, victim: Int, tries: Int) {
    guard case .ransomware(let ransom) = services[service].service.trade else { return }
    let from = services[service].service.from
    let to = services[service].service.to
    // Who cannot pay before the last payments are gathered does not pay.
    guard now < to - (to - from) / 10 else { return }
    let cohort = services[service].people
    let wallet = cohorts[cohort].wallets[services[service].victims[victim]]
    var amount = services[service].generator.within(ransom.each)
    // Demands are round: to the hundredth of a coin.
    amount = max(amount / 1_000_000 * 1_000_000, ransom.each.lowerBound.rawValue)
    let fee = drawServiceFee(service)
    guard let coins = choose(from: [wallet], atLeast: amount + fee) else {
      guard tries < 12 else { return }
      if tries % 4 == 3 { buyForRansom(service: service, victim: victim) }
      serve(service, .pay(victim: victim, tries: tries + 1), after: 43_200...86_400)
      return
    }
    let key = makeServiceKey(service)
    var draft = Draft(
      .ransom, inputs: coins,
      outputs: [.init(key: key, value: amount, role: .ransom, stolen: amount)])
    addChange(to: &draft, fee: fee) { $0.makePersonalKey(wallet) }
    plan.ransoms.append(.init(transaction: plan.transactionCount, taken: amount))
    let first = commit(draft)
    services[service].made += 1
    services[service].pile.append(output(paying: key, of: draft, first: first))
  }

  /// What victims paid is merged.
  mutating func collectRansoms(service: Int) {
    let confirmed = services[service].pile.filter { isConfirmed($0) }
    services[service].pile = services[service].pile.filter { !isConfirmed($0) }
    for start in stride(from: 0, to: confirmed.count, by: Planner.mergedAtMost) {
      let end = min(start + Planner.mergedAtMost, confirmed.count)
      collect(Array(confirmed[start..<end]), service: service)
    }
  }

  private mutating func collect(_ coins: [OutputNumber], service: Int) {
    let fee = drawServiceFee(service)
    let sum = value(of: coins) - fee
    guard sum > Planner.smallestChange else { return }
    let key = makeServiceKey(service)
    var draft = Draft(
      .collect, inputs: coins, outputs: [.init(key: key, value: sum, role: .collected)])
    handOver(dealStolen(&draft, order: [0]), to: "miners")
    services[service].gathered.append(commit(draft))
  }

  /// All that was gathered goes to a deposit address of an exchange in one transaction.
  mutating func cashOut(service: Int) {
    guard case .ransomware(let ransom) = services[service].service.trade,
      let desk = desk(named: ransom.cashOut), let cohort = desks[desk].cohort,
      now < desks[desk].haltDeposits
    else { return }
    let coins = services[service].gathered
    let fee = drawServiceFee(service)
    let sum = value(of: coins) - fee
    guard !coins.isEmpty, sum > Planner.smallestChange else { return }
    services[service].gathered = []
    let straw = cohorts[cohort].wallets.count - 1
    let key = depositKey(cohort: cohort, member: straw)
    var draft = Draft(
      .sale, inputs: coins, outputs: [.init(key: key, value: sum, role: .deposit)])
    handOver(dealStolen(&draft, order: [0]), to: "miners")
    handOver(draft.outputs[0].stolen, to: ransom.cashOut)
    draft.outputs[0].stolen = 0
    let first = commit(draft)
    if desks[desk].keepsBooks { plan.books.deposits.append(.init(output: first, account: straw)) }
  }
}
