import Bitcoin

/// A flood while a scenario is played.
struct FloodState: Sendable {
  /// The coins of whoever pays for it.
  let wallet: WalletNumber
  /// The payer's choices.
  var generator: SeededGenerator
  /// The customers' deposit addresses that get dust, and whose they are.
  var targets: [(member: Int, key: KeyNumber)] = []
}

extension Planner {
  /// How long before a flood its payer gets his coins (seconds).
  static let floodLead: UInt32 = 6 * 86_400
  /// Into how many coins he gets them, so that as many of his transactions can wait side by side.
  static let floodCoins = 48

  /// Gives the orders of a flood: the payer's coins, then its transactions, evenly over its time.
  mutating func orderFlood(_ flood: Flood, event: Int) {
    guard let flooder = scenario.flooder(flood.by) else { return }
    let wallet = makeWallet(owner: flood.by, name: "own", part: String(event), style: flooder.own)
    var generator = SeededGenerator(seed: seed, key: "\(flood.by)/flood/\(event)")
    let from = scenario.events[event].from
    let to = scenario.events[event].to
    schedule(.floodCoins(event: event), at: from - min(from, Planner.floodLead))
    for _ in 0..<flood.transactions {
      schedule(.flood(event: event), at: generator.time(from: from, to: to))
    }
    floods[event] = FloodState(wallet: wallet, generator: generator)
  }

  /// The payer of a flood gets his coins from the pools.
  mutating func fundFlood(event: Int) {
    guard case .flood(let flood) = scenario.events[event].action, let state = floods[event],
      let flooder = scenario.flooder(flood.by)
    else { return }
    let weights = Array(repeating: Int64(1), count: Planner.floodCoins)
    var requests = 0
    for share in Shares.split(flooder.coins.rawValue, by: weights) where share > 0 {
      requestPayout(to: state.wallet, amount: share)
      requests += 1
    }
    orderPayouts(requests: requests, from: now, to: now + Planner.floodLead / 2)
  }

  /// One transaction of a flood: dust for up to a dozen of deposit addresses, and the rest back. The
  /// fee rises from the range's lower to its upper end while the flood lasts.
  mutating func flood(event: Int) {
    guard case .flood(let flood) = scenario.events[event].action,
      let desk = desk(named: flood.on), let cohort = desks[desk].cohort,
      now < desks[desk].haltDeposits, var state = floods[event],
      let flooder = scenario.flooder(flood.by)
    else { return }
    defer { floods[event] = state }
    if state.targets.isEmpty { state.targets = floodTargets(cohort: cohort, &state.generator) }
    guard !state.targets.isEmpty else { return }
    let begin = scenario.events[event].from
    let length = Int64(max(scenario.events[event].to - begin, 1))
    let width = flooder.fees.upperBound.rawValue - flooder.fees.lowerBound.rawValue
    let fee = flooder.fees.lowerBound.rawValue + width * Int64(now - begin) / length
    let count = state.generator.within(4...12)
    var draft = Draft(.flood, inputs: [])
    var accounts: [Int] = []
    for _ in 0..<count {
      let target = state.targets[state.generator.below(state.targets.count)]
      // Two outputs of one transaction to one address would be one deposit in two entries.
      guard !draft.outputs.contains(where: { $0.key == target.key }) else { continue }
      let dust = state.generator.within(flood.dust)
      draft.outputs.append(.init(key: target.key, value: dust, role: .deposit))
      accounts.append(target.member)
    }
    let paid = draft.outputs.reduce(fee) { $0 + $1.value }
    guard let coins = choose(from: [state.wallet], atLeast: paid, .oldest, confirmedOnly: false)
    else { return }
    draft.inputs = coins
    let change = value(of: coins) - paid
    if change > 0 {
      let back = makeKey(state.wallet, form: .hashedCompressed)
      draft.outputs.append(.init(key: back, value: change, role: .change))
    }
    let first = commit(draft)
    guard desks[desk].keepsBooks else { return }
    for (index, account) in accounts.enumerated() {
      plan.books.deposits.append(
        .init(output: OutputNumber(first.position + index), account: account))
    }
  }

  /// Up to four hundred customers whose deposit addresses have been seen on the chain.
  private func floodTargets(
    cohort: Int, _ generator: inout SeededGenerator
  ) -> [(member: Int, key: KeyNumber)] {
    let known = cohorts[cohort].depositKeys.enumerated().compactMap { member, key in
      key.map { (member: member, key: $0) }
    }
    guard known.count > 400 else { return known }
    return (0..<400).map { _ in known[generator.below(known.count)] }
  }
}

extension Scenario {
  /// The flooder of a name.
  func flooder(_ name: String) -> Flooder? {
    for actor in actors where actor.name == name {
      if case .flooder(let flooder) = actor.kind { return flooder }
    }
    return nil
  }
}
