extension ReserveProof {
  /// Judges the proof of control of its coins by whoever says `message` (BIP-0127).
  ///
  /// No chain is asked: whether the coins exist, are what `spentOutputs` says and are unspent at some
  /// height is for a ledger to say.
  public func verify(_ message: String) -> ReserveVerdict {
    do throws(ReserveFault) {
      let hash = try findCommitment(message)
      let inputCount = transaction.inputs.count - 1
      guard spentOutputs.count == inputCount else {
        throw spentOutputs.count < inputCount
          ? .missingSpentOutput(input: spentOutputs.count + 1)
          : .tooManySpentOutputs(needed: inputCount, found: spentOutputs.count)
      }
      let total = try checkAmounts()
      try checkScripts()
      // Final sequences switch the lock time off (Core: `IsFinalTx`, consensus/tx_verify.cpp).
      let isFinal = transaction.inputs.allSatisfy { $0.sequence == .max }
      return .valid(
        ReserveFinding(
          commitment: hash, total: total, coins: shownOutputs,
          time: isFinal ? 0 : transaction.lockTime))
    } catch {
      return .invalid(error)
    }
  }

  /// By which hash the first input commits to the message.
  private func findCommitment(_ message: String) throws(ReserveFault) -> CommitmentHash {
    guard let first = transaction.inputs.first?.prevout else { throw .noCoins }
    let hash = CommitmentHash.allCases.first { first == ReserveProof.commitment(message, hash: $0) }
    guard let hash else {
      throw .wrongCommitment(expected: ReserveProof.commitment(message), found: first)
    }
    return hash
  }

  private func checkAmounts() throws(ReserveFault) -> Satoshi {
    if let null = transaction.inputs.firstIndex(where: { $0.prevout.isNull }) {
      throw .nullInput(null)
    }
    if let again = transaction.inputs.dropFirst().firstIndex(where: {
      $0.prevout == transaction.inputs[0].prevout
    }) {
      throw .duplicateInput(transaction.inputs[again].prevout)
    }
    let total = try ReserveProof.sum(shownOutputs)
    guard transaction.outputs.count == 1 else {
      throw .wrongOutputCount(transaction.outputs.count)
    }
    guard transaction.outputs[0].value == total else {
      throw .wrongTotal(expected: total, found: transaction.outputs[0].value)
    }
    return total
  }

  /// Runs each coin's script. Beyond consensus, a signature that does not fit is refused, so that
  /// each one that was looked at shows something.
  private func checkScripts() throws(ReserveFault) {
    var verifier = SpendVerifier(
      transaction, spentOutputs: [ReserveProof.commitmentOutput] + spentOutputs,
      flags: ScriptFlags.consensus.union(MessageChallenge.upgradableFlags).union(.nullFail))
    for input in transaction.inputs.indices.dropFirst() {
      let before = verifier.signatureChecks
      if case .invalid(let failure) = verifier.verify(input: input) {
        throw .unsatisfied(input: input, failure)
      }
      // A script that asks for no signature shows control by nobody.
      guard verifier.signatureChecks > before else { throw .unsigned(input: input) }
      // The one output is at the commitment's place, and before segwit single without an output at the
      // input's own signs the number 1, whatever the transaction (Core: `SignatureHash`,
      // script/interpreter.cpp).
      let isLegacy = transaction.inputs[input].witness.isEmpty
      let type = verifier.sighashTypes.first { $0.isAnyoneCanPay || (isLegacy && $0.isSingle) }
      if let type { throw .uncommitted(input: input, type) }
    }
  }
}
