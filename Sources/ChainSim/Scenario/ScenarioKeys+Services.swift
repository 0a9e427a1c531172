public import Case

extension ScenarioKeys {
  /// All kinds of services, in the order of the documentation.
  public static let services = [
    coinJoin, mixer, gambling, merchants, donations, faucet, ransomware,
  ]

  /// CoinJoins.
  public static let coinJoin = YAMLKeyTable(
    "coinjoin",
    [
      .required("kind", .word(["coinjoin"]), "Many people's coins in one transaction."),
      .required(
        "shape", .word(Service.CoinJoin.Shape.allCases.map(\.rawValue)),
        "What the transactions look like."),
      .required("rounds", .integer(1...1_000_000), "How many CoinJoins there are."),
      .optional("parties", .integerRange(3...200), "How many people take part in one."),
      .required("amounts", .amountRange, "What somebody brings who joins."),
      .optional("denomination", .amount, "What the equal outputs hold."),
    ] + common)

  /// A mixing service.
  public static let mixer = YAMLKeyTable(
    "mixer",
    [
      .required("kind", .word(["mixer"]), "Deposits are paid out in other people's coins."),
      .required("orders", .integer(1...10_000_000), "How many deposits people make."),
      .required("each", .amountRange, "What one deposit holds."),
      .optional("cut", .percent, "What the mixer keeps at most; a third of it at least."),
      .optional("delay", .duration, "How long a payout waits at most."),
      float,
    ] + common)

  /// A dice game on chain.
  public static let gambling = YAMLKeyTable(
    "gambling",
    [
      .required("kind", .word(["gambling"]), "Bets on addresses, answered at once."),
      .required("bets", .integer(1...10_000_000), "How many bets people make."),
      .required("each", .amountRange, "What one bet is."),
      float,
    ] + common)

  /// Shops.
  public static let merchants = YAMLKeyTable(
    "merchants",
    [
      .required("kind", .word(["merchants"]), "Shops with a new address for each sale."),
      .required("count", .integer(1...100_000), "How many shops there are."),
      .required("sales", .integer(1...10_000_000), "How many sales they make together."),
      .required("each", .amountRange, "What one sale brings."),
    ] + common)

  /// Somebody who asks for gifts.
  public static let donations = YAMLKeyTable(
    "donations",
    [
      .required("kind", .word(["donations"]), "Gifts to one address that never changes."),
      .required("gifts", .integer(1...10_000_000), "How many gifts there are."),
      .required("each", .amountRange, "What one gift is."),
    ] + common)

  /// A faucet.
  public static let faucet = YAMLKeyTable(
    "faucet",
    [
      .required("kind", .word(["faucet"]), "Tiny gifts to many people in one transaction."),
      .required("payouts", .integer(1...1_000_000), "How many transactions it makes."),
      .required("batch", .integerRange(1...1_000), "How many people one of them pays."),
      .required("each", .amountRange, "What each of them gets."),
      float,
    ] + common)

  /// Ransomware.
  public static let ransomware = YAMLKeyTable(
    "ransomware",
    [
      .required("kind", .word(["ransomware"]), "Demands, each to an address of its own."),
      .required("victims", .integer(1...1_000_000), "How many victims pay."),
      .required("each", .amountRange, "What one demand is."),
      .required("cashOut", .text, "The exchange at which all of it is cashed in the end."),
    ] + common)

  /// What a service gets from the pools before it opens.
  private static let float = YAMLKeyTable.Key.required(
    "coins", .amount, "What it gets from the pools before it opens.")

  /// The keys of all services.
  private static let common: [YAMLKeyTable.Key] = [
    .required("people", .text, "Whose coins come to it: users, for ransomware a population."),
    .required("from", .time, "When it opens."),
    .required("to", .time, "When it closes."),
    .optional("wallets", .mapping(serviceWallets), "The addresses of its wallets."),
    .optional("fees", .amountRange, "What a transaction pays as fee."),
    behaviour,
  ]

  /// The wallets of a service.
  public static let serviceWallets = YAMLKeyTable(
    "serviceWallets",
    [
      .optional("own", .mapping(purse), "Its own addresses."),
      .optional("members", .mapping(purse), "The wallets that people keep for it."),
    ])
}
