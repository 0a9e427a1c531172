import Bitcoin

extension ScenarioReview {
  /// The actors by themselves: their names, numbers and wallets, and whom they belong to.
  func checkActors() throws(Contradiction) {
    // The truth calls those so who get fees, and those who have what nobody can spend.
    var names: Set<String> = ["miners", PlannedWallet.nobody]
    for actor in scenario.actors where !names.insert(actor.name).inserted || actor.name.isEmpty {
      throw contradiction(
        "actors.\(actor.name)", "the name '\(actor.name)' is taken; give another one")
    }
    var populations: [String: String] = [:]
    for actor in scenario.actors {
      guard case .population(let population) = actor.kind else { continue }
      let path = "actors.\(actor.name).of"
      try exchange(population.exchange, path)
      if let other = populations[population.exchange] {
        throw contradiction(
          path,
          "'\(population.exchange)' has its customers in '\(other)' already: let one population have "
            + "them all, with a larger 'count'")
      }
      populations[population.exchange] = actor.name
    }
    var pools: String?
    var bookkeeper: String?
    for actor in scenario.actors {
      let path = "actors.\(actor.name)"
      switch actor.kind {
      case .miners(let miners):
        if let pools {
          throw contradiction(
            "\(path).kind",
            "'\(pools)' has all the pools already: let it have more, with a larger 'count'")
        }
        pools = actor.name
        try check(miners, path: path)
      case .exchange(let exchange):
        try check(exchange, name: actor.name, path: path)
        guard exchange.owes == nil || bookkeeper == nil else {
          throw contradiction(
            "\(path).owes", "'\(bookkeeper ?? "")' has books already, and a case has those of one")
        }
        if exchange.owes != nil { bookkeeper = actor.name }
      case .population(let population): try check(population, path: path)
      case .thief(let thief): try check(thief, path: path)
      case .flooder(let flooder):
        try checkFees(flooder.fees, path)
        guard flooder.coins > .zero else { throw contradiction("\(path).coins", "must be above 0") }
      case .users(let users): try check(users, path: path)
      case .service(let service):
        if let flaw = scenario.findFlaw(of: service, path: path) { throw flaw }
      }
      try checkStyles(of: actor, path: path)
    }
    guard pools != nil else {
      throw contradiction("actors", "nobody mines: an actor of the kind 'miners' is needed")
    }
  }

  private func check(_ miners: Miners, path: String) throws(Contradiction) {
    try checkNumber(miners.count, in: ScenarioLimits.pools, "\(path).count")
    try checkNumber(miners.dormantPerMille, in: 0...1_000, "\(path).dormant")
    try checkFees(miners.fees, path)
  }

  private func check(_ thief: Thief, path: String) throws(Contradiction) {
    guard thief.collectors.lowerBound > .zero else {
      throw contradiction("\(path).collectors", "must be above 0")
    }
    guard thief.sales.lowerBound > ScenarioLimits.dust else {
      throw contradiction(
        "\(path).sales", "one sale must bring more than \(ScenarioLimits.dust.formatted)")
    }
    guard thief.clean >= .zero else { throw contradiction("\(path).clean", "is below 0") }
    try checkFees(thief.fees, path)
  }

  private func check(_ users: OrdinaryUsers, path: String) throws(Contradiction) {
    try checkNumber(users.count, in: ScenarioLimits.users, "\(path).count")
    try checkNumber(users.payments, in: ScenarioLimits.payments, "\(path).payments")
    guard users.coins >= Satoshi(Int64(users.count)) else {
      throw contradiction(
        "\(path).coins", "\(users.coins.formatted) are too few for \(users.count) people")
    }
    try checkFees(users.fees, path)
  }

