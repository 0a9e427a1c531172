/// How many things of a kind a scenario asks of an actor, and how many came about.
struct PlannedTally: Equatable, Sendable {
  /// The actor's name.
  let actor: String
  /// What is counted, as the scenario's key has it.
  let what: String
  /// How many the scenario asks for.
  let asked: Int
  /// How many there are.
  let made: Int
}

extension Planner {
  /// What the scenario asks for by number, in the scenario's order; nobody may have had the coins for
  /// some of it.
  func tally() -> [PlannedTally] {
    scenario.actors.flatMap { actor in
      if let circle = circles.first(where: { $0.name == actor.name }) {
        return [
          PlannedTally(
            actor: actor.name, what: "payments", asked: circle.users.payments, made: circle.made)
        ]
      }
      return services.first { $0.name == actor.name }?.tallies ?? []
    }
  }

  /// Refuses a story in which fewer victims pay than it says, or a mixer keeps what more than one
  /// client in ten sent; a few payouts may be under way when the chain ends.
  func checkTallies(_ tallies: [PlannedTally]) throws(ScenarioError) {
    for tally in tallies {
      let hint: String
      switch tally.what {
      case "victims" where tally.made < tally.asked:
        hint =
          "the others could not buy so many coins in time: let 'each' be less, the time between "
          + "'from' and 'to' longer, or the exchange hold more"
      case "payouts due" where tally.made < tally.asked / 10 * 9:
        hint = "it had no coins for the others: let it have more 'coins', or fewer 'orders'"
      default: continue
      }
      throw .unplayable(
        actor: tally.actor, time: now,
        reason: "\(tally.made) of \(tally.asked) \(tally.what): \(hint)"
      )
    }
  }
}

extension ServiceState {
  /// What its trade asks for by number.
  fileprivate var tallies: [PlannedTally] {
    func tally(_ what: String, _ asked: Int) -> PlannedTally {
      PlannedTally(actor: name, what: what, asked: asked, made: made)
    }
    switch service.trade {
    case .coinJoin(let join): return [tally("rounds", join.rounds)]
    case .mixer(let mixer):
      let paid = PlannedTally(
        actor: name, what: "payouts due", asked: stock.due, made: stock.paid)
      return [tally("orders", mixer.orders), paid]
    case .gambling(let game): return [tally("bets", game.bets)]
    case .merchants(let shops): return [tally("sales", shops.sales)]
    case .donations(let gifts): return [tally("gifts", gifts.gifts)]
    case .faucet(let faucet): return [tally("payouts", faucet.payouts)]
    case .ransomware(let ransom): return [tally("victims", ransom.victims)]
    }
  }
}
