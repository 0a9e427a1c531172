public import Case

extension ScenarioKeys {
  /// A share of the stolen coins that goes off in peel chains.
  public static let peel = YAMLKeyTable(
    "peel",
    [
      .required("by", .text, "The thief."),
      .required("share", .percent, "How much of what was taken, in whole percent."),
      .required("each", .amountRange, "What is peeled off in one step."),
      .optional("steps", .integerRange(1...100_000), "How many steps a chain has at most."),
      .optional("to", .text, "The exchange that is paid; new addresses of his own unless given."),
    ])

  /// A share of the stolen coins that is mixed.
  public static let mix = YAMLKeyTable(
    "mix",
    [
      .required("by", .text, "The thief."),
      .required("in", .text, "The mixer or the CoinJoins."),
      .required("share", .percent, "How much of what was taken, in whole percent."),
    ])
}
