import Bitcoin
import Ledger

/// Carries taint forward over the columns of a chain, touching only what it reaches.
///
/// A frontier holds the inputs that spend taint. The transaction of the lowest is dealt, which puts
/// the spenders of its outputs into the frontier, all of them further on; so each transaction is
/// dealt once, when all of its inputs are known. A coinbase stands first in its block but is dealt
/// after all others, because their fees are its inputs; its outputs are spent in later blocks only.
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
  /// The inputs that spend taint and are not yet dealt.
  var frontier: Frontier
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
  /// The fees of the block at hand, all of them, in block order.
  var blockFees: [Int64] = []

  /// An engine at its sources.
  init(_ columns: borrowing FlowColumns, _ plan: TracePlan) throws(TaintFault) {
    policy = plan.policy
    fees = plan.fees
    keepsPassage = plan.keepsPassage
    feeSources = plan.feeSources
    hops = HopCount(isOn: plan.countsHops, outputCount: columns.outputCount)
    let limit = Int(columns.txFirstInput[Int(columns.blockFirstTransaction[plan.until + 1])])
    inputLimit = limit
    pool = LabelPool(labelCount: plan.labels.count)
    feeTally = TaintTally(labelCount: plan.labels.count)
    unclaimedTally = TaintTally(labelCount: plan.labels.count)
    supersededTally = TaintTally(labelCount: plan.labels.count)
    outsideTally = TaintTally(labelCount: plan.labels.count)
    stops = try StopTable(plan.stops, columns)
    hasOutputStops = stops.hasOutputs
    stopTallies = plan.stops.lines.map { _ in TaintTally(labelCount: plan.labels.count) }
    slots = PagedSlots(count: columns.outputCount)

    var first: [Int] = []
    for source in plan.feeSources { first.append(Int(columns.txFirstInput[source.transaction])) }
    for source in plan.outputs {
      let value = columns.outputValue[source.output].rawValue
      guard value != 0 else { continue }
      dealt.removeAll()
      dealt.append(length: value, label: source.label)
      guard let address = arena.store(dealt) else { throw .tooManyRuns }
      slots.set(source.output, to: address)
      hops.start(at: source.output)
      let spender = columns.outputSpender[source.output]
      if spender != .none, spender.position < limit { first.append(spender.position) }
    }
    frontier = Frontier(rows: min(first.min() ?? limit, limit)..<limit)
    for input in first { frontier.insert(input) }
  }
}

// MARK: - The pass

extension TaintEngine {
  /// Deals every transaction that taint reaches, in chain order.
  mutating func run(_ columns: borrowing FlowColumns) throws(TaintFault) {
    var transaction = 0
    var height = -1
    var blockEnd = 0
    while true {
      guard let input = frontier.first() else {
        if pending.isEmpty { return }
        try dealCoinbase(of: height, columns)
        continue
      }
      let next = TaintEngine.position(
        of: UInt64(input), in: columns.txFirstInput, from: transaction)
      if fees == .follow, next >= blockEnd {
        // The coinbase behind may put an input before this one into the frontier.
        if !pending.isEmpty {
          try dealCoinbase(of: height, columns)
          continue
        }
        pending.removeAll()
        height = TaintEngine.position(
          of: UInt32(next), in: columns.blockFirstTransaction, from: max(height, 0))
        blockEnd = Int(columns.blockFirstTransaction[height + 1])
      }
      transaction = next
      try deal(transaction, columns)
      frontier.remove(below: Int(columns.txFirstInput[transaction + 1]))
    }
  }

  /// The last row whose first child is `child` or before it, looked for from `start` on in steps
  /// that double, then by halving.
  @inline(__always)
  static func position<Child: FixedWidthInteger>(
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

  /// Deals one transaction that is no coinbase.
  private mutating func deal(
    _ transaction: Int, _ columns: borrowing FlowColumns
  ) throws(TaintFault) {
    let line = stops.line(ofTransaction: transaction, columns)
    if line != 0 {
      feeRuns.removeAll()
      guard let fee = try stop(at: transaction, line: line, columns) else { return }
      return passFee(of: transaction, fee: fee)
    }
    let gathered = try gather(transaction, columns)
    guard let valueIn = gathered.value else {
      book(stoppedOutside: gathered.tainted)
      return
    }
    feeRuns.removeAll()
    let outputs = columns.outputs(of: transaction)
    let nextInput = Int(columns.txFirstInput[transaction + 1])
    let fee: Int64
    if gathered.tainted == 0 {
      fee = try valueIn - TaintEngine.sum(of: outputs, transaction, columns)
      if fee < 0 { throw .outputsExceedInputs(transaction: transaction) }
    } else {
      fee = try deal(
        valueIn, tainted: gathered.tainted, to: outputs, of: transaction, nextInput: nextInput,
        columns)
    }
    passFee(of: transaction, fee: fee)
  }

  /// Lays the inputs' runs end to end, or by label, and gives up what the spent outputs carried.
  ///
  /// - Returns: the sum of the inputs, nil where one is unknown, and how much of it is tainted.
  private mutating func gather(
    _ transaction: Int, _ columns: borrowing FlowColumns
  ) throws(TaintFault) -> (value: Int64?, tainted: Int64) {
    let isPositional = policy != .poison && policy != .haircut
    incoming.removeAll()
    pool.removeAll()
    hops.beginTransaction()
    var valueIn: Int64 = 0
    var tainted: Int64 = 0
    var isKnown = true
    for input in columns.inputs(of: transaction) {
      let prevout = columns.inputPrevout[input]
      guard prevout != .none else {
        isKnown = false
        continue
      }
      let value = columns.outputValue[prevout.position].rawValue
      valueIn = try TaintEngine.add(value, to: valueIn, transaction)
      let slot = slots[prevout.position]
      var carried: Int64 = 0
      if slot != 0 {
        hops.come(from: prevout.position)
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
        slots.set(prevout.position, to: 0)
      }
      if isPositional { incoming.append(length: value - carried, label: Run.clean) }
    }
    pool.sort()
    return (isKnown ? valueIn : nil, tainted)
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
