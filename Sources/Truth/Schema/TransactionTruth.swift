public import Bitcoin

/// What is true of one transaction: a row of `transactions.csv`.
public struct TransactionTruth: Equatable, Sendable {
  /// The transaction.
  public var txid: Txid
  /// Why it was made.
  public var motif: Motif

  /// What is true of a transaction.
  public init(txid: Txid, motif: Motif) {
    self.txid = txid
    self.motif = motif
  }
}

/// Why a transaction was made, as one lower-case word; scenarios may have words of their own.
public struct Motif: TruthWord {
  /// The word.
  public let rawValue: String

  /// A motif by its word.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// A block's first transaction.
  public static let coinbase = Motif(rawValue: "coinbase")
  /// A pool pays out what it mined.
  public static let payout = Motif(rawValue: "payout")
  /// One person pays another.
  public static let payment = Motif(rawValue: "payment")
  /// A customer pays coins in at an exchange.
  public static let deposit = Motif(rawValue: "deposit")
  /// An exchange pays coins out, as booked.
  public static let withdrawal = Motif(rawValue: "withdrawal")
  /// An exchange pays coins out, and a third party changes the transaction in flight.
  public static let malleated = Motif(rawValue: "malleated")
  /// An exchange pays again what it has paid, since it does not find its own txid.
  public static let paidAgain = Motif(rawValue: "paid-again")
  /// An exchange pays out a balance that was made up.
  public static let overdraft = Motif(rawValue: "overdraft")
  /// Somebody spends coins a second time, so that a branch without the first payment can win.
  public static let doubleSpend = Motif(rawValue: "double-spend")
  /// An owner merges many coins.
  public static let consolidation = Motif(rawValue: "consolidation")
  /// An owner breaks a large coin into smaller ones.
  public static let split = Motif(rawValue: "split")
  /// An owner makes a coin of a size that is needed later.
  public static let gather = Motif(rawValue: "gather")
  /// An exchange pays itself to show that it has the coins.
  public static let proof = Motif(rawValue: "proof")
  /// An owner moves coins to another wallet of his.
  public static let move = Motif(rawValue: "move")
  /// A thief takes coins.
  public static let sweep = Motif(rawValue: "sweep")
  /// A thief takes much at one blow.
  public static let heist = Motif(rawValue: "heist")
  /// An exchange pays to a script that nobody can spend.
  public static let burn = Motif(rawValue: "burn")
  /// A thief passes coins on to himself.
  public static let shuffle = Motif(rawValue: "shuffle")
  /// Somebody floods others with dust.
  public static let flood = Motif(rawValue: "flood")
  /// A thief gathers what he took.
  public static let collect = Motif(rawValue: "collect")
  /// A thief sells what he took.
  public static let sale = Motif(rawValue: "sale")
}
