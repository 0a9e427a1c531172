import Bitcoin
import Case

extension ScenarioReader {
  /// An actor of the kind `flooder`.
  static func flooder(_ mapping: YAMLMapping, name: String) throws(YAMLError) -> Flooder {
    var flooder = Flooder(coins: try mapping.require("coins").amount())
    if let fees = mapping.find("fees") { flooder.fees = try fees.amountRange() }
    flooder.own = try purses(mapping, of: ScenarioKeys.flooderWallets, actor: name)["own"]
    return flooder
  }

  /// The value of `flood`.
  static func flood(_ node: YAMLNode) throws(YAMLError) -> Flood {
    let mapping = try node.mapping(ScenarioKeys.flood, in: "'flood'")
    return Flood(
      on: try mapping.require("at").text(), by: try mapping.require("by").text(),
      requests: try mapping.require("requests").integer(in: 1...10_000_000),
      served: try mapping.require("served").integer(in: 0...10_000_000),
      transactions: try mapping.require("transactions").integer(in: 0...1_000_000),
      dust: try mapping.require("dust").amountRange())
  }
}
