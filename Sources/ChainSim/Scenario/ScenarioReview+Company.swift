import Bitcoin

extension ScenarioReview {
  /// A flood: its exchange, its payer, and room for its transactions.
  func check(_ flood: Flood, event: ScenarioEvent, path: String) throws(Contradiction) {
    _ = try exchange(flood.on, "\(path).at")
    guard case .flooder(let flooder) = try actor(flood.by, "\(path).by", is: "a flooder").kind
    else { throw contradiction("\(path).by", "'\(flood.by)' is no flooder") }
    guard flood.dust.lowerBound > .zero, flood.dust.upperBound <= .coin else {
      throw contradiction("\(path).dust", "dust is more than 0 and at most 1 BTC")
    }
    let blocks = schedule.height(at: event.to) - schedule.height(at: event.from)
    guard flood.transactions <= blocks * 2_000 else {
      throw contradiction(
        "\(path).transactions",
        "\(flood.transactions) transactions do not fit into the \(blocks) blocks of the time")
    }
    // Eight outputs of dust in the mean, and the highest fee, for each transaction.
    let mean = (flood.dust.lowerBound.rawValue + flood.dust.upperBound.rawValue) / 2
    let each = mean * 8 + flooder.fees.upperBound.rawValue
    let needed = Satoshi(each * Int64(flood.transactions))
    guard flooder.coins >= needed else {
      throw contradiction(
        "\(path).transactions",
        "'\(flood.by)' has \(flooder.coins.formatted), and the dust and its fees take up to "
          + "\(needed.formatted)")
    }
  }

  /// A found wallet is one that the books do not know, and rests from its last use until it is found.
  func check(
    found reference: WalletReference, at time: UInt32, path: String
  ) throws(Contradiction) {
    guard let lastUsed = try wallet(reference, path).lastUsed else {
      throw contradiction(
        path, "the books know '\(reference)': only a wallet with 'lastUsed' is found")
    }
    guard lastUsed <= time else {
      throw contradiction(
        path, "'\(reference)' was last used on \(text(lastUsed)), after it is found")
    }
    for (index, event) in scenario.events.enumerated() {
      guard case .move(let move) = event.action, move.from == reference, event.from >= lastUsed,
        event.from < time
      else { continue }
      throw contradiction(
        "events[\(index)].move.from", "'\(reference)' is found only on \(text(time))")
    }
  }

  /// The halts of one exchange in an order that can be: where a site is closed or a filing made, all is
  /// halted.
  func checkOrderOfHalts() throws(Contradiction) {
    for (index, event) in scenario.events.enumerated() {
      switch event.action {
      case .closeSite(let name):
        try refuse(after: index, what: "the site of '\(name)' is closed") { $0.isPartial(of: name) }
      case .filing(let name):
        try refuse(after: index, what: "'\(name)' has filed and takes and pays nothing") {
          $0.isPartial(of: name)
        }
      default: continue
      }
    }
  }

  /// Refuses an event that is later than the one at an index, or lasts longer.
  private func refuse(
    after index: Int, what: String, where isBound: (ScenarioEvent.Action) -> Bool
  ) throws(Contradiction) {
    let end = scenario.events[index].from
    for (place, other) in scenario.events.enumerated() where isBound(other.action) {
      guard other.from > end || other.to > end else { continue }
      throw contradiction(
        "events[\(place)]", "\(what) by then, on \(text(end)) (events[\(index)])")
    }
  }
}

extension ScenarioEvent.Action {
  /// Whether it halts a part of an exchange or floods its site.
  fileprivate func isPartial(of exchange: String) -> Bool {
    switch self {
    case .haltWithdrawals(exchange), .haltTransactions(exchange), .haltDeposits(exchange): true
    case .flood(let flood): flood.on == exchange
    default: false
    }
  }
}
