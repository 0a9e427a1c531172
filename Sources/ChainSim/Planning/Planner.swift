import Bitcoin

/// Plays a scenario out, block by block, and writes down what happens as a `Plan`.
///
/// Each block works off the orders that are due, in the order in which they were given; an order may
/// give others for later blocks. What they make waits in the mempool until a block takes it, so the
/// plan's numbers are those of making until it is brought into the chain's order. Nothing here knows a key or a signature. What each kind of actor does
/// stands in `Actors`, how coins are chosen in `Wallets`.
struct Planner: Sendable {
  /// The story.
  let scenario: Scenario
  /// The seed of all generators.
  let seed: UInt64
  /// When blocks come.
  let schedule: BlockSchedule
  /// What has been planned.
  var plan = Plan()
  /// The height of the block that is being filled.
  var height = 0
  /// The fees of that block (sat).
  var blockFees: Int64 = 0
  /// What payers give for size; nil where the scenario does not say (sat for 1,000 virtual bytes).
  let feeRateLaw: Lognormal?
  /// What waits for a block.
  var mempool = Mempool()
  /// The transactions in the order of the chain, by the numbers that they have while the plan is made.
  var minedOrder: [UInt32] = []
  /// What is due in each block.
  var agenda: [[Order]]
  /// Each wallet's unspent coins, but for coinbases.
  var walletCoins = WalletCoins()
  /// Each wallet's sum (sat).
  var walletBalance: [Int64] = []
  /// The pools.
  var pools = PoolState()
  /// The exchanges.
  var desks: [DeskState] = []
  /// Their customers.
  var cohorts: [CohortState] = []
  /// The ordinary users.
  var circles: [CircleState] = []
  /// The thieves.
  var thieves: [ThiefState] = []
  /// The services that people use, or suffer from.
  var services: [ServiceState] = []
  /// The stolen satoshis that thieves gave away, by who got them.
  var handedOver: [String: Int64] = [:]
  /// The gathered inputs of each proof transfer, by event.
  var proofs: [Int: [OutputNumber?]] = [:]
  /// What is left to take or burn of each sweep, heist and burn (sat), by event.
  var sweeps: [Int: Int64] = [:]
  /// The withdrawals that are changed in flight, by event.
  var malleations: [Int: [MalleationAttempt]] = [:]
  /// The key of the script that nobody can spend, once something was burnt.
  var burntKey: KeyNumber?
  /// The coin that each shuffle passed on last, by event.
  var shuffles: [Int: OutputNumber] = [:]
  /// The floods, by event.
  var floods: [Int: FloodState] = [:]
  /// The balances that thieves make up, by event.
  var overdrafts: [Int: OverdrawState] = [:]
  /// The deposits that reorganisations undo, by event.
  var doubleSpends: [Int: DoubleSpendState] = [:]
  /// Where losing branches begin, in chain order.
  var forks: [PlannedFork] = []
  /// Where in each transaction's outputs the change goes, and other choices of each owner's wallets.
  var walletGenerators: [SeededGenerator] = []
  /// Each wallet's owner as a row of `walletGenerators`.
  var walletOwner: [UInt32] = []
  /// What each actor's people use, by his name.
  let behaviours: [String: [ModelShare]]
  /// The models of the wallets; the first leaves all as it is.
  var models = [WalletModel()]
  /// Each wallet's row of `models`.
  var walletModel: [UInt8] = []
  /// The row of each owner's name.
  var ownerNumbers: [String: UInt32] = [:]

  /// The plan of a scenario.
  ///
  /// - Throws: `ScenarioError.inconsistent` and `.unplayable`.
  static func plan(_ scenario: Scenario, seed: UInt64) throws(ScenarioError) -> Plan {
    try scenario.check()
    var planner = Planner(scenario, seed: seed)
    try planner.setUp()
    try planner.play()
    try planner.bringIntoChainOrder()
    try planner.close()
    return planner.plan
  }

