public import Bitcoin
public import Ledger

/// What a person names as the source of a trace: an outpoint, an address, a tag or a finding.
///
/// ```
/// txid:vout | address | tag:LABEL | reconcile:NAME
/// ```
public enum SourceExpression: Hashable, Sendable {
  /// One output.
  case outPoint(OutPoint)
  /// Every output that pays the address.
  case address(Address)
  /// Every output that pays an address with that label.
  case tag(String)
  /// What the comparison of books and chain found under that name.
  case finding(String)

  /// Reads an expression; an address must be one of `network`.
  ///
  /// - Throws: `unreadable`, `wrongAddress`.
  public init(_ text: String, network: Network) throws(SourceError) {
    if let label = SourceExpression.rest(of: text, after: "tag:") {
      guard !label.isEmpty else { throw .unreadable(text) }
      self = .tag(label)
    } else if let name = SourceExpression.rest(of: text, after: "reconcile:") {
      guard !name.isEmpty else { throw .unreadable(text) }
      self = .finding(name)
    } else if let outPoint = OutPoint(text) {
      self = .outPoint(outPoint)
    } else if text.isEmpty || text.utf8.contains(UInt8(ascii: ":")) || Txid(hex: text) != nil {
      throw .unreadable(text)
    } else {
      do throws(AddressError) {
        self = .address(try Address(text, network: network))
      } catch {
        throw .wrongAddress(text, error)
      }
    }
  }

  private static func rest(of text: String, after prefix: String) -> String? {
    text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : nil
  }

  /// The label that the taint of such a source bears.
  public var label: String {
    switch self {
    case .outPoint(let outPoint): outPoint.description
    case .address(let address): address.description
    case .tag(let label): label
    case .finding(let name): "reconcile:\(name)"
    }
  }
}

// MARK: - Resolving

extension SourceExpression {
  /// The outputs and fees that the expression stands for, in chain order.
  ///
  /// - Parameters:
  ///   - until: the height of the trace, up to which an address or a tag is looked for; nil for the
  ///     tip.
  ///   - tagged: the addresses that a label is given to; none where there is no such label.
  ///   - finding: what a finding stands for, with labels of its own; nil where there is no such
  ///     finding.
  /// - Throws: a `SourceError` that says what is not there, and up to which height was looked.
  public func resolve(
    in ledger: borrowing ChainLedger,
    until: Int? = nil,
    tagged: (String) -> [Address] = { _ in [] },
    finding: (String) -> [TaintSource]? = { _ in nil }
  ) throws(SourceError) -> [TaintSource] {
    let end = min(until ?? ledger.tipHeight, ledger.tipHeight)
    switch self {
    case .outPoint(let outPoint):
      guard let transaction = ledger.transaction(outPoint.txid) else {
        throw .unknownTransaction(outPoint.txid, tipHeight: ledger.tipHeight)
      }
      guard let output = ledger.output(outPoint) else {
        throw .unknownOutput(outPoint, outputCount: ledger.outputs(of: transaction).count)
      }
      return [.output(output, label: label)]
    case .address(let address):
      let outputs = SourceExpression.outputs(paying: [address], until: end, ledger)
      guard !outputs.isEmpty else { throw .neverPaid(address, until: end) }
      return outputs.map { .output($0, label: label) }
    case .tag(let name):
      let addresses = tagged(name)
      guard !addresses.isEmpty else { throw .unknownTag(name) }
      let outputs = SourceExpression.outputs(paying: addresses, until: end, ledger)
      guard !outputs.isEmpty else { throw .tagNeverPaid(name, until: end) }
      return outputs.map { .output($0, label: label) }
    case .finding(let name):
      guard let sources = finding(name) else { throw .unknownFinding(name) }
      guard !sources.isEmpty else { throw .emptyFinding(name) }
      return sources
    }
  }

  /// The outputs that pay one of the addresses, up to a height, each once, in chain order.
  private static func outputs(
    paying addresses: [Address], until end: Int, _ ledger: borrowing ChainLedger
  ) -> [OutputIndex] {
    guard end >= 0 else { return [] }
    let limit = ledger.txFirstOutput[Int(ledger.blockFirstTransaction[end + 1])]
    var found: Set<OutputIndex> = []
    for address in addresses {
      guard let script = ledger.script(address.scriptPubKey) else { continue }
      let outputs = ledger.outputs(of: script)
      for index in outputs.indices where outputs[index].rawValue < limit {
        found.insert(outputs[index])
      }
    }
    return found.sorted()
  }
}
