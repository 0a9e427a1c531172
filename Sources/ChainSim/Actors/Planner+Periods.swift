import Bitcoin

extension Planner {
  /// Plans the customers' deposits and withdrawals of the next period, so that the exchange's first
  /// wallet comes near to where the story wants it, and sees to it that the customers get the coins.
  mutating func planPeriod(desk: Int, index: Int) {
    guard let cohort = desks[desk].cohort, index < cohorts[cohort].deposits.count else { return }
    let start = desks[desk].start(ofPeriod: index)
    let end = min(start + DeskState.period, desks[desk].haltDeposits)
    let before = start - DeskState.period
    let leaving = outflow(desk: desk, from: start, to: end)
    let expected =
      hotBalance(desk) + desks[desk].expectedNet - outflow(desk: desk, from: before, to: start)
    var slots = cohorts[cohort].deposits[index]
    let natural = slots.reduce(0) { $0 + $1.weight }
    var income: Int64
    var outgo: Int64 = 0
    if start >= desks[desk].haltWithdrawals {
      let lacking = desks[desk].exchange.holds.rawValue + leaving - expected
      income = min(Planner.incomeOfHalted(natural), max(lacking, natural / 100))
      slots = Array(slots.prefix(slots.count / 2 + 1))
    } else {
      let goal = max(
        target(desk: desk, at: end) - incomeAfterHalt(desk: desk, seenAt: end),
        mustHold(desk: desk, at: end))
      let net = goal + needed(desk: desk, after: end) + leaving - expected
      let percent = Int64(cohorts[cohort].population.withdrawnPercent)
      income = max(natural, net > 0 ? net / (100 - percent) * 100 : 0)
      outgo = income - net
      if end > desks[desk].haltWithdrawals { income = min(income, max(natural, net)) }
    }
    desks[desk].expectedNet = income - outgo
    orderDeposits(cohort: cohort, slots: slots, sum: income, from: start, to: end)
    let last = min(end, desks[desk].haltWithdrawals)
    if last > start, outgo > 0 {
      orderWithdrawals(cohort: cohort, period: index, sum: outgo, from: start, to: last)
    }
  }

  /// What still comes in a period to an exchange that pays nobody at most (sat): few send coins there,
  /// and no more than it is to hold when it stops taking them.
  private static func incomeOfHalted(_ natural: Int64) -> Int64 { natural / 10 }

  /// What comes in between the halt of withdrawals and that of deposits (sat), so that the wallet may
  /// be as much lower in the weeks before; no more than three quarters of what it is to hold.
  private func incomeAfterHalt(desk: Int, seenAt time: UInt32) -> Int64 {
    guard let cohort = desks[desk].cohort, desks[desk].haltDeposits < .max,
      time >= desks[desk].haltWithdrawals - min(desks[desk].haltWithdrawals, 4 * DeskState.period)
    else { return 0 }
    var sum: Int64 = 0
    for index in cohorts[cohort].deposits.indices
    where desks[desk].start(ofPeriod: index) >= desks[desk].haltWithdrawals {
      sum += Planner.incomeOfHalted(cohorts[cohort].deposits[index].reduce(0) { $0 + $1.weight })
    }
    return min(sum, desks[desk].exchange.holds.rawValue / 4 * 3)
  }

  /// How long before an exchange stops paying its customers take out what it has too much (seconds).
  static let settlement: UInt32 = 21_600

  /// Where large withdrawals failed while they were planned week by week, an exchange comes to its halt
  /// with more than the story says: customers take the rest out in the last hours.
  mutating func settle(desk: Int) {
    guard let cohort = desks[desk].cohort, now > desks[desk].firstPeriod else { return }
    let halt = desks[desk].haltWithdrawals
    let holds = desks[desk].exchange.holds.rawValue
    let goal = max(
      holds - incomeAfterHalt(desk: desk, seenAt: halt), mustHold(desk: desk, at: now))
    let leaving = outflow(desk: desk, from: now, to: schedule.times[schedule.tip])
    let surplus = hotBalance(desk) - goal - leaving
    guard surplus > holds / 20 else { return }
    let period = Int((now - desks[desk].firstPeriod) / DeskState.period)
    let last = cohorts[cohort].withdrawals.count - 1
    orderWithdrawals(
      cohort: cohort, period: min(period, last), sum: surplus, from: now, to: halt)
  }

  private mutating func orderDeposits(
    cohort: Int, slots known: [CohortState.Slot], sum: Int64, from: UInt32, to: UInt32
  ) {
    let slots = filled(known, cohort: cohort)
    let shares = Shares.split(sum, by: slots.map(\.weight))
    var needs: [(member: Int, amount: Int64)] = []
    for (slot, share) in zip(slots, shares) {
      // People send round amounts: to the hundredth of a coin, small ones to the ten-thousandth.
      let unit: Int64 = share > 100_000_000 ? 1_000_000 : 10_000
      let amount = share / unit * unit
      guard amount >= 100_000 else { continue }
      let time = cohorts[cohort].generator.time(from: from, to: to)
      schedule(.deposit(cohort: cohort, member: slot.member, amount: amount), at: time)
      needs.append((slot.member, amount))
    }
    fund(cohort: cohort, needs: needs, from: now, to: from)
  }

