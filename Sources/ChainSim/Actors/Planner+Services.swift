import Bitcoin

extension Planner {
  /// Makes the services' wallets and plans what happens at them.
  mutating func setUpServices() {
    for actor in scenario.actors {
      guard case .service(let service) = actor.kind,
        let people = people(of: service)
      else { continue }
      let own = makeWallet(owner: actor.name, name: "own", style: service.own)
      services.append(
        ServiceState(
          name: actor.name, service: service, people: people, own: own,
          generator: SeededGenerator(seed: seed, key: actor.name)))
      let index = services.count - 1
      if service.coins > .zero {
        let earliest = schedule.times[min(Planner.coinbaseMaturity + 20, schedule.tip)]
        let month: UInt32 = 30 * 86_400
        serve(index, .fund, at: max(earliest, service.from - min(service.from, month)))
      }
      setUp(service: index)
    }
  }

  private func people(of service: Service) -> Int? {
    if case .ransomware = service.trade {
      return cohorts.firstIndex { $0.name == service.people }
    }
    return circles.firstIndex { $0.name == service.people }
  }

  private mutating func setUp(service: Int) {
    switch services[service].service.trade {
    case .coinJoin(let join):
      spread(join.rounds, service: service) { _ in .prepare(tries: 0) }
    case .mixer(let mixer):
      spread(mixer.orders, service: service) { _ in .order }
    case .gambling(let game):
      services[service].keys = Planner.odds.map { _ in makeServiceKey(service) }
      spread(game.bets, service: service) { _ in .bet }
    case .merchants(let shops):
      services[service].takings = Array(repeating: [], count: shops.count)
      services[service].keys = (0..<shops.count).map { _ in makeServiceKey(service) }
      spread(shops.sales, service: service) { _ in .sale }
      for shop in 0..<shops.count {
        serve(service, .settle(shop: shop), at: services[service].service.from + 7 * 86_400)
      }
    case .donations(let gifts):
      services[service].keys = [makeServiceKey(service)]
      spread(gifts.gifts, service: service) { _ in .gift }
      spread(max(gifts.gifts / 40, 1), service: service) { _ in .spendGifts }
    case .faucet(let faucet):
      spread(faucet.payouts, service: service) { _ in .drip }
    case .ransomware(let ransom):
      setUpVictims(ransom, service: service)
    }
  }

  /// Gives orders at random times while a service is open.
  mutating func spread(_ count: Int, service: Int, _ step: (Int) -> ServiceStep) {
    let from = services[service].service.from
    let to = services[service].service.to
    for index in 0..<count {
      let time = services[service].generator.time(from: from, to: to)
      serve(service, step(index), at: time)
    }
  }

  /// Gives a service an order.
  mutating func serve(_ service: Int, _ step: ServiceStep, at time: UInt32) {
    schedule(.serve(service: service, step), at: time)
  }

  /// Gives a service an order for some seconds from now.
  mutating func serve(_ service: Int, _ step: ServiceStep, after seconds: ClosedRange<Int>) {
    let delay = UInt32(services[service].generator.within(seconds))
    serve(service, step, at: now + delay)
  }

  /// A service does what it has to.
  mutating func serve(service: Int, _ step: ServiceStep) {
    switch step {
    case .fund: fund(service: service)
    case .prepare(let tries): prepareJoin(service: service, tries: tries)
    case .join(let tries): join(service: service, tries: tries)
    case .spend(let member, let coin): spendMixed(service: service, member: member, coin: coin)
    case .order: payMixer(service: service)
    case .payOut(let order): payOut(service: service, order: order)
    case .bet: bet(service: service)
    case .sale: sellGoods(service: service)
    case .settle(let shop): settle(service: service, shop: shop)
    case .gift: give(service: service)
    case .spendGifts: spendGifts(service: service)
    case .drip: drip(service: service)
    case .demand(let victim): demand(service: service, victim: victim)
    case .pay(let victim, let tries): payRansom(service: service, victim: victim, tries: tries)
    case .collect: collectRansoms(service: service)
    case .cashOut: cashOut(service: service)
    }
  }

  /// Asks the pools for a service's first coins, in parts.
  private mutating func fund(service: Int) {
    let parts = 8
    let weights = (0..<parts).map { _ in Int64(services[service].generator.within(600...1_400)) }
    let shares = Shares.split(services[service].service.coins.rawValue, by: weights)
    for share in shares where share > 0 {
      requestPayout(to: services[service].own, amount: share)
    }
    let opens = max(services[service].service.from, now + 86_400)
    orderPayouts(requests: parts, from: now, to: opens)
  }
}

// MARK: - Keys and people

extension Planner {
  /// A new address of a service.
  mutating func makeServiceKey(_ service: Int) -> KeyNumber {
    makeKey(services[service].own, form: .hashedUncompressed)
  }

  /// The wallet of somebody among a service's people who has that much; nil where eight who are asked
  /// have not.
  mutating func payer(atService service: Int, of amount: Int64) -> (member: Int, WalletNumber)? {
    let circle = services[service].people
    let count = circles[circle].wallets.count
    for _ in 0..<8 {
      let member = services[service].generator.below(count)
      let wallet = circles[circle].wallets[member]
      if walletBalance[wallet.position] >= amount { return (member, wallet) }
    }
    return nil
  }

  /// The address of somebody among a service's people: a shop's only one, or one of another's.
  mutating func payee(atService service: Int) -> KeyNumber {
    let circle = services[service].people
    let member = services[service].generator.below(circles[circle].wallets.count)
    let isReused =
      member < circles[circle].shops || services[service].generator.chance(perMille: 250)
    if isReused, let key = circles[circle].lastKeys[member] { return key }
    let key = makePersonalKey(circles[circle].wallets[member])
    circles[circle].lastKeys[member] = key
    return key
  }

  /// What somebody pays as fee in a transaction with a service.
  mutating func drawServiceFee(_ service: Int) -> Int64 {
    drawFee(services[service].service.fees, by: services[service].own)
  }

  /// A number from 0 up to but not including `bound`, drawn by a service.
  mutating func draw(service: Int, below bound: Int) -> Int {
    services[service].generator.below(bound)
  }

  /// Shuffles with a service's choices (Fisher and Yates).
  mutating func shuffle<Element>(_ items: inout [Element], service: Int) {
    for index in stride(from: items.count - 1, to: 0, by: -1) {
      items.swapAt(index, services[service].generator.below(index + 1))
    }
  }

  /// The first output of a committed draft that pays a key.
  func output(paying key: KeyNumber, of draft: Draft, first: OutputNumber) -> OutputNumber {
    let index = draft.outputs.firstIndex { $0.key == key } ?? 0
    return OutputNumber(first.position + index)
  }

  /// Whether nothing spends a coin yet.
  func isUnspent(_ coin: OutputNumber) -> Bool { plan.outputSpender[coin.position] == .max }
}
