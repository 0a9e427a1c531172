import Bitcoin

extension Scenario {
  /// Why no messages can be signed for what a claim wants signed, and what to do; nil where they can,
  /// or where the claim wants none.
  ///
  /// - Parameter index: the claim's place.
  func findProofFlaw(ofClaim index: Int) -> String? {
    guard claims[index].proof.isSigned, let coins = coins(ofClaim: index) else { return nil }
    let what: String
    switch coins {
    case .held(let reference), .spent(let reference):
      guard let script = wallet(reference)?.style.script, !script.hasSignedMessage else {
        return nil
      }
      what = "'\(reference)' has \(script.rawValue) addresses"
    case .mined(let name):
      for actor in actors where actor.name == name {
        guard case .miners(let miners) = actor.kind else { continue }
        // Bare keys of coinbases have a signed message and no address that a claim could name.
        let scripts = [miners.coinbase?.script, miners.payout?.script ?? .publicKeyHash]
        if scripts.contains(.publicKeyHash) { return nil }
      }
      what = "'\(name)' has no p2pkh addresses"
    case .shuffled(let name):
      let script = hoardScript(ofThief: name)
      if script.hasSignedMessage { return nil }
      what = "'\(name)' gathers on \(script.rawValue) addresses"
    case .sameAs, .nothing: return nil
    }
    return
      "\(what), and 'signmessage' proves control of p2pkh and p2pk alone: claim such coins, or say "
      + "'proof: none'"
  }

  private func hoardScript(ofThief name: String) -> AddressStyle.Script {
    for actor in actors where actor.name == name {
      if case .thief(let thief) = actor.kind { return thief.hoard?.script ?? .publicKeyHash }
    }
    return .publicKeyHash
  }

  /// The coins of a claim, looked up where they are another one's.
  private func coins(ofClaim index: Int) -> ClaimOrder.Coins? {
    var index = index
    while case .sameAs(let id) = claims[index].coins {
      // Only claims further up, so that it ends.
      guard let other = claims[..<index].firstIndex(where: { $0.id == id }) else { return nil }
      index = other
    }
    return claims[index].coins
  }
}
