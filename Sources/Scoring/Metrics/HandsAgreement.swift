import Bitcoin
import Ledger
import Tracer

/// How well a trace agrees, output by output, with the thief's own book-keeping, as long as the coins
/// are in his hands.
struct HandsAgreement {
  private var parts: [(numerator: Int128, denominator: Int128)] = []

  /// Compares all outputs of the thieves that carry taint or are stolen in part, spent ones too.
  ///
  /// - Parameter trace: a trace that kept its passage.
  init(_ trace: TraceResult, _ stolen: StolenCoins, _ index: TruthIndex) {
    var tainted = [Int64](repeating: 0, count: index.outputOwner.count)
    for output in trace.passage { tainted[output.output.position] = output.tainted.rawValue }
    // A source counts for itself, whatever else flowed into it.
    for source in trace.sources {
      if case .output(let output) = source.target {
        tainted[output.position] = source.value.rawValue
      }
    }
    for output in tainted.indices {
      guard let holder = index.holder(of: output), stolen.thieves.contains(holder) else { continue }
      let truth = index.outputStolen[output]
      guard tainted[output] > 0 || truth > 0 else { continue }
      parts.append(
        (Int128(min(tainted[output], truth)), Int128(max(tainted[output], truth))))
    }
  }

  /// The share of outputs in which both have the same number of stolen satoshis.
  func outputsRow(_ metric: String) -> ScoreRow {
    ScoreRow(
      metric, ratioOf: parts.map { ($0.numerator == $0.denominator ? 1 : 0, 1) })
  }

  /// The satoshis on which both agree, of those that either calls stolen.
  func satoshisRow(_ metric: String) -> ScoreRow { ScoreRow(metric, ratioOf: parts) }
}
