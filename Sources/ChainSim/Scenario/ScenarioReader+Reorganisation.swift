import Bitcoin
import Case

extension ScenarioReader {
  /// The value of `reorg`.
  static func reorg(_ node: YAMLNode) throws(YAMLError) -> Reorganisation {
    let mapping = try node.mapping(ScenarioKeys.reorg, in: "'reorg'")
    var reorg = Reorganisation(blocks: try mapping.require("blocks").integer(in: 1...90))
    if let node = mapping.find("doubleSpend") {
      let spend = try node.mapping(ScenarioKeys.doubleSpend, in: "'doubleSpend'")
      reorg.doubleSpend = Reorganisation.DoubleSpend(
        by: try spend.require("by").text(), of: try walletReference(spend.require("of")),
        amount: try spend.require("amount").amount())
    }
    return reorg
  }
}
