import Bitcoin
import Case

extension ScenarioReader {
  /// The event `peel`.
  static func peel(_ node: YAMLNode) throws(YAMLError) -> PeelChain {
    let mapping = try node.mapping(ScenarioKeys.peel, in: "'peel'")
    var peel = PeelChain(
      by: try mapping.require("by").text(), percent: try wholePercent(mapping.require("share")),
      each: try mapping.require("each").amountRange())
    if let steps = mapping.find("steps") { peel.steps = try steps.integerRange(in: 1...100_000) }
    peel.target = try mapping.find("to")?.text()
    return peel
  }

  /// The event `mix`.
  static func mix(_ node: YAMLNode) throws(YAMLError) -> Mixing {
    let mapping = try node.mapping(ScenarioKeys.mix, in: "'mix'")
    return Mixing(
      by: try mapping.require("by").text(), in: try mapping.require("in").text(),
      percent: try wholePercent(mapping.require("share")))
  }
}
