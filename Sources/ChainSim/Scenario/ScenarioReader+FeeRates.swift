import Case

extension ScenarioReader {
  /// The law of fee rates; nil where the scenario has none.
  static func feeRates(_ file: YAMLMapping) throws(YAMLError) -> FeeRateLaw? {
    guard let node = file.find("feeRates") else { return nil }
    let law = try node.mapping(ScenarioKeys.feeRates, in: "'feeRates'").require("lognormal")
    let lognormal = try law.mapping(ScenarioKeys.feeRateLaw, in: "'lognormal'")
    // Both are shapes, not money: rounding them to thousandths is exact for what is accepted.
    let median = try lognormal.require("median").number(in: ScenarioLimits.feeRates)
    let sigma = try lognormal.require("sigma").number(in: 0.001...3)
    return FeeRateLaw(
      median: Int64((median * 1_000).rounded()), sigmaPerMille: Int((sigma * 1_000).rounded()))
  }
}
