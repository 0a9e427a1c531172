import Bitcoin

extension Scenario {
  /// The wallet of a reference.
  func wallet(_ reference: WalletReference) -> ScenarioWallet? {
    exchange(reference.actor)?.wallets.first { $0.name == reference.wallet }
  }

  /// The exchange of a name.
  func exchange(_ name: String) -> Exchange? {
    for actor in actors where actor.name == name {
      if case .exchange(let exchange) = actor.kind { return exchange }
    }
    return nil
  }

  /// Checks that the actors have different names and can play their parts.
  func checkActors() throws(ScenarioError) {
    var names: Set<String> = ["miners"]
    var hasMiners = false
    var bookkeepers = 0
    for actor in actors {
      let key = "actors.\(actor.name)"
      guard names.insert(actor.name).inserted, !actor.name.isEmpty else {
        throw .inconsistent(key: key, reason: "the name is taken")
      }
      try checkStyles(of: actor, key: key)
      switch actor.kind {
      case .miners(let miners):
        hasMiners = true
        guard (1...1_000).contains(miners.count), (0...1_000).contains(miners.dormantPerMille)
        else { throw .inconsistent(key: "\(key).count", reason: "needs 1 to 1000 pools") }
        try checkFees(miners.fees, key: key)
      case .exchange(let exchange):
        if exchange.owes != nil { bookkeepers += 1 }
        try checkExchange(exchange, key: key)
      case .population(let population):
        try checkPopulation(population, key: key)
      case .thief(let thief):
        guard thief.sales.lowerBound > Satoshi(1_000_000), thief.collectors.lowerBound > .zero
        else { throw .inconsistent(key: key, reason: "collects and sells more than 0.01 BTC") }
        try checkFees(thief.fees, key: key)
      case .users(let users):
        guard (0...10_000_000).contains(users.count), (0...50_000_000).contains(users.payments)
        else { throw .inconsistent(key: "\(key).count", reason: "too many, or less than none") }
        try checkFees(users.fees, key: key)
      }
    }
    guard hasMiners else { throw .inconsistent(key: "actors", reason: "nobody mines") }
    guard bookkeepers <= 1 else {
      throw .inconsistent(key: "actors", reason: "more than one exchange owes something")
    }
  }

  private func checkExchange(_ exchange: Exchange, key: String) throws(ScenarioError) {
    guard !exchange.wallets.isEmpty, exchange.wallets[0].lastUsed == nil else {
      throw .inconsistent(key: "\(key).wallets", reason: "needs a first wallet that is in use")
    }
    guard Set(exchange.wallets.map(\.name)).count == exchange.wallets.count else {
      throw .inconsistent(key: "\(key).wallets", reason: "two wallets have one name")
    }
    for wallet in exchange.wallets {
      if let count = wallet.addresses, !(1...100_000).contains(count) {
        throw .inconsistent(
          key: "\(key).wallets.\(wallet.name).addresses", reason: "\(count) is not 1 to 100000")
      }
    }
    guard exchange.holds >= .zero else {
      throw .inconsistent(key: "\(key).holds", reason: "is less than nothing")
    }
    try checkFees(exchange.fees, key: key)
  }

