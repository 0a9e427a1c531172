import Bitcoin

extension Planner {
  /// Somebody pays a mixer, to be paid in other coins later.
  mutating func payMixer(service: Int) {
    guard case .mixer(let mixer) = services[service].service.trade else { return }
    var amount = services[service].generator.within(mixer.each)
    if services[service].generator.chance(perMille: 500) {
      amount = max(amount / 1_000_000 * 1_000_000, mixer.each.lowerBound.rawValue)
    }
    let fee = drawServiceFee(service)
    guard let (_, wallet) = payer(atService: service, of: amount + fee),
      let coins = choose(from: [wallet], atLeast: amount + fee)
    else { return }
    let key = mixerKey(service)
    var draft = Draft(
      .mixIn, inputs: coins, outputs: [.init(key: key, value: amount, role: .deposit)])
    addChange(to: &draft, fee: fee) { $0.makePersonalKey(wallet) }
    let first = commit(draft)
    services[service].made += 1
    take(output(paying: key, of: draft, first: first), for: wallet, service: service)
  }

  /// A new deposit address of a mixer.
  mutating func mixerKey(_ service: Int) -> KeyNumber {
    let wallet = mixerWallet(service, \.deposits, part: "deposits")
    return makeKey(wallet, form: .hashedUncompressed)
  }

  private mutating func mixerWallet(
    _ service: Int, _ place: WritableKeyPath<MixerState, WalletNumber?>, part: String
  ) -> WalletNumber {
    if let wallet = services[service].stock[keyPath: place] { return wallet }
    let wallet = makeWallet(
      owner: services[service].name, name: "own", part: part,
      style: services[service].service.own)
    services[service].stock[keyPath: place] = wallet
    return wallet
  }

  /// A mixer books a deposit and who is to be paid for it.
  mutating func take(_ deposit: OutputNumber, for wallet: WalletNumber, service: Int) {
    guard case .mixer(let mixer) = services[service].service.trade else { return }
    let cut = Int64(services[service].generator.within(mixer.cutPerMille))
    let payout = value(deposit) - value(deposit) / 1_000 * cut
    services[service].stock.orders.append(
      .init(deposit: deposit, wallet: wallet, payout: payout))
    let order = services[service].stock.orders.count - 1
    let delay = Int(mixer.delay.lowerBound)...Int(mixer.delay.upperBound)
    serve(service, .payOut(order: order), after: delay)
    gatherDeposits(service: service)
  }

  /// A mixer merges deposits that have piled up into one of its large coins.
  private mutating func gatherDeposits(service: Int) {
    let from = services[service].stock.nextGathered
    var to = from
    let orders = services[service].stock.orders
    let limit = min(orders.count, from + Planner.mergedAtMost)
    while to < limit, isConfirmed(orders[to].deposit) { to += 1 }
    guard to - from >= services[service].stock.nextPile else { return }
    let coins = orders[from..<to].map(\.deposit)
    let fee = drawServiceFee(service)
    let sum = value(of: coins)
    // Deposits that do not make up for the fee wait for more of them.
    guard sum > fee + Planner.smallestChange else { return }
    services[service].stock.nextPile = services[service].generator.within(8...20)
    services[service].stock.nextGathered = to
    let key = makeKey(
      mixerWallet(service, \.large, part: "large"), form: .hashedUncompressed)
    let first = commit(
      Draft(
        .consolidation, inputs: coins,
        outputs: [.init(key: key, value: sum - fee, role: .consolidation)]))
    services[service].stock.chains.append(.init(coin: first, orders: from..<to))
  }

  /// A mixer pays an order from a coin that its deposit is not part of, and keeps the rest for the next
  /// one: its payouts are peel chains.
  mutating func payOut(service: Int, order: Int) {
    let wanted = services[service].stock.orders[order]
    if wanted.tries == 0 { services[service].stock.due += 1 }
    let fee = drawServiceFee(service)
    let chains = services[service].stock.chains
    let index = chains.indices.prefix(4).first {
      !chains[$0].orders.contains(order) && isUnspent(chains[$0].coin)
        && value(chains[$0].coin) >= wanted.payout + fee
    }
    var coins: [OutputNumber] = []
    if let index {
      coins = [chains[index].coin]
    } else if let reserve = choose(
      from: [services[service].own], atLeast: wanted.payout + fee, .largest)
    {
      coins = reserve
    } else {
      postpone(order: order, service: service)
      return
    }
    let key = makePersonalKey(wanted.wallet)
    let large = mixerWallet(service, \.large, part: "large")
    var draft = Draft(
      .mixOut, inputs: coins, outputs: [.init(key: key, value: wanted.payout, role: .payment)])
    addChange(to: &draft, fee: fee, role: .peel) { $0.makeKey(large, form: .hashedUncompressed) }
    let first = commit(draft)
    services[service].stock.paid += 1
    let rest = draft.outputs.firstIndex { $0.role == .peel }.map {
      OutputNumber(first.position + $0)
    }
    guard let index else {
      if let rest { services[service].stock.chains.insert(.init(coin: rest, orders: 0..<0), at: 0) }
      return
    }
    if let rest {
      services[service].stock.chains[index].coin = rest
    } else {
      services[service].stock.chains.remove(at: index)
    }
  }

  private mutating func postpone(order: Int, service: Int) {
    // The coin at the front is too small for this order; others may do for it.
    let chains = services[service].stock.chains
    if chains.count > 1 {
      services[service].stock.chains.append(services[service].stock.chains.removeFirst())
    }
    guard services[service].stock.orders[order].tries < 60 else { return }
    services[service].stock.orders[order].tries += 1
    serve(service, .payOut(order: order), after: 21_600...86_400)
  }
}
