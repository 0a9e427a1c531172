import Bitcoin

extension Planner {
  /// Closes the books and checks that the story came out: deposits less withdrawals are what is held,
  /// forgotten, taken or paid in fees; what is forgotten and taken is what is owed beyond the coins.
  mutating func close() throws(ScenarioError) {
    plan.transactionFirstInput.reserveCapacity(plan.transactionCount + 1)
    for (event, left) in sweeps.sorted(by: { $0.key < $1.key }) where left > 0 {
      throw .unplayable(
        actor: "events[\(event)]", time: now, reason: "\(Satoshi(left)) BTC were left to take")
    }
    try checkMalleationsAreDone()
    try checkOverdraftsAreDone()
    try checkDoubleSpendsAreDone()
    plan.tallies = tally()
    try checkTallies(plan.tallies)
    fillStaleBranches()
    nameHolders()
    guard let desk = desks.firstIndex(where: { $0.keepsBooks }),
      let owes = desks[desk].exchange.owes
    else { return }
    // The books name a changed transaction by a txid that the chain does not have.
    plan.books.closeHeight = (plan.books.deposits + plan.books.withdrawals).reduce(0) {
      let transaction = Int(plan.outputTransaction[$1.output.position])
      guard plan.malleations[transaction] == nil else { return $0 }
      return max($0, Int(plan.transactionHeight[transaction]))
    }
    let standing = standing(ofDesk: desk, at: plan.books.closeHeight)
    guard standing.deposits - standing.withdrawals == standing.sum else {
      throw .unplayable(
        actor: desks[desk].name, time: schedule.times[plan.books.closeHeight],
        reason: "deposits \(Satoshi(standing.deposits)) less withdrawals "
          + "\(Satoshi(standing.withdrawals)) are not \(Satoshi(standing.sum)) BTC")
    }
    let missing =
      standing.forgotten + standing.taken + standing.burnt + standing.paidTwice + standing.madeUp
      + standing.undone
    guard missing == (owes.customers + owes.company).rawValue else {
      throw .inconsistent(
        key: "actors.\(desks[desk].name).owes",
        reason: "\(owes.customers + owes.company) BTC are owed, but \(Satoshi(missing)) BTC are "
          + "missing: \(Satoshi(standing.forgotten)) forgotten, \(Satoshi(standing.taken)) taken, "
          + "\(Satoshi(standing.burnt)) burnt, \(Satoshi(standing.paidTwice)) paid twice, "
          + "\(Satoshi(standing.madeUp)) made up and \(Satoshi(standing.undone)) undone"
      )
    }
    plan.books.company = owes.company.rawValue
    plan.books.reserve = standing.held + standing.fees
    bookTransfers(desk: desk)
    drawBalances(desk: desk, total: owes.customers.rawValue)
  }

  /// Draws the customers' balances and countries.
  private mutating func drawBalances(desk: Int, total: Int64) {
    guard let cohort = desks[desk].cohort else { return }
    let population = cohorts[cohort].population
    // The balances are scaled to the total, so only the law's shape matters here.
    let law = Lognormal(median: 1 << 20, sigmaPerMille: population.sigmaPerMille)
    var generator = SeededGenerator(seed: seed, key: "\(cohorts[cohort].name)/balances")
    let fixed = plan.books.fixedBalances
    let weights = (0..<population.count).map { account in
      let weight = law.draw(&generator)
      return fixed[account] == nil ? weight : 0
    }
    // Whatever an overdrawn account lacks, the others are owed all the same.
    let rest = fixed.values.reduce(total) { $0 - max($1, 0) }
    plan.books.balances = Shares.split(rest, by: weights)
    for (account, balance) in fixed { plan.books.balances[account] = balance }
    var countries = population.countries.flatMap { Array(repeating: $0.code, count: $0.count) }
    countries = Array(countries.prefix(population.count))
    countries += Array(repeating: "", count: population.count - countries.count)
    // Fisher and Yates, since a customer's number says nothing about where he lives.
    for index in stride(from: countries.count - 1, to: 0, by: -1) {
      countries.swapAt(index, generator.below(index + 1))
    }
    plan.books.countries = countries
  }

