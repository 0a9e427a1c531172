public import Bitcoin

/// What is true of one output: a row of `outputs.csv`.
public struct OutputTruth: Equatable, Sendable {
  /// The output.
  public var outPoint: OutPoint
  /// Who can spend it: the actor's name in the scenario.
  public var owner: String
  /// Which of the owner's wallets holds it; empty where the owner has only one.
  public var wallet: String
  /// What the output is for.
  public var role: OutputRole
  /// How many of its satoshis are stolen and in the thief's hands, by the simulator's own books.
  public var stolen: Satoshi

  /// What is true of an output.
  public init(
    outPoint: OutPoint, owner: String, wallet: String, role: OutputRole, stolen: Satoshi = .zero
  ) {
    self.outPoint = outPoint
    self.owner = owner
    self.wallet = wallet
    self.role = role
    self.stolen = stolen
  }
}

/// What an output is for, as one lower-case word; scenarios may have words of their own.
public struct OutputRole: TruthWord {
  /// The word.
  public let rawValue: String

  /// A role by its word.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// What a block's finder gets.
  public static let coinbase = OutputRole(rawValue: "coinbase")
  /// Data that nobody can spend, such as a witness commitment.
  public static let data = OutputRole(rawValue: "data")
  /// One person pays another.
  public static let payment = OutputRole(rawValue: "payment")
  /// What is left over and goes back to who pays.
  public static let change = OutputRole(rawValue: "change")
  /// Coins paid in at an exchange.
  public static let deposit = OutputRole(rawValue: "deposit")
  /// Coins paid out by an exchange, as booked.
  public static let withdrawal = OutputRole(rawValue: "withdrawal")
  /// Coins merged by their owner.
  public static let consolidation = OutputRole(rawValue: "consolidation")
  /// Coins that their owner puts away.
  public static let storage = OutputRole(rawValue: "storage")
  /// Coins taken by a thief.
  public static let theft = OutputRole(rawValue: "theft")
  /// Stolen coins gathered by the thief.
  public static let collected = OutputRole(rawValue: "collected")
  /// What is left of a large coin after a small part was paid from it.
  public static let peel = OutputRole(rawValue: "peel")
  /// Coins that nobody can spend any more; their owner is `nobody`.
  public static let burnt = OutputRole(rawValue: "burnt")
}
