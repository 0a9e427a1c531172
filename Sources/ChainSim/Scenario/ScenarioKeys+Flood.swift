public import Case

extension ScenarioKeys {
  /// Somebody who floods others.
  public static let flooder = YAMLKeyTable(
    "flooder",
    [
      .required("kind", .word(["flooder"]), "Somebody who floods others with requests and dust."),
      behaviour,
      .required("coins", .amount, "What he gets from the pools before he begins."),
      .optional("wallets", .mapping(flooderWallets), "The addresses of his wallet."),
      .optional("fees", .amountRange, "What his transactions pay, from the first to the last."),
    ])

  /// The wallet of somebody who floods others.
  public static let flooderWallets = YAMLKeyTable(
    "flooderWallets", [.optional("own", .mapping(purse), "The coins that he pays with.")])

  /// A flood of requests and dust.
  public static let flood = YAMLKeyTable(
    "flood",
    [
      .required("at", .text, "The exchange."),
      .required("by", .text, "Who pays for the dust."),
      .required("requests", .integer(1...10_000_000), "How many requests come each second."),
      .required("served", .integer(0...10_000_000), "How many of them can be answered."),
      .required("transactions", .integer(0...1_000_000), "How many transactions carry dust."),
      .required("dust", .amountRange, "What one output of dust holds."),
    ])
}
