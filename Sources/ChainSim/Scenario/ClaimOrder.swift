public import Bitcoin

/// A claim that somebody will make: true, or false in a way that is known.
public struct ClaimOrder: Equatable, Sendable {
  /// The claim's name, which is its file's.
  public var id: String
  /// Who claims; an actor's name or anybody's.
  public var by: String
  /// When (seconds since 1970): the claim refers to the last block until then.
  public var at: UInt32
  /// What the claimant says, for people.
  public var text: String
  /// The coins that are claimed.
  public var coins: Coins
  /// What the claim says the coins are worth; nil: what they are worth.
  public var amount: Satoshi?
  /// What is shown as proof.
  public var proof: Proof
  /// Which loss the coins are said to be a part of, such as `reconcile:missing`.
  public var loss: String

  /// A claim.
  public init(
    id: String, by claimant: String, at time: UInt32, text: String, coins: Coins,
    amount: Satoshi? = nil, proof: Proof = .signed, loss: String = "reconcile:missing"
  ) {
    self.id = id
    self.by = claimant
    self.at = time
    self.text = text
    self.coins = coins
    self.amount = amount
    self.proof = proof
    self.loss = loss
  }

  /// Which coins.
  public enum Coins: Equatable, Sendable {
    /// What the wallet holds at the time of the claim.
    case held(WalletReference)
    /// What the wallet held and had spent before the time of the claim.
    case spent(WalletReference)
    /// Coins of a mining pool that have nothing to do with the loss; the actor's name.
    case mined(String)
    /// The coins of another claim, by its id.
    case sameAs(String)
    /// What a thief passed on to himself, each time counted anew; the actor's name.
    case shuffled(String)
    /// No coins at all: an amount that somebody only says.
    case nothing
  }

  /// Which proof.
  public enum Proof: Equatable, Sendable {
    /// Messages signed with the keys of the coins.
    case signed
    /// Messages signed with keys that are not those of the coins.
    case wrongKey
    /// The proofs of another claim, copied; by its id.
    case copied(String)
    /// No proof.
    case nothing

    /// The scenario's words for those that need no more than one.
    static let words = ["signmessage", "wrongKey", "none"]

    /// Whether messages are signed.
    var isSigned: Bool { self == .signed || self == .wrongKey }
  }

  /// Whether the claim is true: its own proof, over coins that are there and belong to the loss.
  public var isTrue: Bool {
    guard case .held = coins, case .signed = proof else { return false }
    return true
  }
}
