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
        "What the first wallet holds when withdrawals stop; without books, its float."),
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

  // MARK: - Events

  /// The keys of an event that say what happens.
  public static let actions = [
    "proofTransfer", "move", "copyKeys", "sweep", "sell", "heist", "burn", "shuffle", "flood",
    "malleate", "overdraw", "reorg", "haltWithdrawals", "haltTransactions", "haltDeposits",
    "closeSite", "filing", "found", "statement", "peel", "mix",
  ]

  /// Something that happens: a time and one action.
  public static let event = YAMLKeyTable(
    "event",
    [
      .optional("at", .time, "When it happens, for what happens at once."),
      .optional("from", .time, "When it begins."),
      .optional("to", .time, "When it ends."),
      .optional(
        "proofTransfer", .mapping(proofTransfer), "An exchange pays itself, to show coins."),
      .optional("move", .mapping(move), "Coins go to another wallet of the same exchange."),
      .optional("copyKeys", .mapping(copyKeys), "A thief copies a wallet's keys."),
      .optional("sweep", .mapping(sweep), "A thief takes coins with copied keys."),
      .optional("sell", .mapping(sell), "A thief sells what he took."),
      .optional(
        "malleate", .mapping(malleate), "A thief changes withdrawals so that they are paid twice."),
      .optional("heist", .mapping(heist), "A thief takes much at one blow and lets it rest."),
      .optional("burn", .mapping(burn), "Withdrawals go to a script that nobody can spend."),
      .optional("shuffle", .mapping(shuffle), "A thief passes coins on to himself."),
      .optional("flood", .mapping(flood), "An exchange is flooded with requests and dust."),
      .optional(
        "overdraw", .mapping(overdraw), "A thief makes up a balance and withdraws it."),
      .optional("reorg", .mapping(reorg), "A branch of blocks loses against a longer one."),
      .optional("haltWithdrawals", .text, "The exchange that stops paying withdrawals."),
      .optional(
        "haltTransactions", .text, "The exchange that stops making transactions of its own."),
      .optional("haltDeposits", .text, "The exchange that stops taking deposits; its books close."),
      .optional("closeSite", .text, "The exchange whose site goes blank."),
      .optional("filing", .text, "The exchange that files for protection from its creditors."),
      .optional("found", .text, "The wallet, unknown to the books, that is found."),
      .optional("statement", .mapping(statement), "Somebody says something in public."),
      .optional("peel", .mapping(peel), "A thief peels what he took off, step by step."),
      .optional("mix", .mapping(mix), "A thief sends what he took through a mixer or CoinJoins."),
    ])

  /// One transaction of an exchange to itself.
  public static let proofTransfer = YAMLKeyTable(
    "proofTransfer",
    [
      .required("from", .text, "The wallet that most inputs come from and all outputs go to."),
      .optional("together", .text, "The wallet whose coins are among the inputs."),
      .required("inputs", .list(.amount), "What the inputs hold, in order."),
      .required("amount", .amount, "What the second output holds; the first has the rest."),
    ])

  /// Coins that go from one wallet of an exchange to another.
  public static let move = YAMLKeyTable(
    "move",
    [
      .required("from", .text, "The wallet that pays."),
      .required("to", .text, "The wallet that gets the coins."),
      .required("amount", .amount, "What arrives, exactly."),
      .optional(
        "transactions", .integer(ScenarioLimits.moveTransactions),
        "How many transactions do it; 4 unless given."),
      .optional("fee", .amount, "What each transaction pays as fee; none unless given."),
    ])

  /// A copy of a wallet's keys.
  public static let copyKeys = YAMLKeyTable(
    "copyKeys",
    [
      .required("of", .text, "The wallet."),
      .required("by", .text, "The thief."),
    ])

  /// A theft drip by drip.
  public static let sweep = YAMLKeyTable(
    "sweep",
    [
      .required("by", .text, "The thief."),
      .required("of", .text, "The wallet that is robbed."),
      .required("total", .amount, "What is taken, the fees of the taking included, exactly."),
      .required("each", .amountRange, "What one sweep takes."),
      .optional("booked", .boolean, "Whether the books have the sweeps as withdrawals."),
    ])

  /// A share of the stolen coins that is sold.
  public static let sell = YAMLKeyTable(
    "sell",
    [
      .required("by", .text, "The thief."),
      .required("at", .text, "The exchange."),
      .required("share", .percent, "How much of what was taken, in whole percent."),
    ])

  // MARK: - Claims

  /// A claim that somebody will make.
  public static let claim = YAMLKeyTable(
    "claim",
    [
      .required("id", .text, "The claim's name, which is its file's."),
      .required("by", .text, "Who claims."),
      .required("at", .time, "When; the claim refers to the last block until then."),
      .required("text", .text, "What the claimant says."),
      .required(
        "coins", .either([.text, .mapping(coins)]),
        "A wallet, for what it holds, or none, or one of these keys."),
      .optional("amount", .amount, "What the claim says; what the coins are worth unless given."),
      .optional(
        "proof", .either([.word(ClaimOrder.Proof.words), .mapping(proof)]),
        "signmessage unless given, wrongKey, none, or the key of a copy."),
      .optional(
        "loss", .text, "Which loss the coins are a part of; reconcile:missing unless given."),
    ])

  /// Which coins a claim is about, where they are not simply a wallet's.
  public static let coins = YAMLKeyTable(
    "coins",
    [
      .optional("spent", .text, "Coins that this wallet had spent before."),
      .optional("shuffled", .text, "All that this thief passed on to himself, each time anew."),
      .optional("minedBy", .text, "Coins of these miners that have nothing to do with the loss."),
      .optional("sameAs", .text, "The coins of this other claim."),
    ])

  /// A proof that is another claim's.
  public static let proof = YAMLKeyTable(
    "proof", [.required("copyOf", .text, "The claim whose proofs are copied.")])
}

extension ScenarioKeys {
  /// The JSON Schema of the scenario format, as `docs/scenario.schema.json` has it.
  public static func makeSchema() -> String {
    scenario.makeSchema(title: "A scenario of trace-cli simulate")
  }
}
