import Bitcoin

extension ScenarioReview {
  /// A move with its place in the scenario.
  private struct DatedMove {
    let index: Int
    let event: ScenarioEvent
    let move: Move
  }

  /// The moves in the order of time, those of one time in the scenario's order.
  private var moves: [DatedMove] {
    var moves: [DatedMove] = []
    for (index, event) in scenario.events.enumerated() {
      if case .move(let move) = event.action {
        moves.append(DatedMove(index: index, event: event, move: move))
      }
    }
    return moves.sorted { ($0.event.from, $0.index) < ($1.event.from, $1.index) }
  }

  /// What a wallet that only moves fill holds after the moves up to a time.
  private func held(in wallet: WalletReference, at time: UInt32) -> Satoshi {
    moves.reduce(.zero) { sum, dated in
      if dated.move.to == wallet, dated.event.to <= time { return sum + dated.move.amount }
      if dated.move.from == wallet, dated.event.from <= time { return sum - cost(dated.move) }
      return sum
    }
  }

  private func cost(_ move: Move) -> Satoshi {
    // Safe: an amount within the money range and 10,000 fees within it fit 64 bits; see `check`.
    move.amount + Satoshi(move.fee.rawValue * Int64(move.transactions))
  }

  private func isFirst(_ wallet: WalletReference) -> Bool {
    scenario.actors.contains { actor in
      guard actor.name == wallet.actor, case .exchange(let exchange) = actor.kind else {
        return false
      }
      return exchange.wallets.first?.name == wallet.wallet
    }
  }

  /// No wallet but the first pays what it has not got.
  func checkWallets() throws(Contradiction) {
    var total = Satoshi.zero
    for dated in moves {
      guard dated.move.fee <= .coin, let sum = total.addingInMoneyRange(cost(dated.move)) else {
        throw contradiction(
          "events[\(dated.index)].move",
          dated.move.fee <= .coin
            ? "the moves add up to more than 21 million BTC" : "a fee is at most 1 BTC")
      }
      total = sum
    }
    for dated in moves where !isFirst(dated.move.from) {
      let before = held(in: dated.move.from, at: dated.event.from) + cost(dated.move)
      guard before >= cost(dated.move) else {
        throw contradiction(
          "events[\(dated.index)].move.from",
          "'\(dated.move.from)' has only \(before.formatted) on \(text(dated.event.from)), "
            + "and \(cost(dated.move).formatted) are to leave it")
      }
    }
  }

  /// What is owed without coins is what was forgotten and what was taken, to the satoshi.
  func checkSums() throws(Contradiction) {
    for actor in scenario.actors {
      guard case .exchange(let exchange) = actor.kind, let owes = exchange.owes else { continue }
      let close = closingTime(of: actor.name)
      var forgotten = Satoshi.zero
      for wallet in exchange.wallets where wallet.lastUsed != nil {
        let reference = WalletReference(actor: actor.name, wallet: wallet.name)
        forgotten = forgotten + held(in: reference, at: close)
      }
      var taken = Satoshi.zero
      for (index, event) in scenario.events.enumerated() {
        guard let loss = event.action.loss(of: actor.name) else { continue }
        guard let sum = taken.addingInMoneyRange(loss.amount) else {
          throw contradiction(
            "events[\(index)].\(loss.key).total",
            "what is taken adds up to more than 21 million BTC")
        }
        taken = sum
      }
      let owed = owes.customers + owes.company
      let missing = forgotten + taken
      guard missing == owed else {
        let rest = missing < owed ? owed - missing : missing - owed
        throw contradiction(
          "actors.\(actor.name).owes",
          "customers and company are owed \(owed.formatted), but \(taken.formatted) taken and "
            + "\(forgotten.formatted) forgotten make \(missing.formatted): "
            + "\(rest.formatted) too \(missing < owed ? "little" : "much")")
      }
    }
  }

  /// When an exchange's books close: when deposits stop, or at the end of the chain.
  private func closingTime(of exchange: String) -> UInt32 {
    for event in scenario.events {
      if case .haltDeposits(exchange) = event.action { return event.from }
    }
    return schedule.end
  }

  // MARK: - Claims

