import Bitcoin
import Ledger
import Tracer

/// With whom a trace places the stolen satoshis.
struct Placement {
  private let stolen: StolenCoins
  /// Group of thefts -> holder -> the satoshis of the group that are placed with him.
  private var amounts: [[Int128]]

  /// Places what a trace found: what lies unspent, cannot be spent or was stopped with the output's
  /// holder, fees with the miners, and what flowed into another theft with the one who was robbed.
  init(
    _ trace: TraceResult, _ stolen: StolenCoins, _ index: TruthIndex,
    _ ledger: borrowing ChainLedger
  ) {
    self.stolen = stolen
    amounts = Array(
      repeating: Array(repeating: 0, count: stolen.trueValues.count),
      count: stolen.groupValues.count)
    let groups = trace.labels.map { Int($0) ?? 0 }
    for outputs in [trace.outputs, trace.unspendableOutputs, trace.stoppedOutputs] {
      for output in outputs {
        guard let holder = index.holder(of: output.output.position) else { continue }
        add(output, trace.policy, holder, groups)
      }
    }
    for output in trace.supersededOutputs {
      let transaction = ledger.transaction(ofOutput: output.output)
      guard let input = ledger.inputs(of: transaction).first,
        let holder = index.holder(of: ledger.inputPrevout[input].position)
      else { continue }
      add(output, trace.policy, holder, groups)
    }
    add(fees: trace.totals.fees, trace.policy, groups)
  }

  private mutating func add(
    _ output: TaintedOutput, _ policy: TaintPolicy, _ holder: Int, _ groups: [Int]
  ) {
    if policy == .poison, !output.byLabel.isEmpty {
      // A satoshi can bear many labels and counts once: with one of them, in turn by the output's row.
      let share = output.byLabel[output.output.position % output.byLabel.count]
      amounts[groups[share.label]][holder] += Int128(output.tainted.rawValue)
    } else {
      for share in output.byLabel {
        amounts[groups[share.label]][holder] += Int128(share.amount.rawValue)
      }
    }
  }

  private mutating func add(fees: TaintAmount, _ policy: TaintPolicy, _ groups: [Int]) {
    guard !groups.isEmpty else { return }
    if policy == .poison {
      // Which fees bear which labels the totals do not say, so that they are dealt out evenly.
      let total = Int128(fees.total.rawValue)
      let count = Int128(groups.count)
      for (place, group) in groups.enumerated() {
        amounts[group][stolen.miners] += (total + Int128(place)) / count
      }
    } else {
      for (label, amount) in fees.byLabel.enumerated() {
        amounts[groups[label]][stolen.miners] += Int128(amount.rawValue)
      }
    }
  }

  /// The satoshis placed with each holder.
  var placed: [Int128] {
    var placed = [Int128](repeating: 0, count: stolen.trueValues.count)
    for group in amounts {
      for (holder, amount) in group.enumerated() { placed[holder] += amount }
    }
    return placed
  }
}

// MARK: - Rows

extension Placement {
  /// The share of the stolen satoshis that are placed with their holders: the smaller one of what is
  /// placed with a holder and what he truly has, over all holders.
  func shareRow(_ metric: String) -> ScoreRow {
    row(metric) { placed, truth in min(placed, truth) }
  }

  /// The satoshis that are placed with holders beyond what they truly have, as a share of the stolen
  /// ones; above 1 where more is accused than was taken.
  func excessRow(_ metric: String) -> ScoreRow {
    row(metric) { placed, truth in max(0, placed - truth) }
  }

  /// A sum over holders against all that was taken.
  ///
  /// The truth has no holders by theft. For the interval, what counts of a holder's satoshis is dealt
  /// to the groups of thefts as the trace deals his satoshis to them.
  private func row(_ metric: String, _ counted: (Int128, Int128) -> Int128) -> ScoreRow {
    let placed = placed
    let counts = zip(placed, stolen.trueValues).map { counted($0, Int128($1)) }
    let parts = amounts.enumerated().map { group, amounts in
      var sum: Int128 = 0
      for (holder, amount) in amounts.enumerated() where placed[holder] > 0 {
        sum += amount * counts[holder] / placed[holder]
      }
      return (numerator: sum, denominator: Int128(stolen.groupValues[group]))
    }
    return ScoreRow(
      metric, Fraction(counts.reduce(0, +), of: Int128(stolen.total)),
      Bootstrap.interval(ofRatio: parts))
  }
}
