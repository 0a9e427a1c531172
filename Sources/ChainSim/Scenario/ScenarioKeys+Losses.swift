public import Case

extension ScenarioKeys {
  /// A theft at one blow.
  public static let heist = YAMLKeyTable(
    "heist",
    [
      .required("by", .text, "The thief."),
      .required("of", .text, "The wallet that is robbed."),
      .required("amount", .amount, "What is taken, the fee included, exactly."),
      .optional("fee", .amount, "What the transaction pays as fee; none unless given."),
    ])

  /// Withdrawals to a script that nobody can spend.
  public static let burn = YAMLKeyTable(
    "burn",
    [
      .required("of", .text, "The wallet that pays."),
      .required("total", .amount, "What is lost, exactly."),
      .required("largest", .amount, "The largest of the outputs, exactly."),
      .required("transactions", .integer(1...10_000), "How many transactions do it."),
    ])

  /// Coins that a thief passes on to himself.
  public static let shuffle = YAMLKeyTable(
    "shuffle",
    [
      .required("by", .text, "The thief."),
      .required("amount", .amount, "What moves each time, exactly."),
      .required("times", .integer(1...10_000), "How often it moves."),
    ])
}
