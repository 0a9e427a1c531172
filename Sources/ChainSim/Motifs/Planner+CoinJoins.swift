import Bitcoin

extension Planner {
  /// How many blocks' time the parties need to get their coins ready (seconds).
  private static let preparation = 3_600...86_400

  /// Sees to it that enough people have coins for the next CoinJoin.
  mutating func prepareJoin(service: Int, tries: Int) {
    guard case .coinJoin(let join) = services[service].service.trade else { return }
    if join.shape == .whirlpool { enterPool(join, service: service) }
    let size = services[service].generator.within(join.parties)
    var missing = size + 5 * tries - services[service].party.ready.count
    if join.shape == .whirlpool {
      // Five different people are in each mix, and new ones come all the time.
      let isSmall = services[service].party.members.count < 12
      missing = isSmall ? 3 : services[service].party.premix.count < 20 ? 1 : 0
    }
    var attempts = 3 * max(missing, 0)
    while missing > 0, attempts > 0 {
      attempts -= 1
      if recruit(join, service: service) { missing -= 1 }
    }
    serve(service, .join(tries: tries), after: Planner.preparation)
  }

  /// Somebody moves coins into the wallet from which he will join.
  private mutating func recruit(_ join: Service.CoinJoin, service: Int) -> Bool {
    // Most bring little: the range's lower end is a third of the median.
    let least = join.amounts.lowerBound.rawValue
    let law = Lognormal(median: min(least * 3, 1 << 37), sigmaPerMille: 1_000)
    let drawn = max(law.draw(&services[service].generator), least)
    let amount = min(drawn, join.amounts.upperBound.rawValue)
    let fee = drawServiceFee(service)
    guard let (person, wallet) = payer(atService: service, of: amount + fee),
      let coins = choose(from: [wallet], atLeast: amount + fee)
    else { return false }
    let member = member(ofPerson: person, service: service)
    let own = services[service].party.members[member].wallet
    // Who mixes with Wasabi 2 brings several coins; a maker of JoinMarket offers several.
    let parts =
      switch join.shape {
      case .wasabi2: services[service].generator.within(1...5)
      case .joinMarket: services[service].generator.within(1...3)
      case .wasabi1, .whirlpool: 1
      }
    let weights = (0..<parts).map { _ in Int64(services[service].generator.within(400...1_600)) }
    var draft = Draft(.joinIn, inputs: coins)
    for share in Shares.split(amount, by: weights) where share > 0 {
      let key = makeMemberKey(service, wallet: own, shape: join.shape)
      draft.outputs.append(.init(key: key, value: share, role: .storage))
    }
    addChange(to: &draft, fee: fee) { $0.makePersonalKey(wallet) }
    let first = commit(draft)
    for (index, output) in draft.outputs.enumerated()
    where plan.keyWallet[output.key.position] == own {
      add(OutputNumber(first.position + index), toMember: member, service: service)
    }
    return true
  }

  private mutating func member(ofPerson person: Int, service: Int) -> Int {
    if let known = services[service].party.memberOfPerson[person] { return known }
    let circle = services[service].people
    let wallet = makeWallet(
      owner: circles[circle].name, member: person, name: services[service].name, part: "joins",
      style: memberStyle(service))
    services[service].party.members.append(.init(wallet: wallet, thief: nil))
    let member = services[service].party.members.count - 1
    services[service].party.memberOfPerson[person] = member
    return member
  }

  /// A thief moves a coin of what he took into a wallet like everybody's there, and joins with it.
  mutating func join(_ coin: OutputNumber, ofThief thief: Int, service: Int) {
    guard case .coinJoin(let join) = services[service].service.trade else { return }
    let fee = drawFee(thieves[thief].thief.fees, by: thieves[thief].name)
    let amount = value(coin) - fee
    guard amount >= Planner.smallestChange else { return }
    let member = member(ofThief: thief, service: service)
    let wallet = services[service].party.members[member].wallet
    let key = makeMemberKey(service, wallet: wallet, shape: join.shape)
    var draft = Draft(
      .joinIn, inputs: [coin], outputs: [.init(key: key, value: amount, role: .storage)])
    thieves[thief].paidToMiners += dealStolen(&draft, order: [0])
    add(commit(draft), toMember: member, service: service)
  }

