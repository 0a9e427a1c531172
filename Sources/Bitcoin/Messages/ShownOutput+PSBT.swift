extension PartiallySignedTransaction {
  /// Says what the inputs from place `first` on spend. Outputs whose script is older than segwit need
  /// the transaction that made them in `previous`.
  ///
  /// - Throws: `unknownSpentOutput` if that is missing; what `checkSpentOutputs` throws.
  mutating func setSpentOutputs(
    _ outputs: [ShownOutput], previous: [Txid: Transaction], from first: Int
  ) throws(PSBTError) {
    for (index, shown) in outputs.enumerated() {
      let input = first + index
      let whole = previous[shown.prevout.txid]
      self[input: input].nonWitnessUTXO = whole
      if shown.output.scriptPubKey.mayTakeWitness {
        self[input: input].witnessUTXO = shown.output
      } else if whole == nil {
        throw .unknownSpentOutput(input: input)
      }
    }
    try checkSpentOutputs()
  }
}

extension ScriptPubKey {
  /// Whether a witness may satisfy it: a witness program, or a script hash that may stand for one.
  var mayTakeWitness: Bool {
    switch classify() {
    case .witnessV0KeyHash, .witnessV0ScriptHash, .witnessV1Taproot, .witnessUnknown, .scriptHash:
      true
    default: false
    }
  }
}
