public import Bitcoin

/// A transaction that was signed and seen and is not in the chain, because a mined one spends its
/// coins: a row of `conflicts.csv`.
public struct ConflictTruth: Equatable, Sendable {
  /// The mined transaction.
  public var mined: Txid
  /// The transaction that it stands in the place of.
  public var other: Txid
  /// How it came to that.
  public var reason: ConflictReason

  /// A transaction in the place of another.
  public init(mined: Txid, other: Txid, reason: ConflictReason) {
    self.mined = mined
    self.other = other
    self.reason = reason
  }
}

/// How a transaction came to stand in another one's place, as one lower-case word; scenarios may have
/// words of their own.
public struct ConflictReason: TruthWord {
  /// The word.
  public let rawValue: String

  /// A reason by its word.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// A third party wrote the pushes of the other one's scriptSigs with OP_PUSHDATA2.
  public static let pushData2 = ConflictReason(rawValue: "pushdata2")
  /// A third party negated S in the other one's signatures.
  public static let highS = ConflictReason(rawValue: "high-s")
  /// The other one's maker replaced it by one that pays more (BIP-0125).
  public static let replaced = ConflictReason(rawValue: "replaced")
  /// The other one's block lost, and the winning branch has one that pays somebody else.
  public static let doubleSpent = ConflictReason(rawValue: "double-spent")
  /// A third party made the other one of the mined one by writing its pushes with OP_PUSHDATA2.
  public static let failedPushData2 = ConflictReason(rawValue: "failed-pushdata2")
  /// A third party made the other one of the mined one by negating S in its signatures.
  public static let failedHighS = ConflictReason(rawValue: "failed-high-s")
}
