public import Bitcoin

/// The claim that somebody holds certain coins, with proofs of control: a file of `claims/`.
///
/// A claim only says things; what of it holds is for the verification to find out.
public struct Claim: Equatable, Sendable {
  /// The claim's name, which is its file's name without `.yaml`: letters, digits, `-`, `_` and `.`.
  public var id: String
  /// Who claims.
  public var claimant: String
  /// The claim in words.
  public var text: String
  /// The block as of which the coins are held.
  public var asOf: ClaimedBlock
  /// The name of the network on which the coins are.
  public var network: String
  /// Which coins, in the order of the file.
  public var coins: [ClaimedCoins]
  /// What the coins come to together.
  public var amount: Satoshi
  /// From which loss the coins come: `reconcile:NAME`, `tag:LABEL` or an outpoint; nil where the
  /// claim does not say.
  public var loss: String?
  /// The proofs of control, in the order of the file.
  public var proofs: [ControlProof]

  /// A claim to coins.
  public init(
    id: String, claimant: String, text: String, asOf: ClaimedBlock, network: String,
    coins: [ClaimedCoins], amount: Satoshi, loss: String?, proofs: [ControlProof] = []
  ) {
    self.id = id
    self.claimant = claimant
    self.text = text
    self.asOf = asOf
    self.network = network
    self.coins = coins
    self.amount = amount
    self.loss = loss
    self.proofs = proofs
  }
}

/// A block as a claim names it, by height and hash, which may disagree.
public struct ClaimedBlock: Hashable, Sendable {
  /// The block's height in the best chain.
  public var height: Int
  /// The block's hash.
  public var hash: BlockHash

  /// The block of this hash, said to stand at this height.
  public init(height: Int, hash: BlockHash) {
    self.height = height
    self.hash = hash
  }
}

/// Coins as a claim names them.
public enum ClaimedCoins: Hashable, Sendable {
  /// One output.
  case outPoint(OutPoint)
  /// All that the address holds at the claim's block.
  case address(String)
}

extension ClaimedCoins: CustomStringConvertible {
  /// `txid:vout`, or the address.
  public var description: String {
    switch self {
    case .outPoint(let outPoint): outPoint.description
    case .address(let address): address
    }
  }
}

/// A proof that the claimant controls the key behind an address.
public struct ControlProof: Hashable, Sendable {
  /// How control is shown.
  public var kind: Kind
  /// The address whose key has signed.
  public var address: String
  /// The signature over the claim's message: 65 bytes in base64, as Bitcoin Core's `signmessage`
  /// prints them.
  public var signature: String

  /// How control is shown.
  public enum Kind: String, CaseIterable, Sendable {
    /// The legacy signed message, which a P2PKH wallet of 2011 can make (Core: `signmessage`).
    case signMessage = "signmessage"
  }

  /// A proof of control.
  public init(kind: Kind, address: String, signature: String) {
    self.kind = kind
    self.address = address
    self.signature = signature
  }
}
