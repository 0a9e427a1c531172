public import Case

/// The keys of the scenario format: what the reader checks, and what a schema can be made from.
public enum ScenarioKeys {
  /// The whole file.
  public static let scenario = YAMLKeyTable(
    "scenario",
    [
      .required("title", .text, "The case's title."),
      .optional("notes", .list(.text), "What a reader of the case should know."),
      .optional(
        "network", .word(["regtest"]), "The chain's network; simulated chains are regtest."),
      .optional(
        "subsidyHalvingInterval", .integer(ScenarioLimits.halvingIntervals),
        "After how many blocks the subsidy halves; 150 unless given."),
      .required("seed", .integer(0...Int.max), "The seed that is used unless another is given."),
      .optional(
        "size", .integer(ScenarioLimits.sizes),
        "How many payments the users make together; their numbers and coins follow."),
      .required("blocks", .list(.mapping(pace)), "How fast blocks come, period after period."),
      .optional(
        "feeRates", .mapping(feeRates), "What payments give for their size, in place of 'fees'."),
      .required("actors", .names(.oneOf(actors)), "Who takes part."),
      .optional("events", .list(.mapping(event)), "What happens."),
      .optional("claims", .list(.mapping(claim)), "What is claimed afterwards."),
      .optional(
        ScenarioSettings.key, .names(.names(.anything)),
        "Other values by the name of a setting, each under the path of what it takes the place of."),
    ])

  /// A period in which blocks come evenly.
  public static let pace = YAMLKeyTable(
    "pace",
    [
      .optional("until", .time, "When the period ends."),
      .optional(
        "payments", .integer(ScenarioLimits.paymentsPerBlock),
        "In place of its end: how many of the payments of 'size' there are for each of its blocks."),
      .required("every", .duration, "The time between two blocks."),
      .optional(
        "size", .text, "How large its blocks get, such as 250 kB; 1 MB unless given."),
    ])

  // MARK: - Actors

  /// All kinds of actors, in the order of the documentation.
  public static let actors = [miners, exchange, population, thief, users, flooder] + services

  /// Mining pools.
  public static let miners = YAMLKeyTable(
    "miners",
    [
      .required("kind", .word(["miners"]), "Mining pools."),
      behaviour,
      .required("count", .integer(ScenarioLimits.pools), "How many pools there are."),
      .optional("dormant", .percent, "The share of blocks whose coins never move."),
      .optional("wallets", .mapping(minerWallets), "The addresses of the pools' wallets."),
      .optional("fees", .amountRange, "What a payout transaction pays as fee."),
    ])

  /// An exchange.
  public static let exchange = YAMLKeyTable(
    "exchange",
    [
      .required("kind", .word(["exchange"]), "An exchange."),
      behaviour,
      .required(
        "wallets", .names(.mapping(wallet)),
        "Its wallets; the first takes deposits and pays withdrawals."),
      .optional("owes", .mapping(owes), "What its books owe at their close."),
      .required(
        "holds", .amount,
        "What the first wallet holds when deposits stop, about; without books, its float."),
      .optional("fees", .amountRange, "What its transactions pay as fee."),
      .optional(
        "batch", .integerRange(1...500),
        "How many withdrawals one transaction pays; mostly one unless given."),
      .optional(
        "replaced", .percent,
        "The share of withdrawal transactions that are replaced by ones that pay more."),
    ])

  /// What an exchange's books owe.
  public static let owes = YAMLKeyTable(
    "owes",
    [
      .required("customers", .amount, "What all customers' accounts hold together."),
      .required("company", .amount, "What the company's own account holds."),
    ])

  /// The customers of an exchange.
  public static let population = YAMLKeyTable(
    "population",
    [
      .required("kind", .word(["population"]), "The customers of an exchange."),
      behaviour,
      .required("of", .text, "The exchange."),
      .required("count", .integer(ScenarioLimits.customers), "How many customers there are."),
      .required("from", .time, "When the first customer comes."),
      .optional(
        "countries", .names(.integer(ScenarioLimits.countryCustomers)),
        "How many customers live in which country."),
      .optional("balances", .mapping(balances), "How balances are spread, before scaling."),
      .optional(
        "deposits", .integerRange(ScenarioLimits.deposits), "How many deposits a customer makes."),
      .optional(
        "withdrawals", .integerRange(ScenarioLimits.withdrawals),
        "How many withdrawals a customer makes."),
      .optional("withdrawn", .percent, "The share of what comes in that goes out again."),
      .optional("wallets", .mapping(personalWallets), "The addresses of their own wallets."),
    ])

  /// How balances are spread.
  public static let balances = YAMLKeyTable(
    "balances", [.required("lognormal", .mapping(lognormal), "The lognormal law.")])

  /// The lognormal law.
  public static let lognormal = YAMLKeyTable(
    "lognormal",
    [
      .required("median", .amount, "The median."),
      .required("sigma", .number(0.001...5), "Sigma, with at most three decimals."),
    ])

  /// A thief.
  public static let thief = YAMLKeyTable(
    "thief",
    [
      .required("kind", .word(["thief"]), "Somebody who takes coins that are not his."),
      behaviour,
      .optional("collectors", .amountRange, "How much one collecting address holds."),
      .optional("clean", .amount, "Coins of his own that he mixes in."),
      .optional("sales", .amountRange, "What one sale brings to a deposit address."),
      .optional("wallets", .mapping(thiefWallets), "The addresses of his wallets."),
      .optional("fees", .amountRange, "What his transactions pay as fee."),
    ])

  /// Ordinary users.
  public static let users = YAMLKeyTable(
    "users",
    [
      .required("kind", .word(["users"]), "People who pay one another."),
      behaviour,
      .required("count", .integer(ScenarioLimits.users), "How many people there are."),
      .required(
        "payments", .integer(ScenarioLimits.payments), "How many payments they make together."),
      .required("coins", .amount, "What they get from the pools together."),
      .optional(
        "merges", .percent, "The share of payments that take the oldest coins together."),
      .optional(
        "batches", .percent, "The share of payments that pay several people at once."),
      .optional("wallets", .mapping(personalWallets), "The addresses of their wallets."),
      .optional("fees", .amountRange, "What a payment pays as fee."),
    ])
}

extension ScenarioKeys {
  /// The JSON Schema of the scenario format, as `docs/scenario.schema.json` has it.
  public static func makeSchema() -> String {
    scenario.makeSchema(title: "A scenario of trace-cli simulate")
  }
}
