import Bitcoin

extension Scenario {
  /// Checks withdrawals that are changed in flight: whose they are, that their signatures can be
  /// changed, and that there is time for them.
  func checkMalleation(
    _ order: MalleatedWithdrawals, event: ScenarioEvent, key: String
  ) throws(ScenarioError) {
    try checkThief(order.by, key: "\(key).by")
    try checkWallet(order.of, isFirst: true, key: "\(key).of")
    if let script = wallet(order.of)?.style.script,
      script != .publicKeyHash, script != .publicKey
    {
      throw .inconsistent(
        key: "\(key).of",
        reason: "'\(order.of)' has \(script.rawValue) addresses, and only withdrawals of p2pkh and "
          + "p2pk coins can be changed here: give the wallet 'script: p2pkh'")
    }
    guard hasCustomers(order.of.actor) else {
      throw .inconsistent(
        key: "\(key).of",
        reason: "'\(order.of.actor)' has no customers among whom '\(order.by)' could be: an actor "
          + "of the kind 'population' with 'of: \(order.of.actor)' and 8 of them is needed")
    }
    guard order.each.lowerBound >= Satoshi(1_000_000), order.each.lowerBound <= order.total,
      order.total.rawValue / order.each.lowerBound.rawValue <= 100_000
    else {
      throw .inconsistent(
        key: "\(key).each",
        reason: "a withdrawal asks for 0.01 BTC or more, no more than the total and no less than "
          + "its 100,000th part")
    }
    guard (0...990_000).contains(order.failedMillionths) else {
      throw .inconsistent(key: "\(key).failed", reason: "at most 99 % of the attempts can fail")
    }
    guard (0...100).contains(order.highSPercent) else {
      throw .inconsistent(
        key: "\(key).highS", reason: "\(order.highSPercent) is no percentage")
    }
    guard event.to >= event.from, event.to - event.from >= 86_400 else {
      throw .inconsistent(
        key: "\(key)", reason: "needs a day at least, so that there is time to pay again")
    }
    if let halt = time(of: .withdrawals, by: order.of.actor), halt < event.to {
      throw .inconsistent(
        key: "\(key).of",
        reason: "'\(order.of.actor)' stops paying withdrawals before the event ends: let it end "
          + "before 'haltWithdrawals' and 'closeSite'")
    }
  }

  /// How many customers of an exchange withdraw for thieves.
  func requesters(at exchange: String) -> Int {
    let isAttacked = events.contains {
      switch $0.action {
      case .malleate(let order): order.of.actor == exchange
      case .overdraw(let overdraw): overdraw.of.actor == exchange
      case .reorg(let reorg): reorg.doubleSpend?.of.actor == exchange
      default: false
      }
    }
    return isAttacked ? 2 : 0
  }

  /// Whether an exchange has customers enough that some of them can be a thief's.
  func hasCustomers(_ exchange: String) -> Bool {
    actors.contains { actor in
      guard case .population(let population) = actor.kind else { return false }
      return population.exchange == exchange && population.count >= 8
    }
  }
}
