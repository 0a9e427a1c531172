public import Case

extension ScenarioKeys {
  /// What an actor's people use.
  static let behaviour = YAMLKeyTable.Key.optional(
    "behaviour",
    .either([.word(WalletModel.Name.allCases.map(\.rawValue)), .mapping(behaviours)]),
    "The wallet program that its transactions come from, or shares of several.")

  /// How many of many people use which wallet program.
  public static let behaviours = YAMLKeyTable(
    "behaviours",
    WalletModel.Name.allCases.map {
      .optional($0.rawValue, .percent, "How many of the people use \($0.rawValue).")
    })
}
