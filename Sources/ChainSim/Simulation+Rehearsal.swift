public import Bitcoin

extension Simulation {
  /// What a scenario comes to, planned to its end and not signed.
  public struct Rehearsal: Sendable {
    /// The height of the last block.
    public let height: Int
    /// How many transactions there are, the genesis block's not among them.
    public let transactions: Int
    /// How many of them are no coinbases.
    public let payments: Int
    /// How many inputs those have.
    public let inputs: Int
    /// How many outputs all of them have.
    public let outputs: Int
    /// How many signatures are needed.
    public let signatures: Int
    /// How many keys there are.
    public let keys: Int
    /// What every actor has in the end, in the scenario's order.
    public let coins: [Holding]
    /// What is asked for by number, in the scenario's order.
    public let tallies: [Tally]
    /// What was taken, by the kind of the theft, in the order of the first of each.
    public let thefts: [Theft]
    /// What the books owe at their close; nil where nobody keeps any.
    public let books: BookSums?

    /// What waited while blocks were full; nil where none was.
    public let backlog: Backlog?

    /// What waited while blocks were full.
    public struct Backlog: Equatable, Sendable {
      /// How many blocks left transactions behind.
      public let blocks: Int
      /// How many one of them left behind at most.
      public let transactions: Int
      /// The highest of the lowest fee rates that those blocks took (for 1,000 virtual bytes).
      public let feeRate: Satoshi
    }

    /// What an actor has at the tip.
    public struct Holding: Equatable, Sendable {
      /// The actor's name.
      public let actor: String
      /// How many unspent outputs.
      public let outputs: Int
      /// What they hold.
      public let amount: Satoshi
    }

    /// How many things of a kind an actor is asked for, and how many came about: nobody may have had
    /// the coins for some.
    public struct Tally: Equatable, Sendable {
      /// The actor's name.
      public let actor: String
      /// What is counted, such as `rounds`.
      public let what: String
      /// How many the scenario asks for.
      public let asked: Int
      /// How many there are.
      public let made: Int
    }

    /// The thefts of a kind.
    public struct Theft: Equatable, Sendable {
      /// The kind, such as `sweep`.
      public let kind: String
      /// How many transactions.
      public let transactions: Int
      /// What was taken, fees of the taking included.
      public let amount: Satoshi
    }

    /// What the books say.
    public struct BookSums: Equatable, Sendable {
      /// How many accounts the customers have.
      public let accounts: Int
      /// What those are owed.
      public let customers: Satoshi
      /// What the company's account is owed.
      public let company: Satoshi
      /// What the exchange still holds or paid as fees.
      public let reserve: Satoshi
      /// How many deposits are booked.
      public let deposits: Int
      /// How many withdrawals are booked.
      public let withdrawals: Int
    }
  }

  /// Plans a scenario to its end, without a key or a signature, and writes nothing.
  ///
  /// - Parameter seed: the seed of all choices; nil: the scenario's.
  /// - Throws: `inconsistent` and `unplayable` for a story that cannot be.
  public static func rehearse(
    _ scenario: Scenario, seed: UInt64? = nil
  ) throws(ScenarioError) -> Rehearsal {
    Rehearsal(try Planner.plan(scenario, seed: seed ?? scenario.seed), scenario)
  }
}

extension Simulation.Rehearsal {
  /// Counts a plan.
  init(_ plan: Plan, _ scenario: Scenario) {
    height = plan.tip
    transactions = plan.transactionCount
    payments = plan.transactionCount - plan.tip
    inputs = plan.inputSpent.count
    outputs = plan.outputValue.count
    signatures = plan.countSignatures().all
    let waited = plan.backlogs
    backlog =
      waited.isEmpty
      ? nil
      : Backlog(
        blocks: waited.count, transactions: waited.map(\.transactions).max() ?? 0,
        feeRate: Satoshi((waited.map(\.lowestRate).max() ?? 0) * 4))
    keys = plan.keyWallet.count
    var sums: [String: (outputs: Int, amount: Int64)] = [:]
    for output in plan.outputValue.indices where plan.outputSpender[output] == .max {
      let owner = plan.wallets[plan.wallet(ofOutput: output).position].owner
      sums[owner, default: (0, 0)].outputs += 1
      sums[owner, default: (0, 0)].amount += plan.outputValue[output]
    }
    let names = scenario.actors.map(\.name)
    let others = sums.keys.filter { !names.contains($0) }.sorted()
    coins = (names + others).compactMap { name in
      sums[name].map {
        Holding(actor: name, outputs: $0.outputs, amount: Satoshi($0.amount))
      }
    }
    tallies = plan.tallies.map {
      Tally(actor: $0.actor, what: $0.what, asked: $0.asked, made: $0.made)
    }
    var thefts: [Theft] = []
    for theft in plan.thefts {
      let kind = theft.kind.rawValue
      let place = thefts.firstIndex { $0.kind == kind } ?? thefts.count
      let known = place < thefts.count ? thefts.remove(at: place) : nil
      thefts.insert(
        Theft(
          kind: kind, transactions: (known?.transactions ?? 0) + 1,
          amount: (known?.amount ?? .zero) + Satoshi(theft.taken)), at: place)
    }
    self.thefts = thefts
    let keepsBooks = scenario.actors.contains {
      if case .exchange(let exchange) = $0.kind { exchange.owes != nil } else { false }
    }
    books =
      keepsBooks
      ? BookSums(
        accounts: plan.books.balances.count,
        customers: Satoshi(plan.books.balances.reduce(0, +)), company: Satoshi(plan.books.company),
        reserve: Satoshi(plan.books.reserve), deposits: plan.books.deposits.count,
        withdrawals: plan.books.withdrawals.count) : nil
  }
}
