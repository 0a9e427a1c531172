import Bitcoin

extension Planner {
  /// One taker joins with makers: everybody gets the taker's amount and his change; the makers' change
  /// is more than what they brought by their fee, the taker pays all fees.
  ///
  /// A fifth of the takers sweep: they put in all they have and get no change.
  mutating func joinMarket(service: Int, size: Int) -> Bool {
    var offers: [CoinJoinState.Party] = []
    while offers.count < size + 4, let member = takeReadyMember(service: service) {
      if let offer = takeCoins(ofMember: member, service: service, atLeast: 500_000, limit: 4) {
        offers.append(offer)
      }
    }
    defer { for offer in offers { keepReady(offer.member, service: service) } }
    guard offers.count >= 3 else {
      giveBack(offers, service: service)
      return false
    }
    // Whoever was drawn first wants to join; the others who have most make the market.
    var makers = offers.dropFirst().sorted { ($1.sum, $0.member) < ($0.sum, $1.member) }
    giveBack(Array(makers.dropFirst(size - 1)), service: service)
    makers = Array(makers.prefix(size - 1))
    let fee = drawServiceFee(service)
    let limit = (makers.last?.sum ?? 0) - Planner.smallestChange
    guard var plan = planTaker(offers[0], makers: makers.count, limit: limit, fee: fee, service)
    else {
      giveBack([offers[0]] + makers, service: service)
      return false
    }
    for index in makers.indices {
      makers[index].values = [
        (plan.amount, .mixed), (makers[index].sum - plan.amount + plan.fees[index], .change),
      ]
    }
    plan.taker.values.insert((plan.amount, .mixed), at: 0)
    let joined = commitJoin(
      .joinMarket, parties: [plan.taker] + makers, commission: 0, service: service, .shuffled)
    let isMaker = Set(makers.map(\.member))
    // Makers offer all that they have, takers some of what they got.
    release(joined.filter { isMaker.contains($0.member) }, remixed: 1_000, service: service)
    release(joined.filter { !isMaker.contains($0.member) }, remixed: 300, service: service)
    return true
  }

  /// What a taker joins, and what each maker gets for it (sat).
  private struct TakerPlan {
    var taker: CoinJoinState.Party
    var amount: Int64
    var fees: [Int64]
  }

  private mutating func planTaker(
    _ offer: CoinJoinState.Party, makers: Int, limit: Int64, fee: Int64, _ service: Int
  ) -> TakerPlan? {
    var taker = offer
    // Makers ask for an absolute fee or for a share of the amount, some ten-thousandths at most.
    let asked = (0..<makers).map { _ in
      services[service].generator.chance(perMille: 300)
        ? (absolute: Int64(services[service].generator.within(100...3_000)), perMillion: Int64(0))
        : (absolute: 0, perMillion: Int64(services[service].generator.within(10...300)))
    }
    func fees(_ amount: Int64) -> [Int64] {
      asked.map { $0.absolute + amount / 1_000_000 * $0.perMillion }
    }
    let most = fees(taker.sum).reduce(fee, +)
    let available = taker.sum - most
    guard available >= 100_000, limit >= 100_000 else { return nil }
    let isSweep = available <= limit && services[service].generator.chance(perMille: 200)
    var amount = available
    var paid = fees(taker.sum)
    if !isSweep {
      let part = Int64(services[service].generator.within(300...950))
      amount = min(available, limit) / 1_000 * part
      if amount > 1_000_000, services[service].generator.chance(perMille: 400) {
        amount -= amount % 100_000
      }
      paid = fees(amount)
      let change = taker.sum - amount - paid.reduce(fee, +)
      if change >= Planner.smallestChange { taker.values.append((change, .change)) }
    }
    taker.paidToOthers = paid.reduce(0, +)
    return TakerPlan(taker: taker, amount: amount, fees: paid)
  }
}
