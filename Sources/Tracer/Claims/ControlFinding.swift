import Bitcoin
import Case
import Ledger

/// Whether a claim's proofs show control of a coin.
enum ControlFinding: Hashable {
  /// The key that the coin needs has signed this claim's message.
  case proven
  /// Nothing was shown, for this reason.
  case notProven(String)
  /// No legacy message can show it for such a script, for this reason.
  case cannotTell(String)
}

/// The proofs of all claims, so that one copied from another claim is known for what it is.
struct ControlProofs {
  /// By signature: the claims that hold it, in their order, with the messages that they ask for.
  private let holders: [String: [(id: String, message: String)]]
  private let network: Network

  /// The proofs of these claims.
  init(_ claims: [Claim], network: Network) {
    var holders: [String: [(id: String, message: String)]] = [:]
    for claim in claims {
      let message = claim.message
      for signature in Set(claim.proofs.map(\.signature)) {
        holders[signature, default: []].append((claim.id, message))
      }
    }
    self.holders = holders
    self.network = network
  }

  /// Whether a claim shows control of the outputs that pay to a script.
  func find(_ claim: Claim, script: ScriptPubKey) -> ControlFinding {
    let owner: Address
    switch script.classify() {
    case .publicKeyHash:
      guard let address = Address(script, network: network) else { fallthrough }
      owner = address
    case .publicKey:
      // The key stands in the script; whoever signs for its address has it.
      guard let address = keyAddress(of: script) else { fallthrough }
      owner = address
    default:
      return .cannotTell(
        "\(name(of: script)) is no P2PKH address, and a legacy message proves nothing else")
    }
    var finding = ControlFinding.notProven("there is no proof for \(owner)")
    for proof in claim.proofs where isFor(owner, proof) {
      let reason = judge(proof, of: claim, owner: owner)
      guard let reason else { return .proven }
      finding = .notProven(reason)
    }
    return finding
  }

  /// Nil where a proof holds, else why not. A proof counts as copied where a claim that holds the
  /// same signature is the one that it signs.
  private func judge(_ proof: ControlProof, of claim: Claim, owner: Address) -> String? {
    guard let signed = try? SignedMessage(base64: proof.signature) else {
      return "the signature for \(owner) cannot be read"
    }
    if signed.isSigned(claim.message, by: owner.scriptPubKey) { return nil }
    for other in holders[proof.signature] ?? []
    where other.id != claim.id && signed.isSigned(other.message, by: owner.scriptPubKey) {
      return "the signature for \(owner) is copied from claim \(other.id): it signs that claim, "
        + "not this one"
    }
    guard let key = signed.recoverPublicKey(claim.message),
      let signer = Address(.payToPublicKeyHash(key.computeHash160()), network: network)
    else { return "the signature for \(owner) is no one's signature of this claim" }
    return "the signature for \(owner) is not made with its key, or not over this claim's text: "
      + "over this text it is that of \(signer)"
  }

  private func isFor(_ owner: Address, _ proof: ControlProof) -> Bool {
    guard let address = try? Address(proof.address, network: network) else { return false }
    return address == owner
  }

  private func keyAddress(of script: ScriptPubKey) -> Address? {
    guard let key = PublicKey(bytes: Array(script.bytes.dropFirst().dropLast())) else { return nil }
    return Address(.payToPublicKeyHash(key.computeHash160()), network: network)
  }

  private func name(of script: ScriptPubKey) -> String {
    Address(script, network: network)?.description ?? script.descriptor
  }
}
