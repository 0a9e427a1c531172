import Bitcoin

extension ScenarioReview {
  /// An event by itself: its times, whom it names, its amounts.
  func check(_ event: ScenarioEvent, path: String) throws(Contradiction) {
    guard event.from <= event.to else {
      throw contradiction("\(path).to", "the event ends before it begins")
    }
    if event.from == event.to {
      try checkTime(event.from, "\(path).at")
    } else {
      try checkTime(event.from, "\(path).from")
      try checkTime(event.to, "\(path).to")
    }
    switch event.action {
    case .proofTransfer(let transfer):
      try check(transfer, at: event.from, path: "\(path).proofTransfer")
    case .move(let move): try check(move, event: event, path: "\(path).move")
    case .copyKeys(let wallet, let thief):
      try self.wallet(wallet, isFirst: true, "\(path).copyKeys.of")
      try checkThief(thief, "\(path).copyKeys.by")
    case .sweep(let sweep): try check(sweep, event: event, path: "\(path).sweep")
    case .sell(let sale): try check(sale, from: event.from, path: path)
    case .malleate(let order):
      try scenario.checkMalleation(order, event: event, key: "\(path).malleate")
    case .heist(let heist): try check(heist, path: "\(path).heist")
    case .burn(let burn): try check(burn, path: "\(path).burn")
    case .shuffle(let shuffle): try check(shuffle, at: event.from, path: "\(path).shuffle")
    case .flood(let flood): try check(flood, event: event, path: "\(path).flood")
    case .haltTransactions(let name): try exchange(name, "\(path).haltTransactions")
    case .closeSite(let name): try exchange(name, "\(path).closeSite")
    case .filing(let name): try exchange(name, "\(path).filing")
    case .found(let wallet): try check(found: wallet, at: event.from, path: "\(path).found")
    case .statement: break
    case .reorg(let reorg): try check(reorg, at: event.from, path: "\(path).reorg")
    case .overdraw(let overdraw):
      try check(overdraw, at: event.from, path: "\(path).overdraw")
    case .haltWithdrawals(let name): try exchange(name, "\(path).haltWithdrawals")
    case .haltDeposits(let name): try exchange(name, "\(path).haltDeposits")
    case .peel, .mix:
      if let flaw = scenario.findFlaw(ofLaundering: event, path: path) { throw flaw }
    }
  }

  private func check(
    _ transfer: ProofTransfer, at time: UInt32, path: String
  ) throws(Contradiction) {
    try wallet(transfer.from, isFirst: true, "\(path).from")
    if let together = transfer.together {
      let wallet = try wallet(together, isFirst: false, at: time, "\(path).together")
      try checkSameActor(transfer.from, together, "\(path).together")
      if let lastUsed = wallet.lastUsed, lastUsed < time {
        throw contradiction(
          "\(path).together",
          "'\(together)' was last used on \(text(lastUsed)), before the transfer")
      }
    }
    guard (1...ScenarioLimits.proofInputs).contains(transfer.inputs.count) else {
      throw contradiction(
        "\(path).inputs", "needs an input and has at most \(ScenarioLimits.proofInputs)")
    }
    var sum = Satoshi.zero
    for (index, input) in transfer.inputs.enumerated() {
      guard input > .zero, let next = sum.addingInMoneyRange(input) else {
        throw contradiction(
          "\(path).inputs[\(index)]", "\(input.formatted) is no amount for an input")
      }
      sum = next
    }
    guard transfer.amount > .zero, transfer.amount < sum else {
      throw contradiction(
        "\(path).amount",
        "\(transfer.amount.formatted) must be above 0 and below the \(sum.formatted) of the inputs")
    }
  }

  private func check(
    _ move: Move, event: ScenarioEvent, path: String
  ) throws(Contradiction) {
    try wallet(move.from, at: event.from, "\(path).from")
    let target = try wallet(move.to, at: event.from, "\(path).to")
    try checkSameActor(move.from, move.to, "\(path).to")
    guard move.from != move.to else {
      throw contradiction("\(path).to", "the coins are in '\(move.from)' already")
    }
    if let lastUsed = target.lastUsed, lastUsed < event.to {
      throw contradiction(
        "\(path).to",
        "'\(move.to)' was last used on \(text(lastUsed)), but gets coins until \(text(event.to))")
    }
    try checkNumber(
      move.transactions, in: ScenarioLimits.moveTransactions, "\(path).transactions")
    guard move.fee >= .zero, move.fee <= ScenarioLimits.fee else {
      throw contradiction("\(path).fee", "a fee is at most \(ScenarioLimits.fee.formatted)")
    }
    let least = Satoshi(Int64(move.transactions) * ScenarioLimits.movePart.rawValue)
    guard move.amount >= least else {
      throw contradiction(
        "\(path).amount",
        "\(move.amount.formatted) is too little for \(move.transactions) transactions")
    }
  }

