import Bitcoin

extension Planner {
  /// Gives the first orders of the scenario's events and of the desks.
  mutating func setUpEvents() throws(ScenarioError) {
    for desk in desks.indices {
      schedule(.upkeep(desk: desk), at: desks[desk].firstPeriod)
      if desks[desk].haltWithdrawals < .max {
        let lead = min(desks[desk].haltWithdrawals, Planner.settlement)
        schedule(.settle(desk: desk), at: desks[desk].haltWithdrawals - lead)
      }
    }
    for (index, event) in scenario.events.enumerated() {
      switch event.action {
      case .proofTransfer(let transfer):
        proofs[index] = Array(repeating: nil, count: transfer.inputs.count)
        for input in transfer.inputs.indices {
          // The last one four days before, so that there is time to find what is lacking.
          let days = UInt32(transfer.inputs.count - input + 4) * 86_400
          schedule(.gather(event: index, input: input), at: event.from - min(event.from, days))
        }
        schedule(.proof(event: index), at: event.from)
      case .move(let move):
        let count = UInt32(max(move.transactions, 1))
        let step = event.to > event.from ? (event.to - event.from) / count : 21_600
        for part in 0..<count {
          schedule(.move(event: index, part: Int(part)), at: event.from + part * step)
        }
      case .copyKeys:
        schedule(.copyKeys(event: index), at: event.from)
      case .sweep(let sweep):
        orderSweeps(sweep, event: index)
      case .malleate(let order):
        orderMalleations(order, event: index)
      case .overdraw(let overdraw):
        orderOverdraw(overdraw, event: index)
      case .reorg(let reorg):
        orderReorganisation(reorg, event: index)
      case .heist(let heist):
        sweeps[index] = heist.amount.rawValue
        schedule(.heist(event: index), at: event.from)
      case .burn(let burn):
        orderBurns(burn, event: index)
      case .shuffle(let shuffle):
        let step = (event.to - event.from) / UInt32(max(shuffle.times, 1))
        for part in 0..<shuffle.times {
          schedule(.shuffle(event: index, part: part), at: event.from + UInt32(part) * step)
        }
      case .flood(let flood):
        orderFlood(flood, event: index)
      case .sell, .haltWithdrawals, .haltTransactions, .haltDeposits, .closeSite, .filing, .found,
        .statement, .peel, .mix:
        break
      }
    }
  }

  private mutating func orderSweeps(_ sweep: Sweep, event: Int) {
    sweeps[event] = sweep.total.rawValue
    var generator = SeededGenerator(seed: seed, key: "\(sweep.by)/sweeps/\(event)")
    let mean = (sweep.each.lowerBound.rawValue + sweep.each.upperBound.rawValue) / 2
    let count = Int(sweep.total.rawValue / max(mean, 1)) + 2
    let from = scenario.events[event].from
    // The last twentieth of the time is for what could not be taken before.
    let length = Int(scenario.events[event].to - from) / 20 * 19
    for _ in 0..<count {
      schedule(.sweep(event: event), at: from + UInt32(generator.below(max(length, 1))))
    }
    // Whatever is left then is taken one sweep after the other.
    schedule(.sweep(event: event), at: lastSweep(of: event))
  }
}
