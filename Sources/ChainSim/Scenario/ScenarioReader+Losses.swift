import Bitcoin
import Case

extension ScenarioReader {
  /// The value of `heist`.
  static func heist(_ node: YAMLNode) throws(YAMLError) -> Heist {
    let mapping = try node.mapping(ScenarioKeys.heist, in: "'heist'")
    return Heist(
      by: try mapping.require("by").text(), of: try walletReference(mapping.require("of")),
      amount: try mapping.require("amount").amount(),
      fee: try mapping.find("fee")?.amount() ?? .zero)
  }

  /// The value of `burn`.
  static func burn(_ node: YAMLNode) throws(YAMLError) -> Burn {
    let mapping = try node.mapping(ScenarioKeys.burn, in: "'burn'")
    return Burn(
      of: try walletReference(mapping.require("of")),
      total: try mapping.require("total").amount(),
      largest: try mapping.require("largest").amount(),
      transactions: try mapping.require("transactions").integer(in: 1...10_000))
  }

  /// The value of `shuffle`.
  static func shuffle(_ node: YAMLNode) throws(YAMLError) -> Shuffle {
    let mapping = try node.mapping(ScenarioKeys.shuffle, in: "'shuffle'")
    return Shuffle(
      by: try mapping.require("by").text(), amount: try mapping.require("amount").amount(),
      times: try mapping.require("times").integer(in: 1...10_000))
  }
}
