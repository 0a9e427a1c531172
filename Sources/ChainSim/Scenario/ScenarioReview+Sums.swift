import Bitcoin

extension ScenarioReview {
  /// A move with its place in the scenario.
  struct DatedMove {
    let index: Int
    let event: ScenarioEvent
    let move: Move
  }

  /// The moves in the order of time, those of one time in the scenario's order.
  var moves: [DatedMove] {
    var moves: [DatedMove] = []
    for (index, event) in scenario.events.enumerated() {
      if case .move(let move) = event.action {
        moves.append(DatedMove(index: index, event: event, move: move))
      }
    }
    return moves.sorted { ($0.event.from, $0.index) < ($1.event.from, $1.index) }
  }

  /// What a wallet that only moves fill holds after the moves up to a time.
  func held(in wallet: WalletReference, at time: UInt32) -> Satoshi {
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

  /// No coins go in a circle that none ever entered.
  func checkCircles() throws(Contradiction) {
    for dated in moves where !scenario.isFirst(dated.move.from) {
      // Who fills a wallet, and who fills that one: the first wallet must be among them.
      var chain = [dated.move.from]
      var isFed = false
      var place = 0
      while place < chain.count, !isFed {
        for other in moves where other.move.to == chain[place] {
          if scenario.isFirst(other.move.from) { isFed = true }
          if !chain.contains(other.move.from) { chain.append(other.move.from) }
        }
        place += 1
      }
      guard !isFed, moves.contains(where: { $0.move.to == dated.move.from }) else { continue }
      let first = scenario.exchange(dated.move.from.actor)?.wallets.first?.name ?? ""
      let names = chain.map { "'\($0)'" }.joined(separator: ", ")
      throw contradiction(
        "events[\(dated.index)].move.from",
        "the coins go in a circle: \(names) have them from one another alone; move some there from "
          + "'\(dated.move.from.actor).\(first)' first")
    }
  }

  /// No wallet but the first pays what it has not got.
  func checkWallets() throws(Contradiction) {
    var total = Satoshi.zero
    for dated in moves {
      guard let sum = total.addingInMoneyRange(cost(dated.move)) else {
        throw contradiction(
          "events[\(dated.index)].move", "the moves add up to more than 21 million BTC")
      }
      total = sum
    }
    for dated in moves where !scenario.isFirst(dated.move.from) {
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
      var missing = Satoshi.zero
      let parts = try missingParts(of: actor.name)
      for part in parts {
        guard let sum = missing.addingInMoneyRange(part.amount) else {
          throw contradiction(
            "actors.\(actor.name).owes",
            "what the events take and forget adds up to more than 21 million BTC")
        }
        missing = sum
      }
      let owed = owes.customers + owes.company
      guard missing != owed else { continue }
      let rest = missing < owed ? owed - missing : missing - owed
      let words = parts.map { "\($0.amount.formatted) \($0.name)" }
      throw contradiction(
        "actors.\(actor.name).owes",
        "customers and company are owed \(owed.formatted), but \(words.joined(separator: " and ")) "
          + "make \(missing.formatted): \(rest.formatted) too \(missing < owed ? "little" : "much")"
      )
    }
  }

  /// What the events take from an exchange, by the word for it in the order of the events, and what
  /// they forget.
  func missingParts(
    of exchange: String
  ) throws(Contradiction) -> [(name: String, amount: Satoshi)] {
    var parts: [(name: String, amount: Satoshi)] = []
    for (index, event) in scenario.events.enumerated() {
      guard let loss = event.action.loss(of: exchange) else { continue }
      let place = parts.firstIndex { $0.name == loss.name } ?? parts.count
      if place == parts.count { parts.append((loss.name, .zero)) }
      guard let sum = parts[place].amount.addingInMoneyRange(loss.amount) else {
        throw contradiction(
          "events[\(index)].\(loss.key)", "more than 21 million BTC are \(loss.name)")
      }
      parts[place].amount = sum
    }
    let close = closingTime(of: exchange)
    var forgotten = Satoshi.zero
    for wallet in scenario.exchange(exchange)?.wallets ?? [] where wallet.lastUsed != nil {
      let reference = WalletReference(actor: exchange, wallet: wallet.name)
      forgotten = forgotten + held(in: reference, at: close)
    }
    return parts + [("forgotten", forgotten)]
  }

  /// When an exchange's books close: when deposits stop, or at the end of the chain.
  private func closingTime(of exchange: String) -> UInt32 {
    scenario.time(of: .deposits, by: exchange) ?? schedule.end
  }
}
