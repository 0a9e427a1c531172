import Bitcoin

/// Whether a claim's proofs show control of the coins of one script.
enum ControlFinding: Hashable {
  /// The key that the coins need has signed this claim's message.
  case proven
  /// No proof is for the address.
  case noProof(Address)
  /// The signature for the address is another claim's, and signs that one.
  case copied(Address, from: String)
  /// The signature for the address leads to another key's address: another key made it, or it is over
  /// another text.
  case otherKey(Address, signer: Address)
  /// No key can have made the signature for the address over this text.
  case noKey(Address)
  /// The script is neither P2PKH nor P2PK, so that no legacy message can show control of it; the
  /// script's name.
  case otherKind(String)
}

extension ControlFinding {
  /// What findings that are not `proven` come to, in words: copies of one claim together, missing
  /// proofs together, the rest one by one, in the order of the findings.
  static func explain(_ findings: [ControlFinding]) -> [String] {
    var reasons: [String] = []
    var copies: [(claim: String, count: Int)] = []
    var missing: [String] = []
    for finding in findings {
      switch finding {
      case .proven: continue
      case .noProof(let address): missing.append("\(address)")
      case .copied(_, let claim):
        if let place = copies.firstIndex(where: { $0.claim == claim }) {
          copies[place].count += 1
        } else {
          copies.append((claim, 1))
        }
      case .otherKey(let address, let signer):
        reasons.append(
          "the signature for \(address) is another key's, or over another text: over this claim's "
            + "text it is that of \(signer)")
      case .noKey(let address):
        reasons.append("the signature for \(address) is no key's signature of this claim's text")
      case .otherKind(let name):
        reasons.append(
          "\(name) is no P2PKH address, and a legacy message proves nothing for anything else")
      }
    }
    if !missing.isEmpty {
      reasons.insert("no proof is given for \(ClaimExamination.list(missing))", at: 0)
    }
    let explained = copies.map { claim, count in
      count == 1
        ? "1 signature is copied from claim \(claim): it signs that claim, not this one"
        : "\(count) signatures are copied from claim \(claim): they sign that claim, not this one"
    }
    return explained + reasons
  }
}
