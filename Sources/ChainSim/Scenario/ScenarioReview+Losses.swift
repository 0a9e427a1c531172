import Bitcoin

extension ScenarioReview {
  /// A theft at one blow.
  func check(_ heist: Heist, path: String) throws(Contradiction) {
    try checkThief(heist.by, "\(path).by")
    try scenario.checkWallet(heist.of, isFirst: true, key: "\(path).of")
    guard heist.fee <= .coin, heist.amount > heist.fee else {
      throw contradiction(
        "\(path).amount", "\(heist.amount.formatted) must be more than the fee of at most 1 BTC")
    }
  }

  /// Withdrawals that nobody can spend.
  func check(_ burn: Burn, path: String) throws(Contradiction) {
    try scenario.checkWallet(burn.of, isFirst: true, key: "\(path).of")
    if let flaw = burn.flaw { throw contradiction("\(path).\(flaw.key)", flaw.reason) }
  }

  /// Coins that a thief passes on to himself: he has taken as much before.
  func check(_ shuffle: Shuffle, at begin: UInt32, path: String) throws(Contradiction) {
    try checkThief(shuffle.by, "\(path).by")
    guard shuffle.amount >= Satoshi(1_000_000) else {
      throw contradiction("\(path).amount", "\(shuffle.amount.formatted) must be 0.01 BTC or more")
    }
    var taken = Satoshi.zero
    for event in scenario.events where event.to <= begin {
      guard case .sweep(let sweep) = event.action, sweep.by == shuffle.by,
        let sum = taken.addingInMoneyRange(sweep.total)
      else { continue }
      taken = sum
    }
    guard taken >= shuffle.amount else {
      throw contradiction(
        "\(path).amount",
        "'\(shuffle.by)' has swept only \(taken.formatted) by \(text(begin)), "
          + "and \(shuffle.amount.formatted) are to move")
    }
  }
}
