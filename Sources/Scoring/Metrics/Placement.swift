import Bitcoin
import Ledger
import Tracer

/// With whom a trace places the stolen satoshis.
struct Placement {
  /// Holder -> the satoshis placed with him.
  private(set) var placed: [Int128]
  private let stolen: StolenCoins

  /// Places what a trace found: what lies unspent, cannot be spent or was stopped with the output's
  /// holder, fees with the miners, and what flowed into another theft with the one who was robbed.
  init(
    _ trace: TraceResult, _ stolen: StolenCoins, _ index: TruthIndex,
    _ ledger: borrowing ChainLedger
  ) {
    self.stolen = stolen
    placed = Array(repeating: 0, count: stolen.trueValues.count)
    for output in trace.outputs + trace.unspendableOutputs + trace.stoppedOutputs {
      if let holder = index.holder(of: output.output.position) {
        placed[holder] += Int128(output.tainted.rawValue)
      }
    }
    for output in trace.supersededOutputs {
      let transaction = ledger.transaction(ofOutput: output.output)
      guard let input = ledger.inputs(of: transaction).first,
        let holder = index.holder(of: ledger.inputPrevout[input].position)
      else { continue }
      placed[holder] += Int128(output.tainted.rawValue)
    }
    placed[stolen.miners] += Int128(trace.totals.fees.total.rawValue)
  }

  /// The share of the stolen satoshis that are placed with their holders: the smaller one of what is
  /// placed with a holder and what he truly has, over all holders; units are thefts.
  func placedRow(_ metric: String) -> ScoreRow {
    let right = sum { placed, truth in min(placed, truth) }
    return ScoreRow(metric, Fraction(right, of: stolen.total), weights: stolen.theftValues)
  }

  /// The share of the placed satoshis that are placed with holders beyond what they truly have; units
  /// are thefts.
  func overplacedRow(_ metric: String) -> ScoreRow {
    let beyond = sum { placed, truth in max(0, placed - truth) }
    let all = placed.reduce(0, +)
    return ScoreRow(metric, Fraction(beyond, of: all), weights: stolen.theftValues)
  }

  private func sum(_ rule: (Int128, Int128) -> Int128) -> Int128 {
    zip(placed, stolen.trueValues).reduce(0) { $0 + rule($1.0, $1.1) }
  }
}
