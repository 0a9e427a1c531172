import Bitcoin

extension Planner {
  /// Somebody buys at a shop, which gives out a new address for each sale.
  mutating func sellGoods(service: Int) {
    guard case .merchants(let shops) = services[service].service.trade else { return }
    let shop = services[service].generator.below(shops.count)
    let sold = receive(shops.each, role: .payment, motif: .payment, service: service, key: nil)
    guard let sold else { return }
    services[service].made += 1
    services[service].takings[shop].append(sold)
  }

  /// A shop merges its week's takings in its till and pays somebody from it.
  mutating func settle(service: Int, shop: Int) {
    guard now < services[service].service.to else { return }
    serve(service, .settle(shop: shop), after: 6 * 86_400...8 * 86_400)
    guard services[service].takings[shop].count >= 2 else { return }
    let (coins, left) = splitConfirmed(services[service].takings[shop])
    guard !coins.isEmpty else { return }
    services[service].takings[shop] = left
    let fee = drawServiceFee(service)
    let sum = value(of: coins) - fee
    guard sum > 4 * Planner.smallestChange else { return }
    let bought = sum / 1_000 * Int64(services[service].generator.within(300...800))
    let key = payee(atService: service)
    let till = services[service].keys[shop]
    var draft = Draft(
      .payment, inputs: coins, outputs: [.init(key: key, value: bought, role: .payment)])
    addChange(to: &draft, fee: fee) { _ in till }
    commit(draft)
  }

  /// The confirmed ones of some coins, as many as one transaction should merge, and the others.
  private func splitConfirmed(
    _ coins: [OutputNumber]
  ) -> (taken: [OutputNumber], left: [OutputNumber]) {
    let confirmed = coins.filter { isConfirmed($0) }
    let taken = confirmed.prefix(Planner.mergedAtMost)
    let left = coins.filter { !isConfirmed($0) } + confirmed[taken.endIndex...]
    return (Array(taken), left)
  }

  /// Somebody gives to an address that never changes.
  mutating func give(service: Int) {
    guard case .donations(let gifts) = services[service].service.trade else { return }
    let key = services[service].keys[0]
    if let gift = receive(
      gifts.each, role: .donation, motif: .donation, service: service, key: key)
    {
      services[service].made += 1
      services[service].pile.append(gift)
    }
  }

  /// The gifts of some time are spent together: most go to somebody, the rest comes back to the address.
  mutating func spendGifts(service: Int) {
    guard services[service].pile.count >= 2 else { return }
    let (coins, left) = splitConfirmed(services[service].pile)
    guard !coins.isEmpty else { return }
    services[service].pile = left
    let fee = drawServiceFee(service)
    let sum = value(of: coins) - fee
    guard sum > 4 * Planner.smallestChange else { return }
    let spent = sum / 1_000 * Int64(services[service].generator.within(500...950))
    let key = payee(atService: service)
    let own = services[service].keys[0]
    var draft = Draft(
      .payment, inputs: coins, outputs: [.init(key: key, value: spent, role: .payment)])
    addChange(to: &draft, fee: fee) { _ in own }
    let first = commit(draft)
    for index in draft.outputs.indices where draft.outputs[index].role == .change {
      services[service].pile.append(OutputNumber(first.position + index))
    }
  }

  /// A faucet pays many people a tiny amount each.
  mutating func drip(service: Int) {
    guard case .faucet(let faucet) = services[service].service.trade else { return }
    let count = services[service].generator.within(faucet.batch)
    let each = services[service].generator.within(faucet.each)
    let fee = drawServiceFee(service)
    guard
      let coins = choose(from: [services[service].own], atLeast: each * Int64(count) + fee)
    else { return }
    var draft = Draft(.faucet, inputs: coins)
    for _ in 0..<count {
      draft.outputs.append(.init(key: payee(atService: service), value: each, role: .dole))
    }
    addChange(to: &draft, fee: fee) { $0.makeServiceKey(service) }
    services[service].made += 1
    commit(draft)
  }

  /// Somebody among the people pays a service an amount of a range, round more often than not.
  ///
  /// - Parameter key: where; nil: a new address.
  /// - Returns: the paid output; nil where nobody who was asked had enough.
  private mutating func receive(
    _ range: ClosedRange<Satoshi>, role: PlannedRole, motif: PlannedMotif, service: Int,
    key: KeyNumber?
  ) -> OutputNumber? {
    let law = Lognormal(
      median: min(range.lowerBound.rawValue * 4, 1 << 37), sigmaPerMille: 1_300)
    var amount = law.draw(&services[service].generator)
    amount = min(max(amount, range.lowerBound.rawValue), range.upperBound.rawValue)
    if amount > 1_000_000, services[service].generator.chance(perMille: 600) {
      amount -= amount % 1_000_000
    }
    let fee = drawServiceFee(service)
    guard let (_, wallet) = payer(atService: service, of: amount + fee),
      let coins = choose(from: [wallet], atLeast: amount + fee)
    else { return nil }
    let target = key ?? makeServiceKey(service)
    var draft = Draft(
      motif, inputs: coins, outputs: [.init(key: target, value: amount, role: role)])
    addChange(to: &draft, fee: fee) { $0.makePersonalKey(wallet) }
    return output(paying: target, of: draft, first: commit(draft))
  }
}
