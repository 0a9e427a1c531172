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

  /// The first contradiction in the order of the checks; nil where there is none.
  func firstProblem() -> ScenarioProblem? {
    do throws(Contradiction) {
      try checkPaces()
      try checkActors()
      for (index, event) in scenario.events.enumerated() {
        try check(event, path: "events[\(index)]")
      }
      try checkHalts()
      try checkShares()
      try checkWallets()
      try checkClaims()
      try checkSums()
      try checkSupply()
      return nil
    } catch {
      return error.problem
    }
  }

  /// A contradiction on its way to `firstProblem`.
  struct Contradiction: Error {
    let problem: ScenarioProblem
  }

  /// A contradiction at a path.
  @inline(never)
  func contradiction(_ path: String, _ reason: String) -> Contradiction {
    Contradiction(problem: ScenarioProblem(path: path, reason: reason))
  }
}

// MARK: - Times

extension ScenarioReview {
  /// How many blocks a scenario may have.
  private static let blockLimit = 4_000_000

  private func checkPaces() throws(Contradiction) {
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
      count += Int((pace.until - begin) / max(1, pace.interval))
      guard count <= ScenarioReview.blockLimit else {
        throw contradiction(
          "blocks[\(index)].every",
          "this pace makes more than \(ScenarioReview.blockLimit) blocks")
      }
      begin = pace.until
    }
    guard schedule.tip > 100 else {
      throw contradiction(
        "blocks", "\(schedule.tip) blocks are too few: coins can be spent after 100 blocks")
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
  /// The actor of that name, or a contradiction with a hint.
  func actor(_ name: String, _ path: String, is what: String) throws(Contradiction) -> ScenarioActor
  {
    if let actor = scenario.actors.first(where: { $0.name == name }) { return actor }
    let hint = YAMLKeyTable.nearest(to: name, among: scenario.actors.map(\.name))
    let rest = hint.map { "; did you mean '\($0)'?" } ?? ""
    throw contradiction(path, "there is no actor '\(name)', which must be \(what)\(rest)")
  }

  /// The exchange of that name.
  func exchange(_ name: String, _ path: String) throws(Contradiction) -> Exchange {
    guard case .exchange(let exchange) = try actor(name, path, is: "an exchange").kind else {
      throw contradiction(path, "'\(name)' is no exchange")
    }
    return exchange
  }

  /// Refuses a name that is not a thief's.
  func checkThief(_ name: String, _ path: String) throws(Contradiction) {
    guard case .thief = try actor(name, path, is: "a thief").kind else {
      throw contradiction(path, "'\(name)' is no thief")
    }
  }

  /// The wallet that a reference means.
  @discardableResult
  func wallet(
    _ reference: WalletReference, _ path: String
  ) throws(Contradiction) -> ScenarioWallet {
    let exchange = try exchange(reference.actor, path)
    if let wallet = exchange.wallets.first(where: { $0.name == reference.wallet }) { return wallet }
    let names = exchange.wallets.map(\.name)
    let hint = YAMLKeyTable.nearest(to: reference.wallet, among: names)
    let rest =
      hint.map { "did you mean '\(reference.actor).\($0)'?" }
      ?? "its wallets are \(names.joined(separator: ", "))"
    throw contradiction(path, "'\(reference.actor)' has no wallet '\(reference.wallet)'; \(rest)")
  }
}