  private mutating func member(ofThief thief: Int, service: Int) -> Int {
    let members = services[service].party.members
    if let known = members.firstIndex(where: { $0.thief == thief }) { return known }
    let wallet = makeWallet(
      owner: thieves[thief].name, name: services[service].name, part: "joins",
      style: memberStyle(service))
    services[service].party.members.append(.init(wallet: wallet, thief: thief))
    return members.count
  }

  /// What the wallets of Wasabi and Whirlpool are, unless the scenario says otherwise.
  private func memberStyle(_ service: Int) -> AddressStyle? {
    if let style = services[service].service.members { return style }
    guard case .coinJoin(let join) = services[service].service.trade, join.shape != .joinMarket
    else { return nil }
    return AddressStyle(.witnessKeyHash)
  }

  /// A new address of somebody who joins.
  mutating func makeMemberKey(
    _ service: Int, wallet: WalletNumber, shape: Service.CoinJoin.Shape
  ) -> KeyNumber {
    if shape == .joinMarket { return makePersonalKey(wallet) }
    return makeKey(wallet, form: KeyForm(.witnessKeyHash, isCompressed: true))
  }

  /// Has somebody offer a coin.
  mutating func add(_ coin: OutputNumber, toMember member: Int, service: Int) {
    services[service].party.members[member].coins.append(coin)
    guard !services[service].party.members[member].isReady else { return }
    services[service].party.members[member].isReady = true
    services[service].party.ready.append(member)
  }
}

// MARK: - Rounds

extension Planner {
  /// How often a CoinJoin that finds too few people is tried again.
  private static let joinTries = 6

  /// A CoinJoin happens, or is tried again later.
  mutating func join(service: Int, tries: Int) {
    guard case .coinJoin(let join) = services[service].service.trade else { return }
    let size = services[service].generator.within(join.parties)
    let isDone =
      switch join.shape {
      case .joinMarket: joinMarket(service: service, size: size)
      case .wasabi1: joinWasabi1(join, service: service, size: size)
      case .wasabi2: joinWasabi2(service: service, size: size)
      case .whirlpool: joinWhirlpool(join, service: service)
      }
    if isDone {
      services[service].made += 1
    } else if tries < Planner.joinTries {
      serve(service, .prepare(tries: tries + 1), after: 3_600...43_200)
    }
  }

  /// Somebody at random who may have coins; he is ready no longer.
  mutating func takeReadyMember(service: Int) -> Int? {
    let count = services[service].party.ready.count
    guard count > 0 else { return nil }
    services[service].party.ready.swapAt(
      services[service].generator.below(count), count - 1)
    let member = services[service].party.ready.removeLast()
    services[service].party.members[member].isReady = false
    return member
  }

  /// Takes somebody's oldest confirmed coins until they hold enough; nil, and nothing taken, where
  /// they do not.
  ///
  /// - Parameter count: how many are taken even where fewer hold enough, if there are so many.
  mutating func takeCoins(
    ofMember member: Int, service: Int, atLeast amount: Int64, count: Int = 1, limit: Int
  ) -> CoinJoinState.Party? {
    var taken: [OutputNumber] = []
    var kept: [OutputNumber] = []
    var sum: Int64 = 0
    // A maker's list grows by a coin or so a round; a look at the oldest dozen is enough.
    let seen = services[service].party.members[member].coins.prefix(12)
    for coin in seen where isUnspent(coin) {
      let isWanted = sum < amount || taken.count < count
      if isWanted, taken.count < limit, isConfirmed(coin) {
        taken.append(coin)
        sum += value(coin)
      } else {
        kept.append(coin)
      }
    }
    guard sum >= amount, !taken.isEmpty else { return nil }
    services[service].party.members[member].coins.replaceSubrange(0..<seen.count, with: kept)
    return .init(member: member, coins: taken, sum: sum)
  }

  /// Gives people back what they had offered for a CoinJoin that does not happen.
  mutating func giveBack(_ parties: [CoinJoinState.Party], service: Int) {
    for party in parties {
      for coin in party.coins { add(coin, toMember: party.member, service: service) }
    }
  }

  /// Has somebody wait for the next CoinJoin with what he has left.
  mutating func keepReady(_ member: Int, service: Int) {
    guard !services[service].party.members[member].isReady,
      !services[service].party.members[member].coins.isEmpty
    else { return }
    services[service].party.members[member].isReady = true
    services[service].party.ready.append(member)
  }
}
