import Bitcoin
import Case

extension ScenarioReader {
  /// The value of `overdraw`.
  static func overdraw(_ node: YAMLNode) throws(YAMLError) -> Overdraw {
    let mapping = try node.mapping(ScenarioKeys.overdraw, in: "'overdraw'")
    var overdraw = Overdraw(
      by: try mapping.require("by").text(), of: try walletReference(mapping.require("of")),
      total: try mapping.require("total").amount())
    if let stake = mapping.find("stake") { overdraw.stake = try stake.amount() }
    if let count = mapping.find("transfers") {
      overdraw.transfers = try count.integer(in: 2...1_000_000)
    }
    if let count = mapping.find("addresses") { overdraw.addresses = try count.integer(in: 1...100) }
    return overdraw
  }
}
