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
      exchange: try mapping.find("exchange")?.printableLine(),
      notes: try mapping.find("notes")?.printableLines())
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
      .optional("exchange", .text, "The exchange whose books the case holds."),
      .optional("notes", .text, "What else there is to say."),
    ])
}
