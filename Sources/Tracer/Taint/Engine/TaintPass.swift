import Bitcoin
import Ledger

/// Carries taint forward over the columns of a chain by several policies at once, touching only what it
/// reaches.
///
/// Each engine has a frontier of the inputs that spend its taint. The transaction of the lowest is read
/// once and dealt by each engine whose taint it spends, which puts the spenders of its outputs into that
/// engine's frontier, all of them further on; so each transaction is dealt once, when all of its inputs
/// are known. A coinbase stands first in its block but is dealt after all others, because their fees are
/// its inputs; its outputs are spent in later blocks only.
struct TaintPass {
  /// One for each policy, in the order in which they were asked for.
  private(set) var engines: [TaintEngine]
  /// The transaction at hand.
  private var spending = Spending()
  /// The fees of the block at hand.
  private var blockFees = BlockFees()
  private var stops: StopTable
  private let fees: FeeHandling

  /// A pass at its sources.
  init(_ columns: borrowing FlowColumns, _ plan: TracePlan) throws(TaintFault) {
    stops = try StopTable(plan.stops, columns)
    fees = plan.fees
    engines = []
    for policy in plan.policies {
      engines.append(try TaintEngine(columns, plan, policy, stops))
    }
  }

  /// Deals every transaction that taint reaches, in chain order.
  mutating func run(_ columns: borrowing FlowColumns) throws(TaintFault) {
    var transaction = 0
    var height = -1
    var blockEnd = 0
    while true {
      guard let input = firstInput else {
        if !hasPendingFees { return }
        try dealCoinbase(of: height, columns)
        continue
      }
      let next = TaintPass.position(
        of: UInt64(input), in: columns.txFirstInput, from: transaction)
      if fees == .follow, next >= blockEnd {
        // The coinbase behind may put an input before this one into the frontier.
        if hasPendingFees {
          try dealCoinbase(of: height, columns)
          continue
        }
        blockFees.removeAll()
        height = TaintPass.position(
          of: UInt32(next), in: columns.blockFirstTransaction, from: max(height, 0))
        blockEnd = Int(columns.blockFirstTransaction[height + 1])
      }
      transaction = next
      try spending.read(transaction, &stops, columns)
      for place in engines.indices where engines[place].firstInput < spending.nextInput {
        try engines[place].deal(spending, columns)
      }
      if fees == .follow, let fee = spending.fee { blockFees.note(fee, of: transaction) }
    }
  }

  /// The lowest input that spends taint under any policy; nil where there is none.
  private var firstInput: Int? {
    var first = Int.max
    for place in engines.indices { first = min(first, engines[place].firstInput) }
    return first == .max ? nil : first
  }

  /// Whether a fee of the block at hand carries taint under any policy.
  private var hasPendingFees: Bool {
    for place in engines.indices where !engines[place].pending.isEmpty { return true }
    return false
  }

  /// Deals the coinbase of a block by the policies under which it collects taint.
  private mutating func dealCoinbase(
    of height: Int, _ columns: borrowing FlowColumns
  ) throws(TaintFault) {
    let transactions = columns.transactions(of: height)
    let isKnown = try blockFees.collect(
      from: transactions.lowerBound + 1, to: transactions.upperBound, columns)
    for place in engines.indices where !engines[place].pending.isEmpty {
      if isKnown {
        try engines[place].dealCoinbase(of: height, fees: blockFees.all, columns)
      } else {
        engines[place].bookPendingAsStopped()
      }
    }
  }

  /// The last row whose first child is `child` or before it, looked for from `start` on in steps
  /// that double, then by halving.
  @inline(__always)
  private static func position<Child: FixedWidthInteger>(
    of child: Child, in firstChild: borrowing Span<Child>, from start: Int
  ) -> Int {
    var low = start
    var step = 1
    while low + step < firstChild.count - 1, firstChild[low + step] <= child {
      low += step
      step += step
    }
    var high = min(low + step, firstChild.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if firstChild[middle] <= child { low = middle } else { high = middle }
    }
    return low
  }
}

// MARK: - Outcomes

extension TaintPass {
  /// Runs a plan over the columns, and checks that the law held under each policy.
  ///
  /// - Parameter isUnspendable: whether an output can never be spent.
  /// - Returns: one outcome for each policy of the plan, in order.
  static func outcomes(
    of plan: TracePlan, _ columns: borrowing FlowColumns, isUnspendable: (OutputIndex) -> Bool
  ) throws(TaintFault) -> [TaintOutcome] {
    var pass = try TaintPass(columns, plan)
    try pass.run(columns)
    var outcomes: [TaintOutcome] = []
    while !pass.engines.isEmpty {
      // An engine's memory is given up before the next one's outcome is made.
      var engine = pass.engines.removeFirst()
      var outcome = try engine.makeOutcome(of: plan, columns, isUnspendable: isUnspendable)
      if plan.keepsPassage {
        outcome.passage = try engine.makeTaintedOutputs(engine.passage, columns)
      }
      outcomes.append(outcome)
    }
    return outcomes
  }
}