  private func check(
    _ sweep: Sweep, event: ScenarioEvent, path: String
  ) throws(Contradiction) {
    try checkThief(sweep.by, "\(path).by")
    try wallet(sweep.of, isFirst: true, "\(path).of")
    guard !sweep.isBooked else {
      throw contradiction("\(path).booked", "a sweep that is booked is no theft; leave it out")
    }
    var copied: UInt32?
    for other in scenario.events {
      guard case .copyKeys(sweep.of, by: sweep.by) = other.action else { continue }
      copied = min(copied ?? .max, other.from)
    }
    guard let copied else {
      throw contradiction(
        "\(path).of", "'\(sweep.by)' has no keys of '\(sweep.of)': no event copies them")
    }
    guard copied < event.from else {
      throw contradiction(
        "\(path).of",
        "'\(sweep.by)' has no keys of '\(sweep.of)' before \(text(copied)), when they are copied")
    }
    guard sweep.each.lowerBound > ScenarioLimits.dust, sweep.each.lowerBound <= sweep.total,
      sweep.total.rawValue / sweep.each.lowerBound.rawValue <= ScenarioLimits.sweeps
    else {
      throw contradiction(
        "\(path).each",
        "one sweep must take more than \(ScenarioLimits.dust.formatted), at most the total and at "
          + "least its millionth part")
    }
    let count = Int(sweep.total.rawValue / sweep.each.upperBound.rawValue)
    let blocks = schedule.height(at: event.to) - schedule.height(at: event.from)
    guard count <= blocks * 20 else {
      throw contradiction(
        "\(path).each", "\(count) sweeps or more do not fit into the \(blocks) blocks of the time")
    }
  }

  private func check(_ sale: Sale, from begin: UInt32, path: String) throws(Contradiction) {
    try checkThief(sale.by, "\(path).sell.by")
    try exchange(sale.at, "\(path).sell.at")
    try checkNumber(sale.percent, in: 1...100, "\(path).sell.share")
    var first: UInt32?
    for event in scenario.events {
      guard event.action.taker == sale.by else { continue }
      first = min(first ?? .max, event.from)
    }
    guard let first else {
      throw contradiction("\(path).sell.by", "'\(sale.by)' has nothing to sell: he takes nothing")
    }
    guard first <= begin else {
      throw contradiction(
        "\(path).from", "'\(sale.by)' has nothing to sell before \(text(first))")
    }
  }

  private func checkSameActor(
    _ one: WalletReference, _ other: WalletReference, _ path: String
  ) throws(Contradiction) {
    guard one.actor == other.actor else {
      throw contradiction(path, "'\(other)' is not a wallet of '\(one.actor)'")
    }
  }

  // MARK: - Events together

  /// Each halt happens once.
  func checkHalts() throws(Contradiction) {
    var halts: [String] = []
    for (index, event) in scenario.events.enumerated() {
      let halt: String
      switch event.action {
      case .haltWithdrawals(let name): halt = "haltWithdrawals: \(name)"
      case .haltDeposits(let name): halt = "haltDeposits: \(name)"
      case .haltTransactions(let name): halt = "haltTransactions: \(name)"
      case .closeSite(let name): halt = "closeSite: \(name)"
      case .filing(let name): halt = "filing: \(name)"
      case .found(let wallet): halt = "found: \(wallet)"
      default: continue
      }
      guard !halts.contains(halt) else {
        throw contradiction("events[\(index)]", "'\(halt)' happens twice")
      }
      halts.append(halt)
    }
    try checkOrderOfHalts()
  }

  /// A thief sells at most what he took.
  func checkShares() throws(Contradiction) {
    for actor in scenario.actors {
      var sum = 0
      for (index, event) in scenario.events.enumerated() {
        guard let share = event.action.soldShare, share.by == actor.name else { continue }
        sum += share.percent
        guard sum <= 100 else {
          throw contradiction(
            "events[\(index)].\(share.key).share",
            "the shares that '\(actor.name)' sells add up to \(sum) %")
        }
      }
    }
  }
}
