import Bitcoin

extension Scenario {
  /// Holds the scenario's sums, dates and references against each other.
  ///
  /// - Throws: `ScenarioError.inconsistent` with the path of what is wrong.
  public func check() throws(ScenarioError) {
    try checkPaces()
    try checkActors()
    for (index, event) in events.enumerated() {
      try checkEvent(event, key: "events[\(index)]")
    }
    try checkSums()
    for (index, claim) in claims.enumerated() {
      try checkClaim(claim, key: "claims[\(index)]")
    }
  }

  /// When the chain begins and ends (seconds since 1970).
  private var span: ClosedRange<UInt32> {
    let start = BlockSchedule.genesisTime
    return start...max(start, paces.last?.until ?? start)
  }

  private func checkPaces() throws(ScenarioError) {
    guard network.name == Network.regtest.name else {
      throw .inconsistent(
        key: "network", reason: "a simulated chain is a regtest chain, not \(network.name)")
    }
    guard network.subsidyHalvingInterval > 0 else {
      throw .inconsistent(key: "subsidyHalvingInterval", reason: "must be positive")
    }
    guard !paces.isEmpty else {
      throw .inconsistent(key: "blocks", reason: "no block is ever found")
    }
    var last = BlockSchedule.genesisTime
    var count: UInt64 = 0
    for (index, pace) in paces.enumerated() {
      guard pace.until > last else {
        throw .inconsistent(
          key: "blocks[\(index)].until",
          reason: "ends before the period before it, or before "
            + "the genesis block of 2011-02-02T23:16:42Z")
      }
      guard pace.interval > 0 else {
        throw .inconsistent(key: "blocks[\(index)].every", reason: "must be a second at least")
      }
      count += UInt64((pace.until - last) / pace.interval)
      last = pace.until
    }
    // Block times are 32 bits (until 2106), and the actors look some weeks ahead.
    guard last < 4_102_444_800 else {
      throw .inconsistent(key: "blocks", reason: "the chain ends after 2099")
    }
    guard (1...2_000_000).contains(count) else {
      throw .inconsistent(
        key: "blocks", reason: "\(count) blocks are not between 1 and 2000000")
    }
  }

  private func checkEvent(_ event: ScenarioEvent, key: String) throws(ScenarioError) {
    guard event.from <= event.to, span.contains(event.from), span.contains(event.to) else {
      throw .inconsistent(key: key, reason: "is outside the chain's time or ends before it begins")
    }
    switch event.action {
    case .proofTransfer(let transfer):
      try checkWallet(transfer.from, isFirst: true, key: "\(key).proofTransfer.from")
      if let together = transfer.together {
        try checkWallet(together, isFirst: false, key: "\(key).proofTransfer.together")
      }
      let sum = transfer.inputs.reduce(Satoshi.zero, +)
      guard sum > transfer.amount, transfer.inputs.allSatisfy({ $0 > .zero }) else {
        throw .inconsistent(
          key: "\(key).proofTransfer.amount",
          reason: "\(transfer.amount) BTC is not less than the inputs' \(sum) BTC")
      }
    case .move(let move):
      try checkWallet(move.from, isFirst: nil, key: "\(key).move.from")
      try checkWallet(move.to, isFirst: nil, key: "\(key).move.to")
      guard (1...10_000).contains(move.transactions), move.fee >= .zero, move.fee <= .coin,
        move.amount >= Satoshi(Int64(move.transactions) * 10_000), move.from.actor == move.to.actor,
        move.from != move.to
      else {
        throw .inconsistent(
          key: "\(key).move",
          reason:
            "needs 1 to 10000 transactions of 0.0001 BTC and more, and two wallets of one actor")
      }
    case .copyKeys(of: let wallet, by: let thief):
      try checkWallet(wallet, isFirst: true, key: "\(key).copyKeys.of")
      try checkThief(thief, key: "\(key).copyKeys.by")
    case .sweep(let sweep):
      try checkWallet(sweep.of, isFirst: true, key: "\(key).sweep.of")
      try checkThief(sweep.by, key: "\(key).sweep.by")
      try checkSweep(sweep, event: event, key: "\(key).sweep")
    case .sell(let sale):
      try checkThief(sale.by, key: "\(key).sell.by")
      try checkExchange(sale.at, key: "\(key).sell.at")
      guard (1...100).contains(sale.percent) else {
        throw .inconsistent(key: "\(key).sell.share", reason: "\(sale.percent) is no percentage")
      }
    case .malleate(let order):
      try checkMalleation(order, event: event, key: "\(key).malleate")
    case .haltWithdrawals(of: let exchange), .haltDeposits(of: let exchange):
      try checkExchange(exchange, key: key)
    }
  }

  private func checkSweep(
    _ sweep: Sweep, event: ScenarioEvent, key: String
  ) throws(ScenarioError) {
    guard sweep.total > .zero, sweep.each.lowerBound > Satoshi(1_000_000),
      sweep.each.lowerBound <= sweep.total,
      sweep.total.rawValue / sweep.each.lowerBound.rawValue <= 1_000_000
    else {
      throw .inconsistent(
        key: "\(key).each",
        reason: "a sweep takes more than 0.01 BTC, no more than the total and no "
          + "less than its millionth part")
    }
    guard !sweep.isBooked else {
      throw .inconsistent(key: "\(key).booked", reason: "a sweep that is booked is no theft")
    }
    let copied = events.contains {
      guard case .copyKeys(let wallet, let thief) = $0.action else { return false }
      return wallet == sweep.of && thief == sweep.by && $0.from < event.from
    }
    guard copied else {
      throw .inconsistent(
        key: "\(key).by", reason: "\(sweep.by) has not copied the keys of \(sweep.of) before")
    }
  }

  /// Owed is what is forgotten and taken, and no percentage is given twice.
  private func checkSums() throws(ScenarioError) {
    for actor in actors {
      guard case .exchange(let exchange) = actor.kind, let owes = exchange.owes else { continue }
      let close = closingTime(of: actor.name)
      var missing = Satoshi.zero
      for event in events {
        switch event.action {
        case let action where action.loss(of: actor.name) != nil:
          missing = missing + (action.loss(of: actor.name)?.amount ?? .zero)
        case .move(let move) where isForgotten(move.to) && !isForgotten(move.from):
          missing = missing + move.amount
        case .move(let move)
        where isForgotten(move.from) && !isForgotten(move.to) && event.to < close:
          missing = missing - move.amount
        default: break
        }
      }
      let owed = owes.customers + owes.company
      guard owed == missing else {
        throw .inconsistent(
          key: "actors.\(actor.name).owes",
          reason: "owes \(owed) BTC, but the events forget and take \(missing) BTC")
      }
    }
    for actor in actors {
      guard case .thief = actor.kind else { continue }
      let shares = events.reduce(0) { sum, event in
        if case .sell(let sale) = event.action, sale.by == actor.name { return sum + sale.percent }
        return sum
      }
      guard shares <= 100 else {
        throw .inconsistent(
          key: "actors.\(actor.name)", reason: "sells \(shares) percent of what he takes")
      }
    }
  }

  /// When an exchange's books close: when it stops taking deposits, or never.
  private func closingTime(of exchange: String) -> UInt32 {
    for event in events {
      if case .haltDeposits(of: exchange) = event.action { return event.from }
    }
    return .max
  }

  /// Whether a wallet is one that the books do not know.
  private func isForgotten(_ reference: WalletReference) -> Bool {
    wallet(reference)?.lastUsed != nil
  }
}
