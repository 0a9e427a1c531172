import Bitcoin
public import Case
public import Ledger

/// Tells for each script of a chain who holds it.
///
/// Books go before tags, since they are the exchange's own word on its own addresses; a tag of the
/// address goes before one that only reaches it through its cluster.
public struct HolderIndex: Sendable {
  private let exchange: String
  private let scripts: ExchangeScripts?
  private let tagged: [ScriptIndex: [String]]
  private let clusters: ClusterSet?
  private let labelsOfCluster: [ScriptIndex: [String]]

  /// The name of an exchange that the case does not name.
  public static let unnamedExchange = "the exchange"

  /// An index.
  ///
  /// - Parameters:
  ///   - ledger: the chain.
  ///   - tags: who is known publicly.
  ///   - clusters: which scripts belong together; nil where tags are to hold for their own addresses
  ///     alone.
  ///   - exchange: the name of the exchange whose books the case holds.
  ///   - scripts: that exchange's scripts; nil where there are no books.
  public init(
    ledger: borrowing ChainLedger, tags: TagSet = TagSet(), clusters: ClusterSet? = nil,
    exchange: String? = nil, scripts: ExchangeScripts? = nil
  ) {
    var tagged: [ScriptIndex: [String]] = [:]
    var labelsOfCluster: [ScriptIndex: [String]] = [:]
    for tag in tags.tags {
      guard let script = ledger.script(tag.address.scriptPubKey) else { continue }
      HolderIndex.add(tag.label, to: &tagged[script, default: []])
      guard tag.isClusterDefiner, let clusters else { continue }
      HolderIndex.add(tag.label, to: &labelsOfCluster[clusters.cluster(of: script), default: []])
    }
    self.exchange = exchange ?? HolderIndex.unnamedExchange
    self.scripts = scripts
    self.tagged = tagged
    self.clusters = clusters
    self.labelsOfCluster = labelsOfCluster
  }

  /// Who holds a script.
  ///
  /// - Precondition: the ledger has that row.
  public func holder(of script: ScriptIndex) -> Holder {
    switch scripts?.ownership(of: script) {
    case .booked: return .wallet(exchange: exchange, wallet: scripts?.wallet(of: script) ?? "")
    case .forgotten: return .forgotten(exchange: exchange)
    case .stranger, nil: break
    }
    if let labels = tagged[script] {
      return labels.count == 1 ? .tagged(labels[0]) : .disputed(labels)
    }
    if let clusters, let labels = labelsOfCluster[clusters.cluster(of: script)] {
      return labels.count == 1 ? .clustered(labels[0]) : .disputed(labels)
    }
    return .unknown
  }

  private static func add(_ label: String, to labels: inout [String]) {
    if !labels.contains(label) { labels.append(label) }
  }
}