  private mutating func orderWithdrawals(
    cohort: Int, period: Int, sum: Int64, from: UInt32, to: UInt32
  ) {
    let slots = filled(cohorts[cohort].withdrawals[period], cohort: cohort)
    let shares = Shares.split(sum, by: slots.map(\.weight))
    for (slot, share) in zip(slots, shares) where share >= 1_000_000 {
      let isRound = cohorts[cohort].generator.chance(perMille: 600)
      let amount = isRound ? share / 1_000_000 * 1_000_000 : share
      let time = cohorts[cohort].generator.time(from: from, to: to)
      schedule(
        .withdrawal(cohort: cohort, member: slot.member, amount: amount, tries: 0), at: time)
    }
  }

  /// A desk that will lack coins finds customers who deposit within two days, at most once a day.
  ///
  /// The weekly plan can fall short where customers are few.
  mutating func callIn(_ amount: Int64, desk: Int) {
    guard let cohort = desks[desk].cohort, now >= desks[desk].lastCall + 86_400 else { return }
    desks[desk].lastCall = now
    let slots = filled([], cohort: cohort)
    let start = now + 86_400
    orderDeposits(
      cohort: cohort, slots: slots, sum: amount / 10 * 12, from: start, to: start + 86_400)
  }

  /// The slots, or where nobody had planned anything, some customers who do it now.
  private mutating func filled(
    _ slots: [CohortState.Slot], cohort: Int
  ) -> [CohortState.Slot] {
    var slots = slots
    let members = cohorts[cohort].actives
    while slots.count < 3, members > 0 {
      let member = cohorts[cohort].generator.below(members)
      let weight = Int64(cohorts[cohort].generator.within(500...1_500))
      slots.append(.init(member: member, weight: weight))
    }
    return slots
  }

  /// Where an exchange's first wallet should stand at a time (sat).
  ///
  /// Before a proof transfer it grows to what the transfer needs; after it, it runs down, faster at
  /// first, to what the scenario says it holds in the end.
  private func target(desk: Int, at time: UInt32) -> Int64 {
    let holds = desks[desk].exchange.holds.rawValue
    guard let proof = proofEvent(of: desk), case .proofTransfer(let transfer) = proof.action else {
      return holds
    }
    let peak = transfer.inputs.reduce(0) { $0 + $1.rawValue } / 100 * 106 + holds
    let first = desks[desk].firstPeriod
    // A week's lead, since the inputs are gathered before.
    let ready = proof.from - min(proof.from, 2 * DeskState.period)
    if time <= ready, ready > first {
      return peak / 1_000 * Int64(permille(time, from: first, to: ready))
    }
    let moved = outflow(desk: desk, from: proof.from - 60, to: desks[desk].haltDeposits) {
      if case .move = $0 { true } else { false }
    }
    let halt = min(desks[desk].haltWithdrawals, schedule.times.last ?? 0)
    let left = Int64(1_000 - permille(time, from: proof.from, to: halt))
    let height = max(peak - moved - holds, 0)
    let already = outflow(desk: desk, from: proof.from - 60, to: time) {
      if case .move = $0 { true } else { false }
    }
    // The moved coins are still there until they are moved.
    return holds + height / 2_000 * (left + left * left / 1_000) + (moved - already)
  }

  /// What must lie ready beyond the target at the end of a period, because it is taken at one blow in
  /// the next (sat).
  private func needed(desk: Int, after end: UInt32) -> Int64 {
    scenario.events.reduce(0) { sum, event in
      guard case .heist(let heist) = event.action, heist.of.actor == desks[desk].name,
        event.from >= end, event.from < end + DeskState.period
      else { return sum }
      return sum + heist.amount.rawValue
    }
  }

  private func permille(_ time: UInt32, from: UInt32, to: UInt32) -> Int {
    guard to > from, time > from else { return time > from ? 1_000 : 0 }
    return min(1_000, Int(time - from) * 1_000 / Int(to - from))
  }

  private func proofEvent(of desk: Int) -> ScenarioEvent? {
    scenario.events.first {
      if case .proofTransfer(let transfer) = $0.action {
        return transfer.from.actor == desks[desk].name
      }
      return false
    }
  }

  /// What sweeps and moves to other wallets take from a first wallet in a time (sat), each event's
  /// amount spread evenly over its duration.
  private func outflow(
    desk: Int, from: UInt32, to: UInt32,
    where isCounted: (ScenarioEvent.Action) -> Bool = { _ in true }
  ) -> Int64 {
    let name = desks[desk].name
    let first = desks[desk].exchange.wallets.first?.name ?? ""
    var sum: Int64 = 0
    for event in scenario.events where isCounted(event.action) {
      switch event.action {
      case .sweep(let sweep) where sweep.of.actor == name:
        sum += share(of: sweep.total.rawValue, event: event, from: from, to: to)
      case .malleate(let order) where order.of.actor == name:
        sum += share(of: order.outgo, event: event, from: from, to: to)
      case .heist(let heist) where heist.of.actor == name:
        sum += share(of: heist.amount.rawValue, event: event, from: from, to: to)
      case .burn(let burn) where burn.of.actor == name:
        sum += share(of: burn.total.rawValue, event: event, from: from, to: to)
      case .move(let move) where move.from.actor == name && move.from.wallet == first:
        sum += share(of: move.amount.rawValue, event: event, from: from, to: to)
      default: break
      }
    }
    return sum
  }

  private func share(of total: Int64, event: ScenarioEvent, from: UInt32, to: UInt32) -> Int64 {
    let begin = max(from, event.from)
    let end = min(to, event.to)
    if event.to == event.from { return event.from >= from && event.from < to ? total : 0 }
    guard end > begin else { return 0 }
    let parts = total.multipliedFullWidth(by: Int64(end - begin))
    return Int64(event.to - event.from).dividingFullWidth(parts).quotient
  }
}
