import Bitcoin

extension ScenarioReview {
  /// Holds a reorganisation against the rest: blocks enough to win, no two at once, and a deposit that
  /// can be undone.
  func check(_ reorg: Reorganisation, at time: UInt32, path: String) throws(Contradiction) {
    let height = schedule.height(at: time)
    guard (1...90).contains(reorg.blocks) else {
      throw contradiction("\(path).blocks", "\(reorg.blocks) is not 1 to 90")
    }
    // Where a double spend's coins come late, the fork is some blocks later.
    guard height + reorg.blocks + 20 <= schedule.tip else {
      throw contradiction(
        "\(path).blocks",
        "the chain ends \(schedule.tip - height) blocks later: \(reorg.blocks + 20) are needed, so "
          + "that the other branch wins")
    }
    for event in scenario.events {
      guard case .reorg(let other) = event.action, event.from < time else { continue }
      guard schedule.height(at: event.from) + other.blocks + 20 <= height else {
        throw contradiction(
          path, "the reorganisation of \(text(event.from)) is hardly over: let 20 blocks pass")
      }
    }
    guard let spend = reorg.doubleSpend else { return }
    try checkThief(spend.by, "\(path).doubleSpend.by")
    try wallet(spend.of, isFirst: true, "\(path).doubleSpend.of")
    let name = spend.of.actor
    guard scenario.hasCustomers(name) else {
      throw contradiction(
        "\(path).doubleSpend.of",
        "'\(name)' has no customers among whom '\(spend.by)' could be: an actor of the kind "
          + "'population' with 'of: \(name)' and 8 of them is needed")
    }
    guard spend.amount >= Satoshi(1_000_000) else {
      throw contradiction("\(path).doubleSpend.amount", "must be 0.01 BTC or more")
    }
    for event in scenario.events {
      guard case .haltWithdrawals(name) = event.action, event.from < time + 2 * 86_400 else {
        continue
      }
      throw contradiction(
        "\(path).doubleSpend.of",
        "'\(name)' stops paying withdrawals on \(text(event.from)), before the credit can be "
          + "withdrawn: two days later or more")
    }
  }
}
