import Bitcoin

/// The customers of an exchange while a scenario is played.
struct CohortState: Sendable {
  /// The actor's name.
  let name: String
  /// The actor.
  let population: Population
  /// Their exchange.
  let desk: Int
  /// Each customer's own wallet.
  var wallets: [WalletNumber] = []
  /// Each customer's deposit address, once there is one.
  var depositKeys: [KeyNumber?] = []
  /// Who deposits in which period.
  var deposits: [[Slot]] = []
  /// Who withdraws in which period.
  var withdrawals: [[Slot]] = []
  /// The customers' choices.
  var generator: SeededGenerator
  /// How many of the last customers are somebody else's men of straw and do nothing of their own.
  var strawmen = 0
  /// How many of those before them withdraw for a thief and do nothing else.
  var requesters = 0
  /// How many customers act for themselves.
  var actives: Int { wallets.count - strawmen - requesters }

  /// A payment that a customer will make.
  struct Slot: Sendable {
    /// The customer.
    let member: Int
    /// How large it is beside the others (sat, before scaling).
    let weight: Int64
  }
}

extension Planner {
  /// Makes the customers and decides when each of them comes and how active he is.
  mutating func setUpCohorts() {
    for actor in scenario.actors {
      guard case .population(let population) = actor.kind,
        let desk = desk(named: population.exchange)
      else { continue }
      var cohort = CohortState(
        name: actor.name, population: population, desk: desk,
        generator: SeededGenerator(seed: seed, key: actor.name))
      for member in 0..<population.count {
        cohort.wallets.append(
          makeWallet(
            owner: actor.name, member: member, name: "own",
            style: population.own.style(ofMember: member)))
      }
      cohort.depositKeys = Array(repeating: nil, count: population.count)
      cohort.strawmen = population.count > 6 ? 3 : 1
      cohort.requesters = scenario.requesters(at: population.exchange)
      let end = min(desks[desk].haltDeposits, schedule.times.last ?? 0)
      desks[desk].cohort = cohorts.count
      desks[desk].firstPeriod = population.from + DeskState.period
      let length = end > desks[desk].firstPeriod ? end - desks[desk].firstPeriod : 0
      desks[desk].periodCount = Int((length + DeskState.period - 1) / DeskState.period)
      drawActivity(&cohort, periods: max(desks[desk].periodCount, 1))
      cohorts.append(cohort)
      for index in 0..<desks[desk].periodCount {
        let start = desks[desk].start(ofPeriod: index) - DeskState.period
        schedule(.period(desk: desk, index: index), at: start)
      }
    }
  }

  private func drawActivity(_ cohort: inout CohortState, periods: Int) {
    let population = cohort.population
    let law = Lognormal(
      median: population.medianBalance.rawValue, sigmaPerMille: population.sigmaPerMille * 2 / 3)
    cohort.deposits = Array(repeating: [], count: periods)
    cohort.withdrawals = Array(repeating: [], count: periods)
    for member in 0..<cohort.actives {
      // Between an even stream of new customers and a growing one.
      let even = cohort.generator.below(periods)
      let other = cohort.generator.below(periods)
      let joined = cohort.generator.chance(perMille: 400) ? max(even, other) : even
      for index in 0..<count(population.deposits, perMille: 330, &cohort.generator) {
        let period =
          index == 0 ? joined : joined + cohort.generator.below(periods - joined)
        cohort.deposits[period].append(
          .init(member: member, weight: law.draw(&cohort.generator)))
      }
      for _ in 0..<count(population.withdrawals, perMille: 420, &cohort.generator) {
        guard joined + 1 < periods else { break }
        let period = joined + 1 + cohort.generator.below(periods - joined - 1)
        cohort.withdrawals[period].append(
          .init(member: member, weight: law.draw(&cohort.generator)))
      }
    }
  }

  /// A number of the range: the least, and one more as often as a coin of that weight falls well.
  private func count(
    _ range: ClosedRange<Int>, perMille: Int, _ generator: inout SeededGenerator
  ) -> Int {
    var count = range.lowerBound
    while count < range.upperBound, generator.chance(perMille: perMille) { count += 1 }
    return count
  }

  /// A customer's deposit address, made when it is first asked for.
  mutating func depositKey(cohort: Int, member: Int) -> KeyNumber {
    if let key = cohorts[cohort].depositKeys[member] { return key }
    let desk = cohorts[cohort].desk
    let key = makeKey(desks[desk].deposits, form: desks[desk].form)
    cohorts[cohort].depositKeys[member] = key
    if desks[desk].keepsBooks {
      plan.books.depositKeys.append(.init(key: key, account: member))
    }
    return key
  }
}
