import Bitcoin

extension ScenarioReview {
  /// Holds a made-up balance against the rest: whose accounts, how large the transfers must be, and
  /// whether the exchange still pays.
  func check(_ overdraw: Overdraw, at time: UInt32, path: String) throws(Contradiction) {
    try checkThief(overdraw.by, "\(path).by")
    try wallet(overdraw.of, "\(path).of")
    let name = overdraw.of.actor
    guard scenario.exchange(name)?.wallets.first?.name == overdraw.of.wallet else {
      throw contradiction(
        "\(path).of", "'\(overdraw.of)' pays no withdrawals: the exchange's first wallet does")
    }
    guard scenario.hasCustomers(name) else {
      throw contradiction(
        "\(path).of",
        "'\(name)' has no customers among whom '\(overdraw.by)' could be: an actor of the kind "
          + "'population' with 'of: \(name)' and 8 of them is needed")
    }
    guard overdraw.total >= Satoshi(Int64(overdraw.addresses) * 1_000_000),
      overdraw.stake >= Satoshi(1_000_000), overdraw.stake <= Satoshi(100_000_000_000),
      overdraw.total <= .maxMoney
    else {
      throw contradiction(
        "\(path).total", "a stake of 0.01 to 1,000 BTC and 0.01 BTC for each address are needed")
    }
    let sum = overdraw.total.rawValue + overdraw.stake.rawValue
    guard (sum + overdraw.stake.rawValue - 1) / overdraw.stake.rawValue <= overdraw.transfers else {
      throw contradiction(
        "\(path).transfers",
        "\(overdraw.transfers) transfers of at most the stake, \(overdraw.stake.formatted), do not "
          + "make \(Satoshi(sum).formatted): more transfers or a larger stake are needed")
    }
    if let owes = scenario.exchange(name)?.owes, overdraw.stake > owes.customers {
      throw contradiction(
        "\(path).stake",
        "\(overdraw.stake.formatted) stay on the thief's account, and customers are owed only "
          + "\(owes.customers.formatted) together: let the stake be less, and the transfers more")
    }
    if let halt = scenario.time(of: .withdrawals, by: name), halt < time + 3_600 {
      throw contradiction(
        "\(path).of",
        "'\(name)' stops paying withdrawals on \(text(halt)), before the balance can be "
          + "withdrawn: an hour later or more")
    }
    if let halt = scenario.time(of: .deposits, by: name), halt < time {
      throw contradiction(
        "\(path).of", "'\(name)' closes on \(text(halt)), before this happens")
    }
  }
}
