public import Bitcoin
public import Ledger

/// What a case knows by name, for expressions that ask for it.
public struct SourceNames: Sendable {
  /// The addresses that a label is given to; none where there is no such label.
  public var tagged: @Sendable (String) -> [Address]
  /// The addresses whose tags are of a category; none where there is no such category.
  public var categorised: @Sendable (String) -> [Address]
  /// Which scripts belong together; nil where each stands for itself.
  public var clusters: ClusterSet?
  /// What a finding stands for, with labels of its own; nil where there is no such finding.
  public var finding: @Sendable (String) -> [TaintSource]?

  /// Names; what is left out is known to nobody.
  public init(
    tagged: @escaping @Sendable (String) -> [Address] = { _ in [] },
    categorised: @escaping @Sendable (String) -> [Address] = { _ in [] },
    clusters: ClusterSet? = nil,
    finding: @escaping @Sendable (String) -> [TaintSource]? = { _ in nil }
  ) {
    self.tagged = tagged
    self.categorised = categorised
    self.clusters = clusters
    self.finding = finding
  }
}

extension SourceExpression {
  /// The outputs and fees that the expression stands for, in chain order.
  ///
  /// - Parameters:
  ///   - until: the height of the trace, up to which outputs are looked for; nil for the tip.
  ///   - names: what the case knows by name.
  /// - Throws: a `SourceError` that says what is not there, and up to which height was looked.
  public func resolve(
    in ledger: borrowing ChainLedger, until: Int? = nil, names: SourceNames = SourceNames()
  ) throws(SourceError) -> [TaintSource] {
    switch self {
    case .outPoint(let outPoint):
      return [.output(try SourceExpression.output(at: outPoint, ledger), label: label)]
    case .finding(let name):
      guard let sources = names.finding(name) else { throw .unknownFinding(name) }
      guard !sources.isEmpty else { throw .emptyFinding(name) }
      return sources
    case .address, .tag, .category, .cluster:
      let end = min(until ?? ledger.tipHeight, ledger.tipHeight)
      let scripts = try scripts(in: ledger, names: names)
      let outputs = SourceExpression.outputs(paying: scripts, until: end, ledger)
      guard !outputs.isEmpty else { throw neverPaid(until: end) }
      return outputs.map { .output($0, label: label) }
    }
  }

  /// The scripts of the addresses that the expression stands for, as far as some output of the ledger
  /// pays them, rows in order; for an expression that names no addresses none.
  ///
  /// - Throws: a `SourceError` that says what is not there.
  public func scripts(
    in ledger: borrowing ChainLedger, names: SourceNames
  ) throws(SourceError) -> [ScriptIndex] {
    let addresses: [Address]
    switch self {
    case .outPoint, .finding: return []
    case .address(let address): addresses = [address]
    case .tag(let name):
      addresses = names.tagged(name)
      guard !addresses.isEmpty else { throw .unknownTag(name) }
    case .category(let name):
      addresses = names.categorised(name)
      guard !addresses.isEmpty else { throw .unknownCategory(name) }
    case .cluster(let members):
      let scripts = try members.scripts(in: ledger, names: names)
      guard let clusters = names.clusters else { return scripts }
      let roots = Set(scripts.map { clusters.cluster(of: $0) })
      return roots.flatMap { clusters.members(of: $0) }.sorted()
    }
    var scripts: Set<ScriptIndex> = []
    for address in addresses {
      if let script = ledger.script(address.scriptPubKey) { scripts.insert(script) }
    }
    guard !scripts.isEmpty else { throw neverPaid(until: ledger.tipHeight) }
    return scripts.sorted()
  }

  /// The row of an output.
  ///
  /// - Throws: `unknownTransaction`, `unknownOutput`.
  public static func output(
    at outPoint: OutPoint, _ ledger: borrowing ChainLedger
  ) throws(SourceError) -> OutputIndex {
    guard let transaction = ledger.transaction(outPoint.txid) else {
      throw .unknownTransaction(outPoint.txid, tipHeight: ledger.tipHeight)
    }
    guard let output = ledger.output(outPoint) else {
      throw .unknownOutput(outPoint, outputCount: ledger.outputs(of: transaction).count)
    }
    return output
  }

  /// That no output pays what the expression names.
  private func neverPaid(until end: Int) -> SourceError {
    switch self {
    case .address(let address): .neverPaid(address, until: end)
    case .tag(let name): .tagNeverPaid(name, until: end)
    case .category(let name): .categoryNeverPaid(name, until: end)
    case .cluster(let members): members.neverPaid(until: end)
    case .outPoint, .finding: .emptyFinding(label)
    }
  }

  /// The outputs that pay one of the scripts, up to a height, each once, in chain order.
  private static func outputs(
    paying scripts: [ScriptIndex], until end: Int, _ ledger: borrowing ChainLedger
  ) -> [OutputIndex] {
    guard end >= 0 else { return [] }
    let limit = ledger.txFirstOutput[Int(ledger.blockFirstTransaction[end + 1])]
    var found: [OutputIndex] = []
    for script in scripts {
      let outputs = ledger.outputs(of: script)
      for index in outputs.indices where outputs[index].rawValue < limit {
        found.append(outputs[index])
      }
    }
    return found.sorted()
  }
}
