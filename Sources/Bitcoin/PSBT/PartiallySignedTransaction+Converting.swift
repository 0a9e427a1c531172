extension PartiallySignedTransaction {
  /// The same in another version of the format; all entries that both versions have stay.
  ///
  /// From 0 to 2 nothing is lost, and nothing may be modified. From 2 to 0 the lock time is computed
  /// and fixed, and with it go the inputs' required lock times and the flags of what may be modified.
  ///
  /// - Throws: `conflictingLockTimes`.
  public func converted(to newVersion: PSBTVersion) throws(PSBTError) -> PartiallySignedTransaction
  {
    if newVersion == version { return self }
    let transaction = try unsignedTransaction()
    var global = self.global
    global.keep { PSBTField($0.type, in: .global)?.isAllowed(in: newVersion) ?? true }
    var inputs = self.inputs
    var outputs = self.outputs
    switch newVersion {
    case .v0:
      global[.globalVersion] = nil
      global[.globalUnsignedTransaction] = transaction.encoded(includingWitness: false)
      for index in inputs.indices {
        inputs[index].map.keep { PSBTField($0.type, in: .input)?.isAllowed(in: .v0) ?? true }
      }
      for index in outputs.indices {
        outputs[index].map.keep { PSBTField($0.type, in: .output)?.isAllowed(in: .v0) ?? true }
      }
    case .v2:
      global[.globalVersion] = PSBTVersion.v2.rawValue.littleEndianBytes
      global[.globalTransactionVersion] = transaction.version.littleEndianBytes
      global[.globalFallbackLockTime] = transaction.lockTime.littleEndianBytes
      global.setCount(.globalInputCount, inputs.count)
      global.setCount(.globalOutputCount, outputs.count)
      for index in inputs.indices { inputs[index].setOwn(transaction.inputs[index]) }
      for index in outputs.indices { outputs[index].setOwn(transaction.outputs[index]) }
    }
    return PartiallySignedTransaction(
      version: newVersion, global: global, inputs: inputs, outputs: outputs)
  }
}

extension PSBTMap {
  /// Sets how many inputs or outputs follow.
  mutating func setCount(_ field: PSBTField, _ count: Int) {
    var writer = ByteWriter(capacity: 5)
    writer.write(compactSize: count)
    self[field] = writer.bytes
  }
}

extension PSBTInput {
  /// Takes in what version 2 says of an input itself.
  mutating func setOwn(_ input: TxIn) {
    map[.inputPreviousTxid] = input.prevout.txid.hash.bytes
    map[.inputOutputIndex] = input.prevout.vout.littleEndianBytes
    map[.inputSequence] = input.sequence.littleEndianBytes
  }
}

extension PSBTOutput {
  /// Takes in what version 2 says of an output itself.
  mutating func setOwn(_ output: TxOut) {
    map[.outputAmount] = output.value.rawValue.littleEndianBytes
    map[.outputScript] = output.scriptPubKey.bytes
  }
}
