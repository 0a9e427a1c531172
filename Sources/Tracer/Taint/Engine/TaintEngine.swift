import Bitcoin
import Ledger

/// Deals taint by one policy: what it carries, and the rules by which it passes on.
///
/// A `TaintPass` brings it the transactions in chain order; it says which inputs spend what it dealt.
struct TaintEngine {
  /// How taint is dealt.
  let policy: TaintPolicy
  /// What becomes of the taint in fees.
  let fees: FeeHandling
  /// The first input above the height at which the trace ends.
  let inputLimit: Int

  /// Output -> where its runs lie in `arena`, 0 for none. Runs are laid from the output's first
  /// satoshi; what is missing at the end is clean.
  var slots: PagedSlots
  /// The runs of outputs that are not yet spent.
  var arena = RunArena()
  /// The inputs that spend taint, or whose transaction's fee is a source, and are not yet dealt.
  var frontier: Frontier
  /// The first of them; the largest number for none.
  var firstInput = Int.max
  /// Transactions whose fee is a source, in chain order, with the label's number.
  let feeSources: [(transaction: Int, label: UInt32)]
  /// How many of `feeSources` lie behind.
  var feeSourcesPassed = 0

  /// What reached a fee and stays there.
  var feeTally: TaintTally
  /// What could have been claimed by a miner and was not.
  var unclaimedTally: TaintTally
  /// What flowed into other sources.
  var supersededTally: TaintTally
  /// What entered transactions with an input of unknown value.
  var outsideTally: TaintTally
  /// Where the trace stops.
  var stops: StopTable
  /// Whether an output that is dealt taint may be a stop.
  let hasOutputStops: Bool
  /// Line of the stops less one -> what reached it.
  var stopTallies: [TaintTally]
  /// What reached stops, marked with the line.
  var stopped = RunLog()
  /// What reached other sources.
  var superseded = RunLog()

  /// Whether `passage` is kept.
  let keepsPassage: Bool
  /// Every output that was dealt taint, with what it was dealt.
  var passage = RunLog()
  /// Every fee that was dealt taint, by transaction; kept with `passage`, where fees are followed.
  var feePassage = RunLog()

  /// How far each output lies from the sources, where that is counted.
  var hops: HopCount

  /// The runs of the transaction at hand, laid end to end.
  var incoming = RunBuffer()
  /// The same by label, for policies without positions.
  var pool: LabelPool
  /// What one output is dealt.
  var dealt = RunBuffer()
  /// What the fee is dealt.
  var feeRuns = RunBuffer()
  /// What a coinbase's pool loses at its end.
  var overhang = RunBuffer()
  /// The outputs of the transaction at hand by value, for `tiho`.
  var byValue: [(value: Int64, output: Int)] = []
  /// The fees of the block at hand that carry taint.
  var pending = PendingFees()

  /// An engine at its sources.
  init(
    _ columns: borrowing FlowColumns, _ plan: TracePlan, _ policy: TaintPolicy, _ stops: StopTable
  ) throws(TaintFault) {
    self.policy = policy
    fees = plan.fees
    keepsPassage = plan.keepsPassage
    feeSources = plan.feeSources
    hops = HopCount(isOn: plan.countsHops, outputCount: columns.outputCount)
    inputLimit = plan.inputLimit(columns)
    pool = LabelPool(labelCount: plan.labels.count)
    feeTally = TaintTally(labelCount: plan.labels.count)
    unclaimedTally = TaintTally(labelCount: plan.labels.count)
    supersededTally = TaintTally(labelCount: plan.labels.count)
    outsideTally = TaintTally(labelCount: plan.labels.count)
    self.stops = stops
    hasOutputStops = stops.hasOutputs
    stopTallies = plan.stops.lines.map { _ in TaintTally(labelCount: plan.labels.count) }
    slots = PagedSlots(count: columns.outputCount)

    for source in plan.outputs {
      let value = columns.outputValue[source.output].rawValue
      guard value != 0 else { continue }
      dealt.removeAll()
      dealt.append(length: value, label: source.label)
      guard let address = arena.store(dealt) else { throw .tooManyRuns }
      slots.set(source.output, to: address)
      hops.start(at: source.output)
    }
    let first = plan.firstInputs(columns)
    frontier = Frontier(rows: min(first.min() ?? inputLimit, inputLimit)..<inputLimit)
    for input in first { frontier.insert(input) }
    firstInput = frontier.first() ?? .max
  }
}

// MARK: - One transaction

extension TaintEngine {
  /// Deals one transaction that is no coinbase, the one of `firstInput`.
  mutating func deal(
    _ spending: borrowing Spending, _ columns: borrowing FlowColumns
  ) throws(TaintFault) {
    frontier.remove(below: spending.nextInput)
    feeRuns.removeAll()
    if spending.stopLine != 0 {
      stop(spending)
    } else {
      let tainted = gather(spending)
      if let value = spending.value {
        if tainted > 0 {
          _ = try deal(
            value, tainted: tainted, to: spending.outputs, of: spending.transaction,
            nextInput: spending.nextInput, columns)
        }
      } else {
        book(stoppedOutside: tainted)
      }
    }
    if let fee = spending.fee { passFee(of: spending.transaction, fee: fee) }
    firstInput = frontier.first() ?? .max
  }

  /// Lays the inputs' runs end to end, or by label, and gives up what the spent outputs carried.
  ///
  /// - Returns: how much of the inputs is tainted.
  private mutating func gather(_ spending: borrowing Spending) -> Int64 {
    let isPositional = policy != .poison && policy != .haircut
    incoming.removeAll()
    pool.removeAll()
    hops.beginTransaction()
    var tainted: Int64 = 0
    for place in 0..<spending.prevouts.count {
      let (prevout, value) = spending.prevouts[place]
      let slot = slots[prevout]
      var carried: Int64 = 0
      if slot != 0 {
        hops.come(from: prevout)
        for index in 0..<arena.count(at: slot) {
          let run = arena.run(index, at: slot)
          if isPositional {
            incoming.append(length: run.length, label: run.label)
            carried += run.length
          } else {
            pool.add(run.length, label: run.label)
          }
          if run.label != Run.clean, policy != .poison { tainted += run.length }
        }
        if policy == .poison { tainted += value }
        arena.release(slot)
        slots.set(prevout, to: 0)
      }
      if isPositional { incoming.append(length: value - carried, label: Run.clean) }
    }
    pool.sort()
    return tainted
  }

  /// Deals what was gathered to the outputs, by the policy, and the rest to `feeRuns`.
  ///
  /// - Returns: the fee.
  mutating func deal(
    _ valueIn: Int64, tainted: Int64, to outputs: Range<Int>, of transaction: Int, nextInput: Int,
    _ columns: borrowing FlowColumns
  ) throws(TaintFault) -> Int64 {
    switch policy {
    case .poison:
      try dealPoison(
        valueIn, to: outputs, of: transaction, nextInput: nextInput, columns)
    case .haircut:
      try dealHaircut(
        valueIn, tainted: tainted, to: outputs, of: transaction, nextInput: nextInput, columns)
    case .fifo:
      try dealInOrder(
        valueIn, to: outputs, of: transaction, nextInput: nextInput, columns)
    case .lifo:
      try dealReversed(
        valueIn, to: outputs, of: transaction, nextInput: nextInput, columns)
    case .tiho:
      try dealToHighest(
        valueIn, tainted: tainted, to: outputs, of: transaction, nextInput: nextInput, columns)
    }
  }
}
