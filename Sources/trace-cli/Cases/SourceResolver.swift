import Bitcoin
import Case
import Ledger
import Tracer

/// What the texts behind `--source` stand for in a case.
struct SourceResolver {
  private let expressions: [SourceExpression]
  private let tags: TagSet
  /// The books held against the chain, where a text asks for a finding.
  private let reconciliation: Reconciliation?

  /// A resolver of these texts; what none of them asks for is not read.
  ///
  /// - Throws: `SourceError`, `CaseFailure`, `BooksFailure`.
  init(
    _ texts: [String], of opened: OpenCase, _ records: Records?, _ ledger: borrowing ChainLedger
  ) throws {
    let network = opened.network
    expressions = try texts.map { try SourceExpression($0, network: network) }
    tags = try opened.readTags()
    let asksForFinding = expressions.contains { if case .finding = $0 { true } else { false } }
    guard asksForFinding else {
      reconciliation = nil
      return
    }
    let records = try records ?? opened.requireRecords(ledger)
    reconciliation = try opened.reconcile(records, ledger)
  }

  /// The outputs and fees that the texts stand for.
  ///
  /// - Throws: `SourceError`.
  func resolve(in ledger: borrowing ChainLedger, until: Int?) throws -> [TaintSource] {
    var sources: [TaintSource] = []
    for expression in expressions {
      sources += try expression.resolve(
        in: ledger, until: until, tagged: { tags.addresses(labelled: $0) },
        finding: { reconciliation?.finding(named: $0)?.sources })
    }
    return sources
  }
}

extension TaintSource {
  /// The output; nil for a fee.
  var output: OutputIndex? {
    if case .output(let output) = target { return output }
    return nil
  }
}
