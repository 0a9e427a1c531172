public import Case

extension ScenarioKeys {
  /// What payers give for the size of a transaction.
  public static let feeRates = YAMLKeyTable(
    "feeRates", [.required("lognormal", .mapping(feeRateLaw), "The lognormal law.")])

  /// The lognormal law of fee rates.
  public static let feeRateLaw = YAMLKeyTable(
    "feeRateLaw",
    [
      .required("median", .number(ScenarioLimits.feeRates), "The median in sat/vB."),
      .required("sigma", .number(0.001...3), "Sigma, with at most three decimals."),
    ])
}
