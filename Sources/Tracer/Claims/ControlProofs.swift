import Bitcoin
import Case

/// The proofs of one claim, with those of all others at hand, so that a copy is known for what it is.
struct ControlProofs {
  private let message: String
  private let id: String
  private let byScript: [ScriptPubKey: [ControlProof]]
  private let register: Register
  private let network: Network

  /// Which claims hold which signature.
  struct Register {
    /// By signature: the claims that hold it, in their order, with the messages that they ask for.
    fileprivate let holders: [String: [(id: String, message: String)]]

    /// The register of these claims.
    init(_ claims: [Claim]) {
      var holders: [String: [(id: String, message: String)]] = [:]
      for claim in claims {
        let message = claim.message
        for signature in Set(claim.proofs.map(\.signature)) {
          holders[signature, default: []].append((claim.id, message))
        }
      }
      self.holders = holders
    }
  }

  /// The proofs of a claim.
  init(_ claim: Claim, register: Register, network: Network) {
    var byScript: [ScriptPubKey: [ControlProof]] = [:]
    for proof in claim.proofs {
      guard let address = try? Address(proof.address, network: network) else { continue }
      byScript[address.scriptPubKey, default: []].append(proof)
    }
    self.message = claim.message
    self.id = claim.id
    self.byScript = byScript
    self.register = register
    self.network = network
  }

  /// Whether the claim shows control of the outputs that pay to a script.
  func find(_ script: ScriptPubKey) -> ControlFinding {
    guard let owner = owner(of: script) else {
      return .otherKind(Address(script, network: network)?.description ?? script.descriptor)
    }
    var finding = ControlFinding.noProof(owner)
    for proof in byScript[owner.scriptPubKey] ?? [] {
      finding = judge(proof, owner: owner)
      if finding == .proven { break }
    }
    return finding
  }

  /// The address whose key a script asks for. A bare key stands in its script; whoever signs for the
  /// address of that key has it.
  private func owner(of script: ScriptPubKey) -> Address? {
    switch script.classify() {
    case .publicKeyHash: return Address(script, network: network)
    case .publicKey:
      return PublicKey(bytes: Array(script.bytes.dropFirst().dropLast()))
        .flatMap { Address(.payToPublicKeyHash($0.computeHash160()), network: network) }
    default: return nil
    }
  }

  /// What one proof shows. It counts as copied where another claim holds the same signature, and the
  /// signature is over that claim's message.
  private func judge(_ proof: ControlProof, owner: Address) -> ControlFinding {
    guard let signed = try? SignedMessage(base64: proof.signature) else { return .noKey(owner) }
    // Whoever signs holds the key, whichever of the key's addresses the header names.
    if signed.isSigned(message, by: owner.scriptPubKey, reading: .compatible) { return .proven }
    for other in register.holders[proof.signature] ?? []
    where other.id != id
      && signed.isSigned(other.message, by: owner.scriptPubKey, reading: .compatible)
    {
      return .copied(owner, from: other.id)
    }
    guard let key = signed.recoverPublicKey(message),
      let signer = Address(.payToPublicKeyHash(key.computeHash160()), network: network)
    else { return .noKey(owner) }
    return .otherKey(owner, signer: signer)
  }
}
