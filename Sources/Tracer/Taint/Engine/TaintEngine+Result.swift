import Bitcoin
import Ledger

/// What an engine has when its pass is over, before it is given names.
struct TaintOutcome {
  /// Outputs with taint that are unspent at the end and can be spent, in chain order.
  var unspent: [TaintedOutput] = []
  /// Outputs with taint that can never be spent, in chain order.
  var unspendable: [TaintedOutput] = []
  /// The lines of the stops, with what reached them.
  var stops: [StopLine] = []
  /// Sources that others' taint reached, in chain order.
  var superseded: [TaintedOutput] = []
  /// Every output that was dealt taint, in chain order; empty unless the plan keeps it.
  var passage: [TaintedOutput] = []
  /// What became of the sources.
  var totals: TaintTotals
}

extension TaintEngine {
  /// Books what is left in outputs, and checks the law.
  mutating func makeOutcome(
    of plan: TracePlan, _ columns: borrowing FlowColumns, isUnspendable: (OutputIndex) -> Bool
  ) throws(TaintFault) -> TaintOutcome {
    var unspentTally = TaintTally(labelCount: plan.labels.count)
    var unspendableTally = unspentTally
    var unspent: [TaintedOutput] = []
    var unspendable: [TaintedOutput] = []
    var rows: [(output: Int, address: UInt32)] = []
    slots.forEach { output, slot in rows.append((output, slot)) }
    unspent.reserveCapacity(rows.count)
    for (output, address) in rows {
      let spender = columns.outputSpender[output]
      guard spender == .none || spender.position >= inputLimit else {
        throw .leftBehind(output: output)
      }
      dealt.removeAll()
      for index in 0..<arena.count(at: address) { dealt.append(arena.run(index, at: address)) }
      let tainted = try makeTaintedOutput(output, columns)
      if isUnspendable(tainted.output) {
        unspendableTally.add(dealt, of: tainted.value.rawValue, policy)
        unspendable.append(tainted)
      } else {
        unspentTally.add(dealt, of: tainted.value.rawValue, policy)
        unspent.append(tainted)
      }
    }
    var stoppedTally = outsideTally
    for tally in stopTallies { stoppedTally.add(tally) }
    guard let sources = plan.tally().amount, let unspentAmount = unspentTally.amount,
      let feeAmount = feeTally.amount, let unspendableAmount = unspendableTally.amount,
      let unclaimedAmount = unclaimedTally.amount,
      let supersededAmount = supersededTally.amount, let stoppedAmount = stoppedTally.amount
    else { throw .sumOutOfRange }
    let totals = TaintTotals(
      sources: sources, unspent: unspentAmount, fees: feeAmount, unspendable: unspendableAmount,
      unclaimed: unclaimedAmount, superseded: supersededAmount, stopped: stoppedAmount)
    if policy.isConserving { try totals.check(labels: plan.labels) }
    var outcome = TaintOutcome(unspent: unspent, unspendable: unspendable, totals: totals)
    outcome.stops = try makeStopLines(of: plan.stops, columns)
    outcome.superseded = try makeTaintedOutputs(superseded, columns)
    return outcome
  }

  /// The lines of the stops, each with the outputs that what is booked on it reached.
  private mutating func makeStopLines(
    of stops: TraceStops, _ columns: borrowing FlowColumns
  ) throws(TaintFault) -> [StopLine] {
    var outputs = stops.lines.map { _ in [TaintedOutput]() }
    for (place, output) in try zip(stopped.entries.indices, makeOutputs(of: stopped, columns)) {
      outputs[Int(stopped.entries[place].mark) - 1].append(output)
    }
    var lines: [StopLine] = []
    for (place, name) in stops.lines.enumerated() {
      // No part of a sum that fits is larger than the sum.
      guard let amount = stopTallies[place].amount else { throw .sumOutOfRange }
      lines.append(
        StopLine(
          name: name, amount: amount,
          outputs: outputs[place].sorted { $0.output < $1.output }))
    }
    return lines
  }

  /// The outputs in chain order, with what reached each.
  mutating func makeTaintedOutputs(
    _ reached: RunLog, _ columns: borrowing FlowColumns
  ) throws(TaintFault) -> [TaintedOutput] {
    try makeOutputs(of: reached, columns).sorted { $0.output < $1.output }
  }

  /// The outputs in the order in which they were noted, with what reached each.
  private mutating func makeOutputs(
    of reached: RunLog, _ columns: borrowing FlowColumns
  ) throws(TaintFault) -> [TaintedOutput] {
    var outputs: [TaintedOutput] = []
    outputs.reserveCapacity(reached.entries.count)
    for (place, entry) in reached.entries.enumerated() {
      dealt.removeAll()
      for index in reached.range(at: place) { dealt.append(reached.runs[index]) }
      outputs.append(try makeTaintedOutput(entry.output, columns))
    }
    return outputs
  }

  /// An output with what the runs in `dealt` say by label.
  private mutating func makeTaintedOutput(
    _ output: Int, _ columns: borrowing FlowColumns
  ) throws(TaintFault) -> TaintedOutput {
    let value = columns.outputValue[output]
    pool.removeAll()
    for place in 0..<dealt.count where dealt[place].label != Run.clean {
      pool.add(dealt[place].length, label: dealt[place].label)
    }
    pool.sort()
    let tainted = policy == .poison ? value.rawValue : dealt.tainted
    guard tainted <= value.rawValue else { throw .overfilled(output: output, tainted: tainted) }
    var byLabel: [LabelAmount] = []
    byLabel.reserveCapacity(pool.runs.count)
    for place in 0..<pool.runs.count {
      let run = pool.runs[place]
      byLabel.append(LabelAmount(label: Int(run.label) - 1, amount: Satoshi(run.length)))
    }
    return TaintedOutput(
      output: OutputIndex(output), value: value, tainted: Satoshi(tainted), byLabel: byLabel,
      hops: hops.count(at: output))
  }
}

extension TaintTotals {
  /// The law: of each label and in total, what went in is what is found.
  func check(labels: [String]) throws(TaintFault) {
    let parts = [unspent, fees, unspendable, unclaimed, superseded, stopped]
    var found: Int128 = 0
    for part in parts { found += Int128(part.total.rawValue) }
    guard found == Int128(sources.total.rawValue) else {
      throw .notConserved(
        label: nil, sources: sources.total, found: Satoshi(Int64(clamping: found)))
    }
    for (label, name) in labels.enumerated() {
      var found: Int128 = 0
      for part in parts { found += Int128(part.byLabel[label].rawValue) }
      guard found == Int128(sources.byLabel[label].rawValue) else {
        throw .notConserved(
          label: name, sources: sources.byLabel[label], found: Satoshi(Int64(clamping: found)))
      }
    }
  }
}
