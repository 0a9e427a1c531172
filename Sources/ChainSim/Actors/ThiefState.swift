import Bitcoin

/// A thief while a scenario is played.
struct ThiefState: Sendable {
  /// The actor's name.
  let name: String
  /// The actor.
  let thief: Thief
  /// What sweeps pay to.
  let drops: WalletNumber
  /// The collected coins and what is left of them.
  let hoard: WalletNumber
  /// Coins that are his own.
  let clean: WalletNumber
  /// Where he sells.
  var sales: [SaleState] = []
  /// How many keys there were when he copied them; keys with smaller numbers are in his hands.
  var copiedKeys = 0
  /// What he has taken so far, fees included (sat).
  var taken: Int64 = 0
  /// What was taken and not yet decided on (sat).
  var kept: Int64 = 0
  /// How much he gathers next time (sat).
  var nextCollector: Int64 = 0
  /// Whether he is about to gather.
  var isCollecting = false
  /// The stolen satoshis that went to miners.
  var paidToMiners: Int64 = 0
  /// The other ways in which he disposes of it.
  var ways: [WayState] = []
  /// Where what he peels off for himself comes.
  var peeled: WalletNumber?
  /// Where a mixer pays him.
  var mixed: WalletNumber?
  /// His choices.
  var generator: SeededGenerator

  /// A way to launder coins.
  struct WayState: Sendable {
    /// What he does.
    let action: ScenarioEvent.Action
    /// The part that goes this way (percent).
    let percent: Int
    /// The last day (seconds since 1970).
    let until: UInt32
    /// The first day (seconds since 1970).
    let from: UInt32
    /// What has been set aside for it (sat).
    var assigned: Int64 = 0
  }

  /// A place where he sells.
  struct SaleState: Sendable {
    /// The event.
    let event: Int
    /// The exchange.
    let desk: Int
    /// The part that is to be sold there (percent).
    let percent: Int
    /// The last day (seconds since 1970).
    let until: UInt32
    /// The first day (seconds since 1970).
    let from: UInt32
    /// What has been set aside for it (sat).
    var assigned: Int64 = 0
    /// The stolen satoshis that arrived there.
    var sold: Int64 = 0
  }
}

extension Planner {
  /// Makes the thieves' wallets.
  mutating func setUpThieves() {
    for actor in scenario.actors {
      guard case .thief(let thief) = actor.kind else { continue }
      var state = ThiefState(
        name: actor.name, thief: thief,
        drops: makeWallet(owner: actor.name, name: "drops", style: thief.drops),
        hoard: makeWallet(owner: actor.name, name: "hoard", style: thief.hoard),
        clean: makeWallet(owner: actor.name, name: "own", style: thief.own),
        generator: SeededGenerator(seed: seed, key: actor.name))
      for (index, event) in scenario.events.enumerated() {
        guard case .sell(let sale) = event.action, sale.by == actor.name,
          let desk = desk(named: sale.at)
        else { continue }
        state.sales.append(
          .init(
            event: index, desk: desk, percent: sale.percent, until: event.to, from: event.from))
      }
      state.ways = ways(ofThief: actor.name)
      state.nextCollector = state.generator.within(thief.collectors)
      thieves.append(state)
    }
  }

  /// The thief of a name.
  func thief(named name: String) -> Int? { thieves.firstIndex { $0.name == name } }

  /// The thief copies the keys, and gets some coins of his own.
  mutating func copyKeys(event: Int) {
    guard case .copyKeys(_, let name) = scenario.events[event].action,
      let thief = thief(named: name)
    else { return }
    thieves[thief].copiedKeys = plan.keyWallet.count
    let weights = (0..<16).map { _ in Int64(thieves[thief].generator.within(300...1_700)) }
    var requests = 0
    for share in Shares.split(thieves[thief].thief.clean.rawValue, by: weights)
    where share >= 1_000_000 {
      requestPayout(to: thieves[thief].clean, amount: share)
      requests += 1
    }
    orderPayouts(requests: requests, from: now, to: now + 10 * 86_400)
  }

  /// Marks the outputs' stolen satoshis by the thief's own book-keeping: what he takes in is dealt to
  /// the outputs in the order that is given, and what is left goes with the fee.
  ///
  /// - Returns: the stolen part of the fee (sat).
  func dealStolen(_ draft: inout Draft, order: [Int]) -> Int64 {
    var stolen = draft.inputs.reduce(0) { $0 + plan.outputStolen[$1.position] }
    for index in order {
      let part = min(stolen, draft.outputs[index].value)
      draft.outputs[index].stolen = part
      stolen -= part
    }
    return stolen
  }
}
