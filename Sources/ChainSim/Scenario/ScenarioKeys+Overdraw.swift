public import Case

extension ScenarioKeys {
  /// A balance made up by transfers within an exchange, and withdrawn.
  public static let overdraw = YAMLKeyTable(
    "overdraw",
    [
      .required("by", .text, "The thief."),
      .required("of", .text, "The exchange's first wallet."),
      .required("total", .amount, "What is withdrawn of coins that are not there, exactly."),
      .optional("stake", .amount, "What the thief deposits before; 2 BTC unless given."),
      .optional(
        "transfers", .integer(2...1_000_000),
        "How many transfers make up the balance, none larger than the stake; 4000 unless given."),
      .optional(
        "addresses", .integer(1...100), "To how many addresses it is withdrawn; 2 unless given."),
    ])
}
