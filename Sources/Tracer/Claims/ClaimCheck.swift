/// One question asked of a claim, with its answer.
public struct ClaimCheck: Hashable, Sendable {
  /// What was asked.
  public let kind: Kind
  /// The answer.
  public let result: Answer
  /// The reason, in words that need no knowledge of the program.
  public let detail: String

  /// The question's name in results.
  public var name: String { kind.rawValue }

  /// An answer to a question.
  public init(_ kind: Kind, _ result: Answer, _ detail: String) {
    self.kind = kind
    self.result = result
    self.detail = detail
  }

  /// The questions, in the order in which they are asked (docs/claims.md explains each).
  public enum Kind: String, CaseIterable, Sendable {
    /// Whether the claim makes sense in itself and belongs to the case's network.
    case wellFormed = "well formed"
    /// Whether its block is in the best chain, at the height that it says.
    case block = "block in the best chain"
    /// Whether its coins are on the chain by that block.
    case coinsExist = "coins exist"
    /// Whether they were unspent at that block.
    case unspentThen = "unspent then"
    /// Whether they are unspent at the tip.
    case unspentNow = "unspent now"
    /// Whether they come to the claimed amount.
    case sum = "sum right"
    /// Whether the claimant showed control of each coin.
    case control = "control proven"
    /// Whether no other claim shows control of one of them.
    case claimedOnce = "claimed once"
    /// Whether they come from the loss that the claim names.
    case loss = "traces to the loss"
  }

  /// What a check found.
  public enum Answer: String, Sendable {
    /// It holds.
    case pass
    /// It does not hold.
    case fail
    /// What is known does not tell.
    case cannotTell = "cannot tell"
  }
}
