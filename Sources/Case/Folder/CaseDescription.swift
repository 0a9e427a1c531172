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
  /// The first block of the block files, where they are a pruned node's and do not begin with the
  /// network's first; nil where they do.
  public var anchor: BlockAnchor?
  /// The name of the exchange whose books the case holds; nil where it has none.
  public var exchange: String?
  /// What else there is to say; nil where there is nothing.
  public var notes: String?
  /// What the case was made with, where a simulation made it; nil for a case of real blocks.
  public var simulated: SimulatedFrom?

  /// Where a case keeps blocks of its own.
  public static let ownBlocks = "blocks"

  /// A case.
  public init(
    title: String, network: Network, blocks: String = ownBlocks, anchor: BlockAnchor? = nil,
    exchange: String? = nil, notes: String? = nil, simulated: SimulatedFrom? = nil
  ) {
    self.title = title
    self.network = network
    self.blocks = blocks
    self.anchor = anchor
    self.exchange = exchange
    self.notes = notes
    self.simulated = simulated
  }

  /// What a simulation made a case with, beside the scenario.
  public struct SimulatedFrom: Equatable, Sendable {
    /// The seed of all choices and keys.
    public var seed: UInt64
    /// The name of the scenario's setting; nil where it was played as it stands.
    public var setting: String?
    /// The values that were changed besides, each `PATH=VALUE`.
    public var changes: [String]

    /// A seed, a setting and changes.
    public init(seed: UInt64, setting: String? = nil, changes: [String] = []) {
      self.seed = seed
      self.setting = setting
      self.changes = changes
    }
  }

  /// The description as YAML, keys in a fixed order. The halving interval is written for regtest
  /// alone, where a case may choose it.
  public func encode() -> [UInt8] {
    var text = "title: \(YAMLScalar.text(title))\nnetwork: \(network.name)\n"
    if network.name == Network.regtest.name {
      text += "subsidyHalvingInterval: \(network.subsidyHalvingInterval)\n"
    }
    text += "blocks: \(YAMLScalar.text(blocks))\n"
    if let anchor { text += "anchor: \(YAMLScalar.text(anchor.description))\n" }
    if let exchange { text += "exchange: \(YAMLScalar.text(exchange))\n" }
    if let notes { text += "notes: \(YAMLScalar.text(notes))\n" }
    if let simulated {
      text += "simulated:\n  seed: \(simulated.seed)\n"
      if let setting = simulated.setting { text += "  setting: \(YAMLScalar.text(setting))\n" }
      if !simulated.changes.isEmpty {
        let changes = simulated.changes.map { "\n    - \(YAMLScalar.text($0))" }.joined()
        text += "  changes:\(changes)\n"
      }
    }
    return Array(text.utf8)
  }
}
