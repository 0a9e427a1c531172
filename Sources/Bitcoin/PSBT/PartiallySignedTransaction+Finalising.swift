extension PartiallySignedTransaction {
  /// Makes of the signatures what goes into the transaction, for each input that has all it takes.
  ///
  /// Known are P2PK, P2PKH, multisig, all of them also in P2SH, P2WSH and P2WSH in P2SH, P2WPKH, alone
  /// and in P2SH, P2TR by its key, and leaves of one key, of m of n by OP_CHECKSIGADD and of all by
  /// OP_CHECKSIGVERIFY; before each of these scripts there may be time locks. What was put together is
  /// run by `flags` before it is taken. A final input keeps its UTXO entries and those that are not
  /// understood, and nothing else (BIP-0174). The commitment of a proof of reserves stays as it is.
  ///
  /// - Returns: why the inputs that are not final could not be made so, in their order; nothing where
  ///   all are final.
  /// - Throws: what `checkSpentOutputs` throws, `conflictingLockTimes`, and `wrongReservesCommitment`.
  public mutating func finalise(
    flags: ScriptFlags = .standard
  ) throws(PSBTError) -> [PSBTError] {
    try checkSpentOutputs()
    var digests = try PSBTDigests(self)
    let wholeKnown = try wholeTransactionsKnown()
    var transaction = digests.transaction
    var finals: [Int: PSBTFinaliser.Final] = [:]
    var failures: [Int: PSBTError] = [:]
    let commitments = try reservesCommitments()
    for index in inputs.indices where !inputs[index].isFinal && !commitments[index] {
      do {
        let final = try makeFinal(index, &digests, isWholeKnown: wholeKnown[index])
        transaction.inputs[index].scriptSig = final.scriptSig ?? ScriptSig()
        transaction.inputs[index].witness = final.witness ?? Witness()
        finals[index] = final
      } catch {
        failures[index] = error
      }
    }
    // Only a taproot signature commits to what other inputs spend, and that needed them all.
    let nothing = TxOut(value: .zero, scriptPubKey: ScriptPubKey([]))
    var verifier = SpendVerifier(
      transaction, spentOutputs: digests.spentOutputs.map { $0 ?? nothing }, flags: flags)
    for (index, final) in finals {
      switch verifier.verify(input: index) {
      case .valid: inputs[index].finish(final)
      case .invalid(let failure): failures[index] = .invalidSpend(input: index, failure)
      }
    }
    return failures.sorted { $0.key < $1.key }.map(\.value)
  }

  private func makeFinal(
    _ index: Int, _ digests: inout PSBTDigests, isWholeKnown: Bool
  ) throws(PSBTError) -> PSBTFinaliser.Final {
    guard let output = digests.spentOutputs[index] else {
      throw .unknownSpentOutput(input: index)
    }
    let spend = try PSBTSpend(
      inputs[index], at: index, spending: output, isWholeKnown: isWholeKnown)
    return try PSBTFinaliser(index: index, input: inputs[index]).satisfy(spend, &digests)
  }
}

extension PSBTInput {
  /// Takes in what goes into the transaction and drops what led to it.
  fileprivate mutating func finish(_ final: PSBTFinaliser.Final) {
    map.keep { record in
      guard let field = PSBTField(record.type, in: .input) else { return true }
      switch field {
      case .inputNonWitnessUTXO, .inputWitnessUTXO, .inputProprietary: return true
      default: return !field.isAllowed(in: .v0)
      }
    }
    finalScriptSig = final.scriptSig
    finalWitness = final.witness
  }
}
