import Bitcoin
import Ledger

/// What a trace dealt, kept so that it can be asked for by output and by fee.
struct TaintMemory {
  /// How taint was dealt.
  let policy: TaintPolicy
  private let outputs: RunLog
  /// Output -> its place in `outputs` plus one, 0 where it was dealt no taint.
  private var outputPlaces: PagedSlots
  private let fees: RunLog
  /// Transaction -> the place of its fee in `fees` plus one, 0 where the fee carries no taint.
  private var feePlaces: PagedSlots
  /// Output -> the label of which it is a source, 0 for none.
  private var sources: PagedSlots
  /// Transaction -> the label of which its fee is a source, 0 for none.
  private var feeSources: PagedSlots
  /// Output -> the line of the stop that took what it was dealt, 0 for none.
  private var stopLines: PagedSlots

  /// What an engine dealt whose pass is over.
  init(
    _ engine: borrowing TaintEngine, _ plan: TracePlan, _ columns: borrowing FlowColumns
  ) throws(TaintFault) {
    policy = engine.policy
    outputs = engine.passage
    fees = engine.feePassage
    outputPlaces = try TaintMemory.places(of: engine.passage, count: columns.outputCount)
    feePlaces = try TaintMemory.places(of: engine.feePassage, count: columns.transactionCount)
    sources = PagedSlots(count: columns.outputCount)
    feeSources = PagedSlots(count: columns.transactionCount)
    stopLines = PagedSlots(count: columns.outputCount)
    for source in plan.outputs { sources.set(source.output, to: source.label) }
    for source in plan.feeSources { feeSources.set(source.transaction, to: source.label) }
    for entry in engine.stopped.entries { stopLines.set(entry.output, to: entry.mark) }
  }

  private static func places(of log: RunLog, count: Int) throws(TaintFault) -> PagedSlots {
    guard log.entries.count < Int(UInt32.max) else { throw .tooManyRuns }
    var places = PagedSlots(count: count)
    for (place, entry) in log.entries.enumerated() {
      places.set(entry.output, to: UInt32(place + 1))
    }
    return places
  }

  /// The label of which an output or a fee is a source; 0 for none.
  func sourceLabel(of flow: Flow) -> UInt32 {
    switch flow {
    case .output(let output): sources[output]
    case .fee(let transaction): feeSources[transaction]
    }
  }

  /// The line of the stop that an output is; nil for none.
  func stopLine(of output: Int) -> UInt32? {
    stopLines[output] == 0 ? nil : stopLines[output]
  }

  /// Appends the runs that an output or a fee of `value` satoshis carries; nothing where it is clean.
  func appendRuns(of flow: Flow, value: Int64, to runs: inout [Run]) {
    let label = sourceLabel(of: flow)
    if label != 0 {
      if value > 0 { runs.append(Run(length: value, label: label)) }
      return
    }
    switch flow {
    case .output(let output):
      let place = Int(outputPlaces[output])
      if place > 0 { runs += outputs.runs[outputs.range(at: place - 1)] }
    case .fee(let transaction):
      let place = Int(feePlaces[transaction])
      if place > 0 { runs += fees.runs[fees.range(at: place - 1)] }
    }
  }

  /// An output with the taint that it carries.
  func taintedOutput(_ output: Int, _ columns: borrowing FlowColumns) -> TaintedOutput {
    let value = columns.outputValue[output]
    var runs: [Run] = []
    appendRuns(of: .output(output), value: value.rawValue, to: &runs)
    var byLabel: [UInt32: Int64] = [:]
    var tainted: Int64 = 0
    for run in runs where run.label != Run.clean {
      byLabel[run.label, default: 0] += run.length
      tainted += run.length
    }
    if policy == .poison, tainted > 0 { tainted = value.rawValue }
    return TaintedOutput(
      output: OutputIndex(output), value: value, tainted: Satoshi(tainted),
      byLabel: byLabel.sorted { $0.key < $1.key }.map {
        LabelAmount(label: Int($0.key) - 1, amount: Satoshi($0.value))
      })
  }
}

/// An output or the fee of a transaction, by row: what value lies in.
enum Flow: Hashable {
  case output(Int)
  case fee(Int)
}

extension TaintPass {
  /// Runs a plan over the columns, checks that the law held, and keeps what was dealt.
  ///
  /// - Precondition: the plan has one policy.
  /// - Parameter isUnspendable: whether an output can never be spent.
  static func memory(
    of plan: TracePlan, _ columns: borrowing FlowColumns, isUnspendable: (OutputIndex) -> Bool
  ) throws(TaintFault) -> TaintMemory {
    var pass = try TaintPass(columns, plan)
    try pass.run(columns)
    var engine = pass.engines[0]
    _ = try engine.makeOutcome(of: plan, columns, isUnspendable: isUnspendable)
    return try TaintMemory(engine, plan, columns)
  }
}
