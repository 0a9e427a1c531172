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

  /// After the filing nothing goes out, and nobody sells there.
  func check(filingOf name: String, at time: UInt32, path: String) throws(Contradiction) {
    _ = try exchange(name, path)
    guard let halt = scenario.stopsPaying(name), halt <= time else {
      throw contradiction(path, "'\(name)' still pays withdrawals when it files")
    }
  }

  /// The halts of one exchange in an order that can be: what was halted is not halted once more.
  func checkOrderOfHalts() throws(Contradiction) {
    for (index, event) in scenario.events.enumerated() {
      guard case .closeSite(let name) = event.action else { continue }
      for (place, other) in scenario.events.enumerated() {
        let isLate =
          switch other.action {
          case .haltWithdrawals(name), .haltTransactions(name), .haltDeposits(name):
            other.from > event.from
          case .flood(let flood): flood.on == name && other.to > event.from
          default: false
          }
        guard isLate else { continue }
        throw contradiction(
          "events[\(place)]",
          "the site of '\(name)' is closed by then, on \(text(event.from)) (events[\(index)])")
      }
    }
  }
}
