import Bitcoin

extension ScenarioReview {
  /// Nobody needs more coins than the pools can have mined by then.
  func checkSupply() throws(Contradiction) {
    for (index, event) in scenario.events.enumerated() {
      let needed: (key: String, amount: Satoshi)
      switch event.action {
      case .proofTransfer(let transfer):
        needed = ("proofTransfer.inputs", transfer.inputs.reduce(.zero, +))
      case .heist(let heist): needed = ("heist.amount", heist.amount)
      default: continue
      }
      let mined = schedule.spendable(at: event.from)
      guard needed.amount <= mined else {
        throw contradiction(
          "events[\(index)].\(needed.key)", shortfall(needed.amount, mined, event.from))
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
      case .flooder(let flooder): (key, more) = ("coins", flooder.coins)
      case .users(let users): (key, more) = ("coins", users.coins)
      case .service(let service): (key, more) = ("coins", service.coins)
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
