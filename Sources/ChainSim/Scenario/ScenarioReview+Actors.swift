import Bitcoin

extension ScenarioReview {
  func checkActors() throws(Contradiction) {
    var hasMiners = false
    for actor in scenario.actors {
      guard case .population(let population) = actor.kind else { continue }
      _ = try exchange(population.exchange, "actors.\(actor.name).of")
    }
    for actor in scenario.actors {
      let path = "actors.\(actor.name)"
      switch actor.kind {
      case .miners: hasMiners = true
      case .exchange(let exchange): try check(exchange, name: actor.name, path: path)
      case .population(let population): try check(population, path: path)
      case .thief(let thief):
        try checkPositive(thief.collectors, "\(path).collectors")
        try checkPositive(thief.sales, "\(path).sales")
      case .users(let users):
        guard users.coins >= Satoshi(Int64(users.count)) else {
          throw contradiction(
            "\(path).coins", "\(users.coins.formatted) are too few for \(users.count) people")
        }
      }
    }
    guard hasMiners else {
      throw contradiction("actors", "nobody mines: an actor of the kind 'miners' is needed")
    }
  }

  private func check(
    _ exchange: Exchange, name: String, path: String
  ) throws(Contradiction) {
    for (index, wallet) in exchange.wallets.enumerated() {
      guard let lastUsed = wallet.lastUsed else { continue }
      let place = "\(path).wallets.\(wallet.name).lastUsed"
      guard index > 0 else {
        throw contradiction(place, "the first wallet is the one in use")
      }
      try checkTime(lastUsed, place)
    }
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
    var known = 0
    for country in population.countries {
      known += country.count
      guard known <= population.count else {
        throw contradiction(
          "\(path).countries.\(country.code)",
          "the countries have \(known) customers, but there are \(population.count)")
      }
    }
    guard population.withdrawnPercent < 100 else {
      throw contradiction("\(path).withdrawn", "if all goes out again, nothing is owed")
    }
  }

  private func checkPositive(
    _ range: ClosedRange<Satoshi>, _ path: String
  ) throws(Contradiction) {
    guard range.lowerBound > .zero else { throw contradiction(path, "must be above 0") }
  }
}