  func checkClaims() throws(Contradiction) {
    for (index, claim) in scenario.claims.enumerated() {
      let path = "claims[\(index)]"
      let earlier = scenario.claims[..<index].map(\.id)
      guard !earlier.contains(claim.id) else {
        throw contradiction("\(path).id", "'\(claim.id)' is another claim's id")
      }
      try checkTime(claim.at, "\(path).at")
      guard claim.amount != .zero else { throw contradiction("\(path).amount", "must be above 0") }
      switch claim.coins {
      case .held(let wallet):
        try self.wallet(wallet, "\(path).coins")
        guard isFirst(wallet) || held(in: wallet, at: claim.at) > .zero else {
          throw contradiction("\(path).coins", "'\(wallet)' is empty on \(text(claim.at))")
        }
      case .spent(let wallet): try self.wallet(wallet, "\(path).coins.spent")
      case .mined(let name):
        guard case .miners = try actor(name, "\(path).coins.minedBy", is: "miners").kind else {
          throw contradiction("\(path).coins.minedBy", "'\(name)' mines nothing")
        }
      case .sameAs(let id): try checkEarlier(id, earlier, "\(path).coins.sameAs")
      }
      if case .copied(let id) = claim.proof {
        try checkEarlier(id, earlier, "\(path).proof.copyOf")
      }
      if let flaw = scenario.findProofFlaw(ofClaim: index) {
        throw contradiction("\(path).proof", flaw)
      }
    }
  }

  private func checkEarlier(
    _ id: String, _ earlier: [String], _ path: String
  ) throws(Contradiction) {
    guard earlier.contains(id) else {
      throw contradiction(path, "there is no claim '\(id)' above this one")
    }
  }

  // MARK: - What can be mined

  /// Nobody needs more coins than the pools can have mined by then.
  func checkSupply() throws(Contradiction) {
    for (index, event) in scenario.events.enumerated() {
      guard case .proofTransfer(let transfer) = event.action else { continue }
      let inputs = transfer.inputs.reduce(.zero, +)
      let mined = schedule.spendable(at: event.from)
      guard inputs <= mined else {
        throw contradiction(
          "events[\(index)].proofTransfer.inputs", shortfall(inputs, mined, event.from))
      }
    }
    for dated in moves {
      let mined = schedule.spendable(at: dated.event.to)
      guard dated.move.amount <= mined else {
        throw contradiction(
          "events[\(dated.index)].move.amount",
          shortfall(dated.move.amount, mined, dated.event.to))
      }
    }
    let mined = schedule.spendable(at: schedule.end)
    var needed = Satoshi.zero
    for actor in scenario.actors {
      let key: String
      let more: Satoshi
      switch actor.kind {
      case .exchange(let exchange):
        // Coins that come back are taken twice, so only what is not sold to the robbed is new.
        let owed = exchange.owes.map { $0.customers + $0.company - sold(backTo: actor.name) }
        key = owed == nil ? "holds" : "owes"
        more = max(owed ?? .zero, .zero) + exchange.holds
      case .thief(let thief): (key, more) = ("clean", thief.clean)
      case .users(let users): (key, more) = ("coins", users.coins)
      case .miners, .population: continue
      }
      guard let sum = needed.addingInMoneyRange(more), sum <= mined else {
        let rest = needed == .zero ? "" : ", after the \(needed.formatted) of others"
        throw contradiction(
          "actors.\(actor.name).\(key)", shortfall(more, mined, schedule.end) + rest)
      }
      needed = sum
    }
  }

  /// How much of what was swept goes back to the exchange that it was taken from, at most.
  private func sold(backTo exchange: String) -> Satoshi {
    var sum = Satoshi.zero
    for event in scenario.events {
      guard case .sell(let sale) = event.action, sale.at == exchange else { continue }
      for other in scenario.events {
        guard case .sweep(let sweep) = other.action, sweep.by == sale.by,
          sweep.of.actor == exchange, !sweep.isBooked
        else { continue }
        // Shares are at most 100 % and unbooked sweeps within the money range, as checked before.
        sum = sum + Satoshi(sweep.total.rawValue / 100 * Int64(sale.percent + 1))
      }
    }
    return sum
  }

  private func shortfall(_ needed: Satoshi, _ mined: Satoshi, _ time: UInt32) -> String {
    "\(needed.formatted) are needed by \(text(time)), but at this pace of blocks only "
      + "\(mined.formatted) can be mined and spent by then"
  }
}
