import Bitcoin
import Ledger
import Tracer

/// With whom a trace places the stolen satoshis.
struct Placement {
  private struct Key: Hashable {
    var holder: Int
    /// The bits of the groups whose taint it is; under every policy but poison only one.
    var groups: UInt64
  }

  private let policy: TaintPolicy
  private let stolen: StolenCoins
  private var amounts: [Key: Int64] = [:]
  /// The same in a fixed order.
  private var parts: [(holder: Int, groups: UInt64, amount: Int64)] = []

  /// Places what a trace found: what lies unspent, cannot be spent or was stopped with the output's
  /// holder, fees with the miners, and what flowed into another theft with the one who was robbed.
  init(
    _ trace: TraceResult, _ stolen: StolenCoins, _ index: TruthIndex,
    _ ledger: borrowing ChainLedger
  ) {
    policy = trace.policy
    self.stolen = stolen
    let groups = trace.labels.map { UInt64(1) << UInt64(Int($0) ?? 0) }
    for outputs in [trace.outputs, trace.unspendableOutputs, trace.stoppedOutputs] {
      for output in outputs {
        if let holder = index.holder(of: output.output.position) { add(output, holder, groups) }
      }
    }
    for output in trace.supersededOutputs {
      let transaction = ledger.transaction(ofOutput: output.output)
      guard let input = ledger.inputs(of: transaction).first,
        let holder = index.holder(of: ledger.inputPrevout[input].position)
      else { continue }
      add(output, holder, groups)
    }
    let miners = stolen.miners
    if trace.policy == .poison {
      // Which fees bear which labels the totals do not say: each label's fees on their own.
      let all = groups.reduce(0, |)
      amounts[Key(holder: miners, groups: all), default: 0] += trace.totals.fees.total.rawValue
    } else {
      for (label, amount) in trace.totals.fees.byLabel.enumerated() {
        amounts[Key(holder: miners, groups: groups[label]), default: 0] += amount.rawValue
      }
    }
    parts = amounts.map { ($0.key.holder, $0.key.groups, $0.value) }.sorted {
      ($0.0, $0.1) < ($1.0, $1.1)
    }
  }

  private mutating func add(_ output: TaintedOutput, _ holder: Int, _ groups: [UInt64]) {
    if policy == .poison {
      var bits: UInt64 = 0
      for share in output.byLabel { bits |= groups[share.label] }
      amounts[Key(holder: holder, groups: bits), default: 0] += output.tainted.rawValue
    } else {
      for share in output.byLabel {
        amounts[Key(holder: holder, groups: groups[share.label]), default: 0] +=
          share.amount.rawValue
      }
    }
  }

  /// Holder -> the satoshis placed with him, each group of thefts taken so many times; under poison
  /// a satoshi that is tainted at all is placed once.
  func placed(_ counts: [Int]) -> [Int128] {
    var placed = [Int128](repeating: 0, count: stolen.trueValues.count)
    var drawn: UInt64 = 0
    for (group, count) in counts.enumerated() where count > 0 { drawn |= 1 << UInt64(group) }
    for part in parts {
      if policy == .poison {
        if part.groups & drawn != 0 { placed[part.holder] += Int128(part.amount) }
      } else {
        placed[part.holder] += Int128(counts[part.groups.trailingZeroBitCount] * Int(part.amount))
      }
    }
    return placed
  }

  /// The satoshis placed with each holder.
  var placed: [Int128] { placed(Array(repeating: 1, count: stolen.groupValues.count)) }

  /// The share of the stolen satoshis that are placed with their holders: the smaller one of what is
  /// placed with a holder and what he truly has, over all holders.
  func share(_ counts: [Int]) -> Fraction? {
    compare(counts) { placed, truth in min(placed, truth) }
  }

  /// How many satoshis are placed with holders beyond what they truly have, as a share of the stolen
  /// ones; above 1 where more is accused than was taken.
  func excess(_ counts: [Int]) -> Fraction? {
    compare(counts) { placed, truth in max(0, placed - truth) }
  }

  /// A sum over holders against all that the groups took. The truth has no holders by theft, so that
  /// its shares are taken to be the same in each group.
  private func compare(_ counts: [Int], _ rule: (Int128, Int128) -> Int128) -> Fraction? {
    var total: Int128 = 0
    for (group, count) in counts.enumerated() {
      total += Int128(count) * Int128(stolen.groupValues[group])
    }
    let all = Int128(stolen.total)
    guard all > 0, total > 0 else { return nil }
    var sum: Int128 = 0
    for (placed, truth) in zip(placed(counts), stolen.trueValues) {
      sum += rule(placed, Int128(truth) * total / all)
    }
    return Fraction(sum, of: total)
  }

  /// The rows of a figure.
  func row(_ metric: String, _ figure: ([Int]) -> Fraction?) -> ScoreRow {
    let groups = stolen.groupValues.count
    return ScoreRow(
      metric, figure(Array(repeating: 1, count: groups)),
      Bootstrap.interval(units: groups, figure))
  }
}
