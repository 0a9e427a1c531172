import Bitcoin
import Case
import Ledger
import Tracer

/// What the texts behind `--source` and `--stop-at` stand for in a case.
struct SourceResolver {
  private let sources: [SourceExpression]
  private let stops: [(text: String, expression: StopExpression)]
  private let names: SourceNames

  /// A resolver of these texts; what none of them asks for is not read or made.
  ///
  /// - Parameter clusters: the clusters of the ledger's scripts, where the caller has them already.
  /// - Throws: `SourceError`, `CaseFailure`, `BooksFailure`, `ClusterError`; `Refusal` for a stop.
  init(
    _ texts: [String], stops stopTexts: [String] = [], clusters: ClusterSet? = nil,
    of opened: OpenCase, _ records: Records?, _ ledger: borrowing ChainLedger
  ) throws {
    let network = opened.network
    sources = try texts.map { try SourceExpression($0, network: network) }
    stops = try stopTexts.map { text in
      try SourceResolver.naming(text) { () throws(SourceError) in
        (text, try StopExpression(text, network: network))
      }
    }
    let expressions = sources + stops.compactMap(\.expression.place)
    let tags = try opened.readTags()
    let reconciliation =
      expressions.contains(where: \.asksForFinding)
      ? try opened.reconcile(records ?? opened.requireRecords(ledger), ledger) : nil
    names = SourceNames(
      tagged: { tags.addresses(labelled: $0) },
      categorised: { tags.addresses(ofCategory: $0) },
      clusters: expressions.contains(where: \.asksForClusters)
        ? try clusters ?? Clusters.multiInput(ledger) : nil,
      finding: { reconciliation?.finding(named: $0)?.sources })
  }

  /// The outputs and fees that the texts of sources stand for.
  ///
  /// - Throws: `SourceError`.
  func resolve(in ledger: borrowing ChainLedger, until: Int?) throws -> [TaintSource] {
    var found: [TaintSource] = []
    for source in sources {
      found += try source.resolve(in: ledger, until: until, names: names)
    }
    return found
  }

  /// Where the texts of stops end a trace.
  ///
  /// - Throws: `Refusal`.
  func resolveStops(in ledger: borrowing ChainLedger) throws -> TraceStops {
    var found = TraceStops()
    for (text, stop) in stops {
      do throws(SourceError) {
        try stop.add(to: &found, in: ledger, names: names)
      } catch {
        throw SourceResolver.refusal(of: text, error)
      }
    }
    return found
  }

  private static func naming<Value>(
    _ text: String, _ body: () throws(SourceError) -> Value
  ) throws(Refusal) -> Value {
    do {
      return try body()
    } catch {
      throw refusal(of: text, error)
    }
  }

  private static func refusal(of text: String, _ error: SourceError) -> Refusal {
    Refusal("--stop-at \(text.prefix(100)): \(error)")
  }
}

extension StopExpression {
  /// The outputs or addresses; nil for what is named by its shape.
  fileprivate var place: SourceExpression? {
    if case .place(let expression) = self { expression } else { nil }
  }
}

extension SourceExpression {
  /// Whether the books have to be held against the chain.
  fileprivate var asksForFinding: Bool {
    if case .finding = self { true } else { false }
  }

  /// Whether clusters have to be made.
  fileprivate var asksForClusters: Bool {
    if case .cluster = self { true } else { false }
  }
}