  /// A planner at the genesis block.
  init(_ scenario: Scenario, seed: UInt64) {
    self.scenario = scenario
    self.seed = seed
    schedule = BlockSchedule(scenario, seed: seed)
    feeRateLaw = scenario.feeRates.map {
      Lognormal(median: $0.median, sigmaPerMille: $0.sigmaPerMille)
    }
    behaviours = Dictionary(
      scenario.actors.map { ($0.name, $0.behaviour) }, uniquingKeysWith: { first, _ in first })
    agenda = Array(repeating: [], count: schedule.times.count)
  }

  private mutating func setUp() throws(ScenarioError) {
    setUpPools()
    setUpDesks()
    setUpCohorts()
    setUpCircles()
    setUpThieves()
    setUpServices()
    try setUpEvents()
  }

  private mutating func play() throws(ScenarioError) {
    plan.blockFirstTransaction.reserveCapacity(schedule.times.count)
    for next in 1..<schedule.times.count {
      height = next
      plan.blockFirstTransaction.append(UInt32(minedOrder.count))
      var index = 0
      while index < agenda[next].count {
        try perform(agenda[next][index])
        index += 1
      }
      agenda[next] = []
      for circle in circles.indices { payDue(circle: circle) }
      for desk in desks.indices { payWithdrawals(desk: desk) }
      fillBlock()
      findBlock()
      confirmBlock()
    }
  }
}

// MARK: - Time

extension Planner {
  /// The time of the block that is being filled.
  var now: UInt32 { schedule.times[height] }

  /// Gives an order for the first block that is not before `time`, at the earliest the next one; an
  /// order for later than the tip is forgotten.
  mutating func schedule(_ order: Order, at time: UInt32) {
    let due = max(schedule.height(atOrAfter: time), height + 1)
    if due < agenda.count { agenda[due].append(order) }
  }
}

extension Planner {
  private mutating func perform(_ order: Order) throws(ScenarioError) {
    switch order {
    case .period(let desk, let index): planPeriod(desk: desk, index: index)
    case .settle(let desk): settle(desk: desk)
    case .payouts: payOut()
    case .deposit(let cohort, let member, let amount):
      deposit(cohort: cohort, member: member, amount: amount)
    case .withdrawal(let cohort, let member, let amount, let tries):
      requestWithdrawal(cohort: cohort, member: member, amount: amount, tries: tries)
    case .trade(let from, let seller, let to, let buyer, let amount):
      trade(from: from, seller: seller, to: to, buyer: buyer, amount: amount)
    case .upkeep(let desk): upkeep(desk: desk)
    case .grant(let circle, let part): grant(circle: circle, part: part)
    case .spend(let cohort, let member): spend(cohort: cohort, member: member)
    case .gather(let event, let input): try gather(event: event, input: input)
    case .proof(let event): try proveFunds(event: event)
    case .move(let event, let part): try move(event: event, part: part)
    case .copyKeys(let event): copyKeys(event: event)
    case .sweep(let event): try sweep(event: event)
    case .malleate(let event, let attempt): try malleate(event: event, attempt: attempt)
    case .payAgain(let event, let attempt): try payAgain(event: event, attempt: attempt)
    case .heist(let event): try heist(event: event)
    case .burn(let event, let amount): try burn(event: event, amount: amount)
    case .shuffle(let event, let part): try shuffle(event: event, part: part)
    case .floodCoins(let event): fundFlood(event: event)
    case .flood(let event): flood(event: event)
    case .fundStake(let event): fundStake(event: event)
    case .depositStake(let event): try depositStake(event: event)
    case .overdraw(let event): try overdraw(event: event)
    case .fundDoubleSpend(let event): fundDoubleSpend(event: event)
    case .fork(let event): try fork(event: event)
    case .withdrawUndone(let event): try withdrawUndone(event: event)
    case .collect(let thief): collect(thief: thief)
    case .sale(let thief, let sale, let coin): sell(thief: thief, sale: sale, coin: coin)
    case .launder(let thief, let way, let coin, let step):
      launder(thief: thief, way: way, coin: coin, step: step)
    case .serve(let service, let step): serve(service: service, step)
    }
  }
}
