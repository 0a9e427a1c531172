import Bitcoin

extension ScenarioReview {
  /// Each reorganisation is over before the next one begins; of two at one time the one that the file
  /// has first is the first.
  func checkReorganisations() throws(Contradiction) {
    var reorgs: [(index: Int, from: UInt32, blocks: Int)] = []
    for (index, event) in scenario.events.enumerated() {
      guard case .reorg(let reorg) = event.action else { continue }
      reorgs.append((index, event.from, reorg.blocks))
    }
    reorgs.sort { ($0.from, $0.index) < ($1.from, $1.index) }
    for (earlier, later) in zip(reorgs, reorgs.dropFirst()) {
      let over = schedule.height(at: earlier.from) + earlier.blocks + 20
      guard over <= schedule.height(at: later.from) else {
        throw contradiction(
          "events[\(later.index)].reorg",
          "the reorganisation of \(text(earlier.from)) is hardly over: let 20 blocks pass")
      }
    }
  }

  /// Holds a reorganisation against the rest: blocks enough to win, and a deposit that can be undone.
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
    // Credited is half-way through the branch; blocks come up to half an interval late.
    let credited = schedule.time(ofBlock: height + (reorg.blocks + 1) / 2 + 2)
    let earliest = max(time + 2 * 86_400, credited)
    if let halt = scenario.time(of: .withdrawals, by: name), halt < earliest {
      throw contradiction(
        "\(path).doubleSpend.of",
        "'\(name)' stops paying withdrawals on \(text(halt)), before the credit can be "
          + "withdrawn: let it pay until \(text(earliest)) or longer")
    }
  }
}
