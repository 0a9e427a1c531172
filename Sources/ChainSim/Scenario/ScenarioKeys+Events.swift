public import Case

extension ScenarioKeys {
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
}
