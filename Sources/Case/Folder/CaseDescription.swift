public import Bitcoin

/// What `case.yaml` says of a case: its title, its network, and where its blocks are.
public struct CaseDescription: Equatable, Sendable {
  /// The case's name for people.
  public var title: String
  /// The network, with the halving interval that holds in this case.
  public var network: Network
  /// Where the block files are: a path below the case folder, or, for blocks that a node keeps
  /// elsewhere, an absolute one.
  public var blocks: String
  /// The name of the exchange whose books the case holds; nil where it has none.
  public var exchange: String?
  /// What else there is to say; nil where there is nothing.
  public var notes: String?

  /// Where a case keeps blocks of its own.
  public static let ownBlocks = "blocks"

  /// A case.
  public init(
    title: String, network: Network, blocks: String = ownBlocks, exchange: String? = nil,
    notes: String? = nil
  ) {
    self.title = title
    self.network = network
    self.blocks = blocks
    self.exchange = exchange
    self.notes = notes
  }

  /// The description as YAML, keys in a fixed order. The halving interval is written for regtest
  /// alone, where a case may choose it.
  public func encode() -> [UInt8] {
    var text = "title: \(YAMLScalar.text(title))\nnetwork: \(network.name)\n"
    if network.name == Network.regtest.name {
      text += "subsidyHalvingInterval: \(network.subsidyHalvingInterval)\n"
    }
    text += "blocks: \(YAMLScalar.text(blocks))\n"
    if let exchange { text += "exchange: \(YAMLScalar.text(exchange))\n" }
    if let notes { text += "notes: \(YAMLScalar.text(notes))\n" }
    return Array(text.utf8)
  }
}
