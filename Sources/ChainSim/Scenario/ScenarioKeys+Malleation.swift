public import Case

extension ScenarioKeys {
  /// Withdrawals that are changed in flight and paid twice.
  public static let malleate = YAMLKeyTable(
    "malleate",
    [
      .required("by", .text, "The thief."),
      .required("of", .text, "The exchange's first wallet, of p2pkh or p2pk addresses."),
      .required("total", .amount, "What is paid a second time, exactly."),
      .required("each", .amountRange, "What one withdrawal asks for."),
      .optional("failed", .percent, "The share of attempts that fail; none unless given."),
      .optional(
        "highS", .percent,
        "The share, in whole percent, that has S changed; in the others pushes are re-encoded."),
    ])
}
