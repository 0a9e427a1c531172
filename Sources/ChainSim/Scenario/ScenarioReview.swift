import Bitcoin
import Case

/// Holds the parts of a scenario against one another: times, references, sums, and what can be mined.
///
/// What it finds is a contradiction that can be seen without playing the scenario; that there is none
/// does not mean that every actor will have its coins in time.
struct ScenarioReview {
  let scenario: Scenario
  let schedule: SubsidySchedule

  init(_ scenario: Scenario) {
    self.scenario = scenario
    schedule = SubsidySchedule(scenario)
  }

  /// Holds everything against everything.
  ///
  /// - Throws: `inconsistent` for the first contradiction in the order of the checks.
  func run() throws(Contradiction) {
    try checkPaces()
    try checkActors()
    for (index, event) in scenario.events.enumerated() {
      try check(event, path: "events[\(index)]")
    }
    try checkOrders()
    try checkReorganisations()
    try checkHalts()
    try checkShares()
    try checkCircles()
    try checkWallets()
    try checkClaims()
    try checkSums()
    try checkSupply()
  }

  /// `ScenarioError.inconsistent`, which says what contradicts itself.
  typealias Contradiction = ScenarioError

  /// A contradiction at a path.
  @inline(never)
  func contradiction(_ path: String, _ reason: String) -> Contradiction {
    .inconsistent(key: path, reason: reason)
  }
}

// MARK: - Times

extension ScenarioReview {
  private func checkPaces() throws(Contradiction) {
    guard scenario.network.name == Network.regtest.name else {
      throw contradiction(
        "network", "a simulated chain is a regtest chain, not \(scenario.network.name)")
    }
    guard ScenarioLimits.halvingIntervals.contains(scenario.network.subsidyHalvingInterval) else {
      throw contradiction("subsidyHalvingInterval", "must be positive")
    }
    guard !scenario.paces.isEmpty else {
      throw contradiction("blocks", "a chain needs at least one period")
    }
    var begin = SubsidySchedule.genesisTime
    var count = 0
    for (index, pace) in scenario.paces.enumerated() {
      guard pace.until > begin else {
        throw contradiction(
          "blocks[\(index)].until",
          "\(text(pace.until)) is not later than \(text(begin)), when the period begins")
      }
      guard pace.interval > 0 else {
        throw contradiction("blocks[\(index)].every", "must be a second at least")
      }
      guard pace.interval <= ScenarioLimits.interval else {
        throw contradiction(
          "blocks[\(index)].every", "blocks more than a year apart are no chain; at most 366d")
      }
      count += Int((pace.until - begin) / pace.interval)
      guard count <= ScenarioLimits.blocks else {
        throw contradiction(
          "blocks[\(index)].every", "this pace makes more than \(ScenarioLimits.blocks) blocks")
      }
      guard pace.until < ScenarioLimits.end else {
        throw contradiction("blocks[\(index)].until", "the chain ends after 2099")
      }
      begin = pace.until
    }
    guard schedule.tip > SubsidySchedule.maturity else {
      throw contradiction(
        "blocks",
        "\(schedule.tip) blocks are too few: coins can be spent after "
          + "\(SubsidySchedule.maturity) blocks")
    }
  }

  /// Refuses a time that lies before the genesis block or after the last block.
  func checkTime(_ time: UInt32, _ path: String) throws(Contradiction) {
    guard time >= SubsidySchedule.genesisTime, time <= schedule.end else {
      throw contradiction(
        path,
        "\(text(time)) is outside the chain, which runs from "
          + "\(text(SubsidySchedule.genesisTime)) to \(text(schedule.end))")
    }
  }

  /// A time as messages have it.
  func text(_ time: UInt32) -> String { UTCTime(blockTime: time).description }
}

// MARK: - References

extension ScenarioReview {
  /// The actor of that name.
  func actor(_ name: String, _ path: String, is what: String) throws(Contradiction) -> ScenarioActor
  { try scenario.requireActor(name, key: path, is: what) }

  /// The exchange of that name.
  @discardableResult
  func exchange(_ name: String, _ path: String) throws(Contradiction) -> Exchange {
    try scenario.checkExchange(name, key: path)
  }

  /// Refuses a name that is not a thief's.
  func checkThief(_ name: String, _ path: String) throws(Contradiction) {
    try scenario.checkThief(name, key: path)
  }

  /// The wallet that a reference means; `isFirst` and `at` as `Scenario.checkWallet` has them.
  @discardableResult
  func wallet(
    _ reference: WalletReference, isFirst: Bool? = nil, at time: UInt32? = nil, _ path: String
  ) throws(Contradiction) -> ScenarioWallet {
    try scenario.checkWallet(reference, isFirst: isFirst, at: time, key: path)
  }
}
