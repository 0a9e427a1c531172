extension PartiallySignedTransaction {
  /// Makes the transaction that can be sent.
  ///
  /// Each input is run against the output that it spends, by `flags`, and the outputs must not have
  /// more than the inputs.
  ///
  /// - Throws: `unfinished` for the first input that is not final, `unknownSpentOutput`,
  ///   `invalidSpend`, `outputsExceedInputs`, and what `checkSpentOutputs` throws.
  public func extract(flags: ScriptFlags = .consensus) throws(PSBTError) -> Transaction {
    try checkSpentOutputs()
    let transaction = try assemble()
    let spent = try allSpentOutputs()
    var verifier = SpendVerifier(transaction, spentOutputs: spent, flags: flags)
    for index in inputs.indices {
      if case .invalid(let failure) = verifier.verify(input: index) {
        throw .invalidSpend(input: index, failure)
      }
    }
    let paid = PartiallySignedTransaction.sum(spent.map(\.value))
    let created = PartiallySignedTransaction.sum(transaction.outputs.map(\.value))
    guard let paid, let created, created <= paid else {
      throw .outputsExceedInputs(spent: paid ?? .maxMoney, created: created ?? .maxMoney)
    }
    return transaction
  }

  /// Puts the final scripts and witnesses into the transaction, and judges nothing.
  ///
  /// - Throws: `unfinished` for the first input that is not final, `conflictingLockTimes`.
  public func assemble() throws(PSBTError) -> Transaction {
    if let open = inputs.firstIndex(where: { !$0.isFinal }) {
      throw .unfinished(input: open, .finalScripts)
    }
    return try transactionWithFinals()
  }

  /// Makes the transaction with those final scripts and witnesses that are there.
  ///
  /// - Throws: `conflictingLockTimes`.
  func transactionWithFinals() throws(PSBTError) -> Transaction {
    var transaction = try unsignedTransaction()
    for index in inputs.indices {
      transaction.inputs[index].scriptSig = inputs[index].finalScriptSig ?? ScriptSig()
      transaction.inputs[index].witness = inputs[index].finalWitness ?? Witness()
    }
    return transaction
  }

  /// The sum; nil where an amount or the sum leaves the money range.
  static func sum(_ amounts: [Satoshi]) -> Satoshi? {
    var sum = Satoshi.zero
    for amount in amounts {
      guard let next = sum.addingInMoneyRange(amount) else { return nil }
      sum = next
    }
    return sum
  }
}
