import Bitcoin

extension CaseDescription {
  /// Reads `case.yaml`.
  ///
  /// - Parameter file: the name that errors give.
  /// - Throws: `YAMLError` for anything that is not such a description; a halving interval on a
  ///   network other than regtest is one.
  public static func decode(
    _ bytes: [UInt8], file: String = "case.yaml"
  ) throws(YAMLError) -> CaseDescription {
    let mapping = try YAMLDocument.read(bytes, file: file).mapping(keys, in: "the case")
    let networkNode = try mapping.require("network")
    let name = try networkNode.word(among: Network.all.map(\.name))
    guard var network = Network(named: name) else {
      throw networkNode.error(.badValue(name, expected: "a network"))
    }
    if let node = mapping.find("subsidyHalvingInterval") {
      guard name == Network.regtest.name else {
        throw node.error(.invalid("only regtest lets a case choose it, not \(name)"))
      }
      network.subsidyHalvingInterval = try node.integer(in: halvingIntervals)
    }
    return CaseDescription(
      title: try mapping.require("title").printableLine(), network: network,
      blocks: try mapping.find("blocks")?.printableLine() ?? ownBlocks,
      anchor: try mapping.find("anchor").map(readAnchor),
      exchange: try mapping.find("exchange")?.printableLine(),
      notes: try mapping.find("notes")?.printableLines(),
      simulated: try mapping.find("simulated").map(readSimulated))
  }

  private static func readAnchor(_ node: YAMLNode) throws(YAMLError) -> BlockAnchor {
    let text = try node.text()
    guard let anchor = BlockAnchor(text) else {
      throw node.error(
        .badValue(text, expected: "HEIGHT:HASH, a block's height and its hash as it is printed"))
    }
    return anchor
  }

  private static func readSimulated(_ node: YAMLNode) throws(YAMLError) -> SimulatedFrom {
    let mapping = try node.mapping(simulatedKeys, in: "'simulated'")
    let seedNode = try mapping.require("seed")
    let digits = try seedNode.text()
    guard let seed = UInt64(digits), String(seed) == digits else {
      throw seedNode.error(.badValue(digits, expected: "a whole number below 2^64"))
    }
    var changes: [String] = []
    for change in try mapping.find("changes")?.list() ?? [] {
      changes.append(try change.printableLine())
    }
    return SimulatedFrom(
      seed: seed, setting: try mapping.find("setting")?.printableLine(), changes: changes)
  }

  /// The intervals that a case may choose: money never passes 21 million bitcoins, since 50 BTC a
  /// block over 210,000 blocks, and half of it over each next such span, sum to just that.
  static let halvingIntervals = 1...210_000

  /// The keys of `case.yaml`.
  public static let keys = YAMLKeyTable(
    "case",
    [
      .required("title", .text, "The case's name for people."),
      .required("network", .word(Network.all.map(\.name)), "The network of the blocks."),
      .optional(
        "subsidyHalvingInterval", .integer(halvingIntervals),
        "After how many blocks the subsidy halves; regtest only."),
      .optional("blocks", .text, "Where the block files are; the case's own where left out."),
      .optional(
        "anchor", .text,
        "HEIGHT:HASH of the first block, where the block files are a pruned node's."),
      .optional("exchange", .text, "The exchange whose books the case holds."),
      .optional("notes", .text, "What else there is to say."),
      .optional("simulated", .mapping(simulatedKeys), "What a simulation made the case with."),
    ])

  /// The keys of `simulated`.
  public static let simulatedKeys = YAMLKeyTable(
    "simulated",
    [
      .required("seed", .integer(0...Int.max), "The seed of all choices and keys."),
      .optional("setting", .text, "The scenario's setting."),
      .optional("changes", .list(.text), "The values that were changed besides, PATH=VALUE."),
    ])
}
