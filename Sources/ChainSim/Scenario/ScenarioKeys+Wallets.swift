public import Case

extension ScenarioKeys {
  /// The scenario's words for scripts.
  private static let scripts = AddressStyle.Script.allCases.map(\.rawValue)

  /// How public keys are written.
  private static let keys = YAMLKeyTable.Key.optional(
    "keys", .word(AddressStyle.KeyChoice.allCases.map(\.rawValue)),
    "How its public keys are written.")

  /// How many of how many keys sign.
  private static let multisig = YAMLKeyTable.Key.optional(
    "multisig", .text, "How many of how many keys sign, 2 of 3.")

  /// A wallet of an exchange.
  public static let wallet = YAMLKeyTable(
    "wallet",
    [
      .optional("script", .word(scripts), "The scripts of its addresses."),
      keys,
      multisig,
      .optional(
        "addresses", .integer(ScenarioLimits.addresses), "How many addresses it has for itself."),
      .optional("since", .time, "When it is made; no event names it before."),
      .optional(
        "lastUsed", .time, "When it was last used; the books do not know a wallet with this key."),
    ])

  /// A wallet of pools or of a thief.
  public static let purse = YAMLKeyTable(
    "purse", [.required("script", .word(scripts), "The scripts of its addresses."), keys, multisig])

  /// The wallets of many people.
  public static let purses = YAMLKeyTable(
    "purses",
    [
      .required(
        "script", .either([.word(scripts), .mapping(shares)]),
        "The scripts of the addresses, or shares of several."),
      keys,
      multisig,
    ])

  /// How many of many people have which scripts.
  public static let shares = YAMLKeyTable(
    "shares",
    AddressStyle.Script.allCases.map {
      .optional($0.rawValue, .percent, "How many of the people have \($0.rawValue) addresses.")
    })

  /// The wallets of mining pools.
  public static let minerWallets = YAMLKeyTable(
    "minerWallets",
    [
      .optional("coinbase", .mapping(purse), "What blocks pay."),
      .optional("payout", .mapping(purse), "What is left after payouts."),
    ])

  /// The wallets of people.
  public static let personalWallets = YAMLKeyTable(
    "personalWallets", [.optional("own", .mapping(purses), "What everybody has for himself.")])

  /// The wallets of a thief.
  public static let thiefWallets = YAMLKeyTable(
    "thiefWallets",
    [
      .optional("drops", .mapping(purse), "What sweeps pay."),
      .optional("hoard", .mapping(purse), "Where he gathers, and from where he sells."),
      .optional("own", .mapping(purse), "Coins that are his own."),
    ])
}
