import Bitcoin
import Case

extension ScenarioReader {
  /// The value of `malleate`.
  static func malleate(_ node: YAMLNode) throws(YAMLError) -> MalleatedWithdrawals {
    let mapping = try node.mapping(ScenarioKeys.malleate, in: "'malleate'")
    var order = MalleatedWithdrawals(
      by: try mapping.require("by").text(), of: try walletReference(mapping.require("of")),
      total: try mapping.require("total").amount(),
      each: try mapping.require("each").amountRange())
    if let failed = mapping.find("failed") { order.failedMillionths = try failed.percent() }
    if let highS = mapping.find("highS") { order.highSPercent = try wholePercent(highS) }
    return order
  }
}
