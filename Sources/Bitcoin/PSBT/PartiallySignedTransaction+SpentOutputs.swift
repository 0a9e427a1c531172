extension PartiallySignedTransaction {
  /// Checks what the UTXO entries say about what is spent: a non-witness UTXO has the prevout's txid
  /// and the output that it names, and a witness UTXO is that same output, wherever the whole
  /// transaction is known, by this input or by another one that spends from it.
  ///
  /// Done when a PSBT is read, and again before it is signed, finalised or extracted.
  ///
  /// - Throws: `wrongPreviousTransaction`, `missingPreviousOutput`, `amountsDiffer`, `scriptsDiffer`.
  public func checkSpentOutputs() throws(PSBTError) {
    let prevouts = try prevouts()
    var known: [Txid: Transaction] = [:]
    for (index, prevout) in prevouts.enumerated() {
      guard let whole = inputs[index].nonWitnessUTXO else { continue }
      let found = whole.computeTxid()
      guard found == prevout.txid else {
        throw .wrongPreviousTransaction(input: index, needed: prevout.txid, found: found)
      }
      known[found] = whole
    }
    for (index, prevout) in prevouts.enumerated() {
      guard let whole = known[prevout.txid] else { continue }
      guard prevout.vout < whole.outputs.count else {
        throw .missingPreviousOutput(input: index, prevout)
      }
      guard let given = inputs[index].witnessUTXO else { continue }
      let output = whole.outputs[Int(prevout.vout)]
      guard given.value == output.value else {
        throw .amountsDiffer(
          input: index, witnessUTXO: given.value, nonWitnessUTXO: output.value)
      }
      guard given.scriptPubKey == output.scriptPubKey else { throw .scriptsDiffer(input: index) }
    }
  }

  /// What each input spends.
  public func prevouts() throws(PSBTError) -> [OutPoint] {
    switch version {
    case .v0: try unsignedTransaction().inputs.map(\.prevout)
    case .v2: inputs.map { $0.ownPrevout ?? .null }
    }
  }

  /// The output that each input spends, as its UTXO entries tell; nil where they are silent.
  ///
  /// An input without entries takes the whole transaction from another input that spends from it
  /// (BIP-0322 lets a proof of funds give it once). The commitment of a proof of reserves needs none
  /// (BIP-0127).
  public func spentOutputs() throws(PSBTError) -> [TxOut?] {
    let prevouts = try prevouts()
    var known: [Txid: Transaction] = [:]
    for (index, prevout) in prevouts.enumerated() where known[prevout.txid] == nil {
      guard let whole = inputs[index].nonWitnessUTXO, whole.computeTxid() == prevout.txid else {
        continue
      }
      known[prevout.txid] = whole
    }
    return inputs.indices.map { index in
      if let output = inputs[index].witnessUTXO { return output }
      let prevout = prevouts[index]
      guard let whole = known[prevout.txid], prevout.vout < whole.outputs.count else {
        let isCommitment = inputs[index].isReservesCommitment(at: prevout)
        return isCommitment ? ReserveProof.commitmentOutput : nil
      }
      return whole.outputs[Int(prevout.vout)]
    }
  }

  /// The spent outputs of all inputs.
  ///
  /// - Throws: `unknownSpentOutput` for the first input whose output is not known.
  func allSpentOutputs() throws(PSBTError) -> [TxOut] {
    var outputs: [TxOut] = []
    for (index, output) in try spentOutputs().enumerated() {
      guard let output else { throw .unknownSpentOutput(input: index) }
      outputs.append(output)
    }
    return outputs
  }

  /// What the inputs have more than the outputs; nil where an input's output is not known, where an
  /// amount or a sum leaves the money range, and where it would be negative.
  public func computeFee() throws(PSBTError) -> Satoshi? {
    let spent = try spentOutputs().compactMap { $0?.value }
    guard spent.count == inputs.count, let paid = PartiallySignedTransaction.sum(spent),
      let received = PartiallySignedTransaction.sum(
        try unsignedTransaction().outputs.map(\.value))
    else { return nil }
    return paid >= received ? paid - received : nil
  }
}
