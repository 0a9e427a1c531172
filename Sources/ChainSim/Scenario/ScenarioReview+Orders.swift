import Bitcoin

extension ScenarioReview {
  /// Refuses a story that asks for more than can be planned: each number by itself may be within its
  /// limits, and what they come to together not.
  func checkOrders() throws(Contradiction) {
    var sum = 0
    for (index, event) in scenario.events.enumerated() {
      let (count, key) = event.estimatedOrders
      sum += count
      guard sum <= ScenarioLimits.orders else {
        throw tooMany(
          sum, "events[\(index)]\(key.isEmpty ? "" : ".\(key)")", "ask for less at a time")
      }
    }
    for actor in scenario.actors {
      let (count, key) = actor.estimatedOrders
      sum += count
      guard sum <= ScenarioLimits.orders else {
        throw tooMany(sum, "actors.\(actor.name).\(key)", "lower it, or what else there is of them")
      }
    }
  }

  private func tooMany(_ count: Int, _ path: String, _ hint: String) -> Contradiction {
    contradiction(
      path,
      "with it the story may ask for \(count) payments, and at most \(ScenarioLimits.orders) are "
        + "planned: \(hint)")
  }
}

extension ScenarioActor {
  /// How many payments an actor may want, tries that fail among them, and the key that says so.
  ///
  /// Numbers are within the limits of the reader, so that products of three of them fit 64 bits.
  fileprivate var estimatedOrders: (count: Int, key: String) {
    switch kind {
    case .miners, .exchange, .thief, .flooder: (0, "kind")
    case .users(let users): (users.count + users.payments, "payments")
    case .population(let people):
      // What is deposited is bought from the pools first, what is withdrawn is spent.
      (2 * people.count * (people.deposits.upperBound + people.withdrawals.upperBound), "count")
    case .service(let service): service.estimatedOrders
    }
  }
}

extension Service {
  /// How many payments a service may want, tries that fail among them, and the key that says so.
  fileprivate var estimatedOrders: (count: Int, key: String) {
    switch trade {
    case .coinJoin(let join):
      // Everybody gets his coins ready first; a round is tried seven times, three people for each.
      return (join.rounds * join.parties.upperBound * 21, "rounds")
    case .mixer(let mixer): return (mixer.orders * 4, "orders")
    case .gambling(let game): return (game.bets * 2, "bets")
    case .merchants(let shops):
      let weeks = to > from ? Int((to - from) / (7 * 86_400)) : 0
      let settled = shops.count * (weeks + 1)
      return (shops.sales + settled, settled > shops.sales ? "count" : "sales")
    case .donations(let gifts): return (gifts.gifts, "gifts")
    case .faucet(let faucet): return (faucet.payouts * faucet.batch.upperBound, "payouts")
    case .ransomware(let ransom): return (ransom.victims * 4, "victims")
    }
  }
}

extension ScenarioEvent {
  /// How many payments an event asks for, and the key that says so.
  fileprivate var estimatedOrders: (count: Int, key: String) {
    switch action {
    case .move(let move): (move.transactions, "move.transactions")
    case .sweep(let sweep): (parts(sweep.total, of: sweep.each), "sweep.each")
    case .malleate(let order):
      (parts(Satoshi(order.outgo), of: order.each), "malleate.each")
    case .burn(let burn): (burn.transactions, "burn.transactions")
    case .flood(let flood): (flood.transactions, "flood.transactions")
    case .shuffle(let shuffle): (shuffle.times, "shuffle.times")
    case .overdraw(let overdraw): (overdraw.transfers, "overdraw.transfers")
    case .proofTransfer, .copyKeys, .sell, .heist, .haltTransactions, .closeSite, .filing, .found,
      .statement, .reorg, .haltWithdrawals, .haltDeposits, .peel, .mix:
      (0, "")
    }
  }

  private func parts(_ total: Satoshi, of each: ClosedRange<Satoshi>) -> Int {
    Int(total.rawValue / max(each.lowerBound.rawValue, 1))
  }
}