  private mutating func nameHolders() {
    var holdings: [String: Int64] = [:]
    for thief in thieves {
      for sale in thief.sales { holdings[desks[sale.desk].name, default: 0] += sale.sold }
      holdings["miners", default: 0] += thief.paidToMiners
    }
    holdings.merge(handedOver, uniquingKeysWith: +)
    for output in plan.outputValue.indices where plan.outputSpender[output] == .max {
      let stolen = plan.outputStolen[output]
      guard stolen > 0 else { continue }
      holdings[plan.wallets[plan.wallet(ofOutput: output).position].owner, default: 0] += stolen
    }
    plan.holders = holdings.sorted { $0.key < $1.key }.filter { $0.value > 0 }.map {
      StolenHolding(holder: $0.key, amount: $0.value)
    }
  }
}

// MARK: - Where the exchange stands

extension Planner {
  /// How an exchange's coins and books stand at a height.
  func standing(ofDesk desk: Int, at height: Int) -> ExchangeStanding {
    let state = desks[desk]
    let known = Set(
      [state.main, state.deposits, state.aside]
        + state.others.filter { $0.isKnown }.map { $0.wallet })
    let forgotten = Set(state.others.filter { !$0.isKnown }.map { $0.wallet })
    return plan.standing(known: known, forgotten: forgotten, at: height)
  }
}

/// How an exchange's coins and books stand: deposits - withdrawals = held + forgotten + taken + burnt +
/// paid twice + undone + fees, where a request that was paid twice is one withdrawal.
struct ExchangeStanding: Equatable, Sendable {
  /// The booked deposits (sat).
  var deposits: Int64 = 0
  /// The booked withdrawals (sat).
  var withdrawals: Int64 = 0
  /// What lies in wallets that the books know (sat).
  var held: Int64 = 0
  /// What lies in wallets that the books do not know (sat).
  var forgotten: Int64 = 0
  /// What was taken, fees of the taking included (sat).
  var taken: Int64 = 0
  /// What was paid a second time for requests that had been paid (sat).
  var paidTwice: Int64 = 0
  /// What went to scripts that nobody can spend (sat).
  var burnt: Int64 = 0
  /// What was withdrawn of made-up balances (sat): a part of `withdrawals`.
  var madeUp: Int64 = 0
  /// What was booked as deposited and a reorganisation undid (sat): a part of `deposits`.
  var undone: Int64 = 0
  /// The fees of the exchange's own transactions (sat).
  var fees: Int64 = 0

  /// The right side of the equation.
  var sum: Int64 { held + forgotten + taken + burnt + paidTwice + undone + fees }
}

extension Plan {
  /// Adds up an exchange's coins and books as of a height.
  func standing(
    known: Set<WalletNumber>, forgotten: Set<WalletNumber>, at height: Int
  ) -> ExchangeStanding {
    var standing = ExchangeStanding()
    func isIncluded(_ transaction: UInt32) -> Bool {
      transaction != .max && transactionHeight[Int(transaction)] <= UInt32(height)
    }
    for output in outputValue.indices
    where isIncluded(outputTransaction[output]) && !isIncluded(outputSpender[output]) {
      let wallet = wallet(ofOutput: output)
      if known.contains(wallet) {
        standing.held += outputValue[output]
      } else if forgotten.contains(wallet) {
        standing.forgotten += outputValue[output]
      }
    }
    let own = known.union(forgotten)
    for theft in thefts where isIncluded(UInt32(theft.transaction)) {
      guard let first = inputs(of: theft.transaction).first,
        own.contains(wallet(ofOutput: inputSpent[first].position))
      else { continue }
      switch theft.kind {
      case .sweep, .heist: standing.taken += theft.taken
      case .paidAgain: standing.paidTwice += theft.taken
      case .overdraft: standing.madeUp += theft.taken
      case .undoneDeposit: break
      }
    }
    for transaction in 0..<transactionCount
    where isIncluded(UInt32(transaction)) && !transactionMotif[transaction].isTheft {
      guard let first = inputs(of: transaction).first,
        own.contains(wallet(ofOutput: inputSpent[first].position))
      else { continue }
      standing.fees += fee(of: transaction)
      guard transactionMotif[transaction] == .burn else { continue }
      for output in outputs(of: transaction) where outputRole[output] == .burnt {
        standing.burnt += outputValue[output]
      }
    }
    for entry in books.deposits where isIncluded(outputTransaction[entry.output.position]) {
      standing.deposits += outputValue[entry.output.position]
    }
    for entry in books.lostDeposits where entry.height <= height {
      standing.deposits += lost[entry.lost].outputs[entry.output].value
      standing.undone += lost[entry.lost].outputs[entry.output].value
    }
    for entry in books.withdrawals
    where isIncluded(outputTransaction[entry.output.position]) && !entry.isRepeat {
      standing.withdrawals += outputValue[entry.output.position]
    }
    return standing
  }
}
