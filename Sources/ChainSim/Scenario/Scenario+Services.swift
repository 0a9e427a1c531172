import Bitcoin

extension Scenario {
  /// What is wrong with a service; nil where nothing is.
  ///
  /// - Parameter path: the actor's, such as `actors.mixer`.
  func findFlaw(of service: Service, path: String) -> ScenarioError? {
    func flaw(_ key: String, _ reason: String) -> ScenarioError {
      .inconsistent(key: "\(path).\(key)", reason: reason)
    }
    let end = paces.last?.until ?? BlockSchedule.genesisTime
    guard service.from >= BlockSchedule.genesisTime, service.from <= end else {
      return flaw("from", "is outside the chain's time")
    }
    guard service.to > service.from, service.to <= end else {
      return flaw("to", "is not between the opening and the end of the chain")
    }
    guard service.fees.lowerBound >= .zero, service.fees.upperBound <= .coin else {
      return flaw("fees", "are not between 0 and 1 BTC")
    }
    if let reason = findFlaw(ofPeople: service) { return flaw("people", reason) }
    switch service.trade {
    case .coinJoin(let join):
      if service.fees.upperBound > join.amounts.lowerBound {
        return flaw(
          "fees",
          "\(service.fees.upperBound) BTC are more than the \(join.amounts.lowerBound) BTC that "
            + "somebody may bring: lower them, or raise 'amounts'")
      }
      return findFlaw(of: join).map { flaw($0.key, $0.reason) }
    case .mixer(let mixer):
      if service.coins < mixer.each.upperBound {
        return flaw("coins", "\(service.coins) BTC are too few to pay out one deposit")
      }
      return findFlaw(of: mixer.each, least: 1_000_000).map { flaw("each", $0) }
    case .gambling(let game):
      if service.coins < game.each.upperBound {
        return flaw("coins", "\(service.coins) BTC are too few to pay one prize")
      }
      return findFlaw(of: game.each, least: 100_000).map { flaw("each", $0) }
    case .merchants(let shops): return findFlaw(of: shops.each).map { flaw("each", $0) }
    case .donations(let gifts): return findFlaw(of: gifts.each).map { flaw("each", $0) }
    case .faucet(let faucet):
      return findFlaw(of: faucet.each, least: 1).map { flaw("each", $0) }
    case .ransomware(let ransom):
      if exchange(ransom.cashOut) == nil {
        return flaw("cashOut", "'\(ransom.cashOut)' is no exchange of this scenario")
      }
      if !hasCustomers(ransom.cashOut) {
        return flaw("cashOut", "'\(ransom.cashOut)' has no customers whose account could be used")
      }
      return findFlaw(of: ransom.each, least: 1_000_000).map { flaw("each", $0) }
    }
  }

  private func findFlaw(of range: ClosedRange<Satoshi>, least: Int64 = 10_000) -> String? {
    guard range.lowerBound.rawValue < least else { return nil }
    return "\(range.lowerBound) BTC are too little; \(Satoshi(least)) BTC is the least"
  }

  private func findFlaw(ofPeople service: Service) -> String? {
    guard let actor = actors.first(where: { $0.name == service.people }) else {
      return "there is no actor '\(service.people)'"
    }
    if case .ransomware(let ransom) = service.trade {
      guard case .population(let people) = actor.kind else {
        return
          "'\(service.people)' is no population: victims buy coins where they have accounts"
      }
      guard people.count > ransom.victims else {
        return "'\(service.people)' has \(people.count) people, and \(ransom.victims) are victims"
      }
      return nil
    }
    guard case .users(let users) = actor.kind else {
      return "'\(service.people)' must be an actor of the kind 'users'"
    }
    return users.count < 10 ? "'\(service.people)' has fewer than 10 people" : nil
  }

  private func findFlaw(of join: Service.CoinJoin) -> (key: String, reason: String)? {
    let possible = join.shape.possibleParties
    guard possible.contains(join.parties.lowerBound), possible.contains(join.parties.upperBound)
    else {
      return (
        "parties",
        "'\(join.shape.rawValue)' takes \(possible.lowerBound) to \(possible.upperBound) people"
      )
    }
    let least: Int64
    switch join.shape {
    case .joinMarket, .wasabi2: least = 1_000_000
    case .wasabi1:
      guard (8_000_000...12_000_000).contains(join.denomination.rawValue) else {
        return ("denomination", "Wasabi 1 starts from about 0.1 BTC, at least 0.08, at most 0.12")
      }
      least = join.denomination.rawValue / 100 * 105
    case .whirlpool:
      let pool = Service.CoinJoin.Shape.pools.first {
        $0.denomination == join.denomination.rawValue
      }
      guard let pool else {
        return ("denomination", "a Whirlpool has pools of 0.001, 0.01, 0.05 and 0.5 BTC")
      }
      least = pool.denomination + pool.fee + 200_000
    }
    return findFlaw(of: join.amounts, least: least).map { ("amounts", $0) }
  }
}
