public import Case

extension ScenarioKeys {
  /// A branch of blocks that loses.
  public static let reorg = YAMLKeyTable(
    "reorg",
    [
      .required("blocks", .integer(1...90), "How many blocks lose."),
      .optional(
        "doubleSpend", .mapping(doubleSpend), "A deposit that only the losing branch has."),
    ])

  /// A deposit that is undone by a reorganisation.
  public static let doubleSpend = YAMLKeyTable(
    "doubleSpend",
    [
      .required("by", .text, "The thief."),
      .required("of", .text, "The first wallet of the exchange that is paid and then is not."),
      .required("amount", .amount, "What is deposited, undone and withdrawn, exactly."),
    ])
}
