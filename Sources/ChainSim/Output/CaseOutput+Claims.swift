import Bitcoin
import Case

extension CaseOutput {
  /// Makes the claims that the scenario orders, with their proofs.
  func makeClaims() throws(ScenarioError) -> [Claim] {
    var made: [String: (claim: Claim, coins: [OutputNumber])] = [:]
    var claims: [Claim] = []
    for (index, order) in scenario.claims.enumerated() {
      let height = max(0, schedule.height(atOrBefore: order.at))
      let coins: [OutputNumber] =
        if case .sameAs(let id) = order.coins { made[id]?.coins ?? [] } else {
          findCoins(order, at: height)
        }
      guard !coins.isEmpty || order.coins == .nothing else {
        throw .inconsistent(
          key: "claims[\(index)].coins", reason: "there are no such coins at block \(height)")
      }
      let worth = Satoshi(coins.reduce(0) { $0 + plan.outputValue[$1.position] })
      var claim = Claim(
        id: order.id, claimant: order.by, text: order.text,
        asOf: ClaimedBlock(height: height, hash: signed.hashes[height]),
        network: scenario.network.name, coins: coins.map { .outPoint(outPoint($0)) },
        amount: order.amount ?? worth, loss: order.loss)
      claim.proofs = makeProofs(order, claim: claim, coins: coins, others: made)
      made[order.id] = (claim, coins)
      claims.append(claim)
    }
    return claims
  }

  private func makeProofs(
    _ order: ClaimOrder, claim: Claim, coins: [OutputNumber],
    others: [String: (claim: Claim, coins: [OutputNumber])]
  ) -> [ControlProof] {
    if case .copied(let id) = order.proof { return others[id]?.claim.proofs ?? [] }
    guard order.proof.isSigned else { return [] }
    var seen: Set<KeyNumber> = []
    let owned = coins.map { plan.outputKey[$0.position] }.filter { seen.insert($0).inserted }
    let message = claim.message
    return owned.enumerated().map { index, key in
      let secret =
        order.proof == .signed
        ? keys.secret(of: key)
        : KeyRing.makeSecret(seed: keys.seed, wallet: "claim/\(order.id)", place: index)
      let isCompressed = keys.form(of: key).isCompressed
      return ControlProof(
        kind: .signMessage, address: addressOfKey(key),
        signature: secret.signMessage(message, compressed: isCompressed))
    }
  }

  /// The P2PKH address of a key, whether its script has it in the open or by its hash: what a signed
  /// message names (Core: `verifymessage`).
  private func addressOfKey(_ key: KeyNumber) -> String {
    let hash = keys.publicKey(of: key).computeHash160()
    return Address(.payToPublicKeyHash(hash), network: scenario.network)?.description
      ?? address(key)
  }

  /// The coins of an order, in chain order.
  private func findCoins(_ order: ClaimOrder, at height: Int) -> [OutputNumber] {
    switch order.coins {
    case .held(let reference): return outputs(of: reference, at: height, areSpent: false)
    case .spent(let reference): return outputs(of: reference, at: height, areSpent: true)
    case .mined(let name):
      return minedOutputs(of: name, at: height, areSigned: order.proof.isSigned)
    case .shuffled(let name): return shuffledOutputs(of: name, at: height)
    case .sameAs, .nothing: return []
    }
  }

  private func outputs(
    of reference: WalletReference, at height: Int, areSpent: Bool
  ) -> [OutputNumber] {
    let isAsked = findWallets(owner: reference.actor, name: reference.wallet)
    let found = plan.outputValue.indices.filter { output in
      isAsked[plan.wallet(ofOutput: output).position] && isMade(output, by: height)
        && isSpent(output, by: height) == areSpent
    }
    guard areSpent else { return found.map(OutputNumber.init) }
    // The coins that had rested longest, as somebody claims who looks at old balances.
    let rested = found.sorted { (rest(of: $1), $0) < (rest(of: $0), $1) }.prefix(4)
    return rested.sorted().map(OutputNumber.init)
  }

  /// How many blocks a spent output lay there.
  private func rest(of output: Int) -> UInt32 {
    plan.transactionHeight[Int(plan.outputSpender[output])]
      - plan.transactionHeight[Int(plan.outputTransaction[output])]
  }

  /// The largest unspent coins of the pools that have an address, up to three; for signed proofs of
  /// those that have a signed message.
  private func minedOutputs(of name: String, at height: Int, areSigned: Bool) -> [OutputNumber] {
    let found = plan.outputValue.indices.filter { output in
      let form = plan.form(ofOutput: output)
      return plan.wallets[plan.wallet(ofOutput: output).position].owner == name
        && form.hasAddress && (!areSigned || form.script.hasSignedMessage)
        && isMade(output, by: height) && plan.outputSpender[output] == .max
    }
    let largest = found.sorted {
      (plan.outputValue[$1], $0) < (plan.outputValue[$0], $1)
    }.prefix(3)
    return largest.sorted().map(OutputNumber.init)
  }

  /// What a thief passed on to himself, one output for each time, in the order in which they moved.
  private func shuffledOutputs(of name: String, at height: Int) -> [OutputNumber] {
    let found = plan.outputValue.indices.filter { output in
      plan.outputRole[output] == .storage
        && plan.transactionMotif[Int(plan.outputTransaction[output])] == .shuffle
        && plan.wallets[plan.wallet(ofOutput: output).position].owner == name
        && isMade(output, by: height)
    }
    return found.map(OutputNumber.init)
  }

  private func isMade(_ output: Int, by height: Int) -> Bool {
    plan.transactionHeight[Int(plan.outputTransaction[output])] <= UInt32(height)
  }

  private func isSpent(_ output: Int, by height: Int) -> Bool {
    let spender = plan.outputSpender[output]
    return spender != .max && plan.transactionHeight[Int(spender)] <= UInt32(height)
  }
}