  private func checkPopulation(
    _ population: Population, key: String
  ) throws(ScenarioError) {
    try checkExchange(population.exchange, key: "\(key).of")
    guard (2...10_000_000).contains(population.count) else {
      throw .inconsistent(key: "\(key).count", reason: "\(population.count) is not 2 to 10000000")
    }
    let placed = population.countries.reduce(0) { $0 + $1.count }
    guard placed <= population.count, population.countries.allSatisfy({ $0.count >= 0 }) else {
      throw .inconsistent(
        key: "\(key).countries",
        reason: "\(placed) customers live somewhere, but there are only "
          + "\(population.count)")
    }
    guard population.medianBalance > .zero, (0...6_000).contains(population.sigmaPerMille),
      population.medianBalance <= Satoshi(1_000 * 100_000_000)
    else {
      throw .inconsistent(
        key: "\(key).balances",
        reason: "needs a median above 0 and up to 1000 BTC and a sigma from 0 to 6")
    }
    guard population.deposits.lowerBound >= 0, population.deposits.upperBound <= 1_000,
      population.withdrawals.lowerBound >= 0, population.withdrawals.upperBound <= 1_000
    else { throw .inconsistent(key: key, reason: "payments each are not between 0 and 1000") }
    guard (0...90).contains(population.withdrawnPercent) else {
      throw .inconsistent(
        key: "\(key).withdrawn", reason: "\(population.withdrawnPercent) is not 0 to 90 percent")
    }
    guard population.from >= BlockSchedule.genesisTime, population.from < paces.last?.until ?? 0
    else { throw .inconsistent(key: "\(key).from", reason: "is outside the chain's time") }
  }

  private func checkFees(
    _ fees: ClosedRange<Satoshi>, key: String
  ) throws(ScenarioError) {
    guard fees.lowerBound >= .zero, fees.upperBound <= Satoshi.coin else {
      throw .inconsistent(key: "\(key).fees", reason: "are not between 0 and 1 BTC")
    }
  }

  /// Checks that there is an exchange of a name.
  func checkExchange(_ name: String, key: String) throws(ScenarioError) {
    guard exchange(name) != nil else {
      throw .inconsistent(key: key, reason: "\(name) is no exchange of this scenario")
    }
  }

  /// Checks that there is a thief of a name.
  func checkThief(_ name: String, key: String) throws(ScenarioError) {
    for actor in actors where actor.name == name {
      if case .thief = actor.kind { return }
    }
    throw .inconsistent(key: key, reason: "\(name) is no thief of this scenario")
  }

  /// Checks that there is a wallet of a reference, and whether it is its exchange's first one.
  func checkWallet(
    _ reference: WalletReference, isFirst: Bool?, key: String
  ) throws(ScenarioError) {
    guard let exchange = exchange(reference.actor), wallet(reference) != nil else {
      throw .inconsistent(key: key, reason: "there is no wallet \(reference)")
    }
    if let isFirst, (exchange.wallets[0].name == reference.wallet) != isFirst {
      throw .inconsistent(
        key: key, reason: "\(reference) is \(isFirst ? "not " : "")the exchange's first wallet")
    }
  }

  /// Checks a claim's date, name and what it leans on.
  func checkClaim(_ claim: ClaimOrder, key: String) throws(ScenarioError) {
    guard claim.at >= BlockSchedule.genesisTime, claim.at <= paces.last?.until ?? 0 else {
      throw .inconsistent(key: "\(key).at", reason: "is outside the chain's time")
    }
    guard claims.filter({ $0.id == claim.id }).count == 1 else {
      throw .inconsistent(key: "\(key).id", reason: "two claims are called \(claim.id)")
    }
    func check(_ id: String, _ part: String) throws(ScenarioError) {
      // A claim may only lean on an earlier one, so that no two lean on each other.
      guard let own = claims.firstIndex(of: claim), claims[..<own].contains(where: { $0.id == id })
      else {
        throw .inconsistent(key: "\(key).\(part)", reason: "no claim \(id) stands before this one")
      }
    }
    switch claim.coins {
    case .held(let wallet), .spent(let wallet):
      try checkWallet(wallet, isFirst: nil, key: "\(key).coins")
    case .mined(let name):
      let isMiner = actors.contains {
        if case .miners = $0.kind { return $0.name == name }
        return false
      }
      guard isMiner else {
        throw .inconsistent(key: "\(key).coins", reason: "\(name) mines nothing in this scenario")
      }
    case .sameAs(let id): try check(id, "coins")
    }
    if case .copied(let id) = claim.proof { try check(id, "proof") }
    if let own = claims.firstIndex(of: claim), let flaw = findProofFlaw(ofClaim: own) {
      throw .inconsistent(key: "\(key).proof", reason: flaw)
    }
  }
}