  private func check(
    _ exchange: Exchange, name: String, path: String
  ) throws(Contradiction) {
    guard !exchange.wallets.isEmpty else {
      throw contradiction("\(path).wallets", "an exchange needs at least one wallet")
    }
    var wallets: Set<String> = []
    for (index, wallet) in exchange.wallets.enumerated() {
      let place = "\(path).wallets.\(wallet.name)"
      guard wallets.insert(wallet.name).inserted else {
        throw contradiction(place, "the name is another wallet's")
      }
      if let addresses = wallet.addresses {
        try checkNumber(addresses, in: ScenarioLimits.addresses, "\(place).addresses")
      }
      for (key, time) in [("since", wallet.since), ("lastUsed", wallet.lastUsed)] {
        guard let time else { continue }
        guard index > 0 else {
          throw contradiction("\(place).\(key)", "the first wallet is the one in use")
        }
        try checkTime(time, "\(place).\(key)")
      }
      if let since = wallet.since, let lastUsed = wallet.lastUsed, lastUsed < since {
        throw contradiction(
          "\(place).lastUsed", "\(text(lastUsed)) is before \(text(since)), when it is made")
      }
    }
    guard exchange.holds >= .zero else { throw contradiction("\(path).holds", "is below 0") }
    try checkFees(exchange.fees, path)
    guard let owes = exchange.owes else { return }
    guard owes.customers.addingInMoneyRange(owes.company) != nil else {
      throw contradiction("\(path).owes", "customers and company have more than 21 million BTC")
    }
    let count = scenario.actors.reduce(0) { count, actor in
      guard case .population(let population) = actor.kind, population.exchange == name else {
        return count
      }
      return count + population.count
    }
    guard owes.customers == .zero || count > 0 else {
      throw contradiction(
        "\(path).owes.customers",
        "'\(name)' has no customers: an actor of the kind 'population' with 'of: \(name)' is needed"
      )
    }
    guard owes.customers >= Satoshi(Int64(count)) else {
      throw contradiction(
        "\(path).owes.customers",
        "\(owes.customers.formatted) are too few for \(count) customers")
    }
  }

  private func check(_ population: Population, path: String) throws(Contradiction) {
    try checkTime(population.from, "\(path).from")
    guard population.from < schedule.end else {
      throw contradiction("\(path).from", "nobody comes when the chain ends")
    }
    var known = 0
    for country in population.countries {
      known += country.count
      guard known <= population.count else {
        throw contradiction(
          "\(path).countries.\(country.code)",
          "the countries have \(known) customers, but there are \(population.count)")
      }
    }
    try checkNumber(population.count, in: ScenarioLimits.customers, "\(path).count")
    try checkNumber(population.sigmaPerMille, in: ScenarioLimits.sigmaPerMille, "\(path).balances")
    guard population.medianBalance > .zero,
      population.medianBalance <= ScenarioLimits.medianBalance
    else {
      throw contradiction(
        "\(path).balances.lognormal.median",
        "\(population.medianBalance.formatted) is not above 0 and up to "
          + "\(ScenarioLimits.medianBalance.formatted)")
    }
    for (range, limits, key) in [
      (population.deposits, ScenarioLimits.deposits, "deposits"),
      (population.withdrawals, ScenarioLimits.withdrawals, "withdrawals"),
    ] {
      try checkNumber(range.lowerBound, in: limits, "\(path).\(key)")
      try checkNumber(range.upperBound, in: limits, "\(path).\(key)")
    }
    guard ScenarioLimits.withdrawnPercent.contains(population.withdrawnPercent) else {
      throw contradiction(
        "\(path).withdrawn",
        "if \(population.withdrawnPercent) % go out again, too little is left to be owed; at most "
          + "\(ScenarioLimits.withdrawnPercent.upperBound) % can")
    }
  }

  // MARK: - Numbers

  /// Refuses a number outside its limits.
  func checkNumber(
    _ number: Int, in limits: ClosedRange<Int>, _ path: String
  ) throws(Contradiction) {
    guard limits.contains(number) else {
      throw contradiction(
        path, "\(number) is not between \(limits.lowerBound) and \(limits.upperBound)")
    }
  }

  /// Refuses fees that nobody would pay.
  func checkFees(_ fees: ClosedRange<Satoshi>, _ path: String) throws(Contradiction) {
    guard fees.lowerBound >= .zero, fees.upperBound <= ScenarioLimits.fee else {
      throw contradiction(
        "\(path).fees", "a fee is at most \(ScenarioLimits.fee.formatted)")
    }
  }
}
