public import Bitcoin

/// What a person names as the source of a trace, or as where it stops: an outpoint, an address, a tag, a
/// category of tags, clusters or a finding.
///
/// ```
/// txid:vout | address | tag:LABEL | category:NAME | reconcile:NAME
/// | cluster:ADDRESS | cluster:tag:LABEL | cluster:category:NAME
/// ```
public indirect enum SourceExpression: Hashable, Sendable {
  /// One output.
  case outPoint(OutPoint)
  /// Every output that pays the address.
  case address(Address)
  /// Every output that pays an address with that label.
  case tag(String)
  /// Every output that pays an address whose tag is of that category.
  case category(String)
  /// Every output that pays an address of a cluster in which one of these addresses is.
  case cluster(SourceExpression)
  /// What the comparison of books and chain found under that name.
  case finding(String)

  /// Reads an expression; an address must be one of `network`.
  ///
  /// - Throws: `unreadable`, `wrongAddress`.
  public init(_ text: String, network: Network) throws(SourceError) {
    if let label = SourceExpression.rest(of: text, after: "tag:") {
      guard !label.isEmpty else { throw .unreadable(text) }
      self = .tag(label)
    } else if let name = SourceExpression.rest(of: text, after: "category:") {
      guard !name.isEmpty else { throw .unreadable(text) }
      self = .category(name)
    } else if let rest = SourceExpression.rest(of: text, after: "cluster:") {
      let members = try SourceExpression(rest, network: network)
      guard members.namesAddresses else { throw .unreadable(text) }
      self = .cluster(members)
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

  /// Whether a cluster can be named by this.
  private var namesAddresses: Bool {
    switch self {
    case .address, .tag, .category: true
    case .outPoint, .cluster, .finding: false
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
    case .category(let name): "category:\(name)"
    case .cluster(.tag(let label)): "cluster:tag:\(label)"
    case .cluster(let members): "cluster:\(members.label)"
    case .finding(let name): "reconcile:\(name)"
    }
  }
}
