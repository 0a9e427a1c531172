import Testing

@testable import Bitcoin

// MARK: - What is spent

extension PSBTReadingTests {
  @Test("UTXO entries that contradict are refused, with both amounts")
  func spentOutputs() throws {
    let spend = try #require(PSBTSpendCase.all.first { $0.name == "P2WPKH" })
    let psbt = try spend.psbt(.v0)
    let needed = try psbt.prevouts()[0].txid
    let other = spend.funding(100_001)

    var wrongAmount = psbt
    wrongAmount[input: 0].witnessUTXO?.value = Satoshi(100_001)
    expect(
      wrongAmount,
      .amountsDiffer(input: 0, witnessUTXO: Satoshi(100_001), nonWitnessUTXO: Satoshi(100_000)))

    var wrongScript = psbt
    wrongScript[input: 0].witnessUTXO?.scriptPubKey = ScriptPubKey([1, 2])
    expect(wrongScript, .scriptsDiffer(input: 0))

    var wrongTransaction = psbt
    wrongTransaction[input: 0].nonWitnessUTXO = other
    expect(
      wrongTransaction,
      .wrongPreviousTransaction(input: 0, needed: needed, found: other.computeTxid()))

    var transaction = try psbt.unsignedTransaction()
    transaction.inputs[0].prevout = OutPoint(txid: needed, vout: 2)
    var missing = try PartiallySignedTransaction(transaction)
    missing.inputs[0] = psbt.inputs[0]
    expect(missing, .missingPreviousOutput(input: 0, OutPoint(txid: needed, vout: 2)))
  }

  /// Refused when read, and by every role that goes by the amounts.
  private func expect(_ psbt: PartiallySignedTransaction, _ error: PSBTError) {
    #expect(throws: error) { try PartiallySignedTransaction(decoding: psbt.encoded()) }
    var changed = psbt
    #expect(throws: error) { try changed.sign(with: PSBTKeyRing(PSBTSpendCase.keys)) }
    #expect(throws: error) { try changed.finalise() }
    #expect(throws: error) { try psbt.extract() }
    #expect(changed == psbt)
  }

  @Test("a witness UTXO is held against the whole transaction that another input gives")
  func contradictedByAnother() throws {
    let spend = try #require(PSBTSpendCase.all.first { $0.name == "P2WPKH" })
    let funding = spend.funding()
    let txid = funding.computeTxid()
    let transaction = Transaction(
      inputs: [0, 1].map { TxIn(prevout: OutPoint(txid: txid, vout: $0)) }, outputs: [])
    var psbt = try PartiallySignedTransaction(transaction)
    psbt[input: 0].nonWitnessUTXO = funding
    psbt[input: 1].witnessUTXO = TxOut(
      value: Satoshi(100_002), scriptPubKey: spend.scriptPubKey)
    expect(
      psbt,
      .amountsDiffer(input: 1, witnessUTXO: Satoshi(100_002), nonWitnessUTXO: Satoshi(100_000)))
  }

  @Test("an input takes the whole transaction from another one that spends from it")
  func shared() throws {
    let spend = try #require(PSBTSpendCase.all.first { $0.name == "P2PKH" })
    let funding = spend.funding()
    let txid = funding.computeTxid()
    let transaction = Transaction(
      inputs: [0, 1].map { TxIn(prevout: OutPoint(txid: txid, vout: $0)) }, outputs: [])
    var psbt = try PartiallySignedTransaction(transaction)
    #expect(try psbt.spentOutputs() == [nil, nil])
    psbt[input: 0].nonWitnessUTXO = funding
    #expect(try psbt.spentOutputs() == funding.outputs)
    #expect(try psbt.sign(with: PSBTKeyRing(spend.signers)) == 1)
    #expect(psbt.inputs[1].partialSignatures.count == 1)
  }
}

// MARK: - Combining

extension PSBTReadingTests {
  @Test("what contradicts is not combined")
  func conflicts() throws {
    let spend = try #require(PSBTSpendCase.all.first { $0.name == "P2WPKH in P2SH" })
    let psbt = try spend.psbt(.v0)
    var other = psbt
    other[input: 0].sighashType = .all
    var third = psbt
    third[input: 0].sighashType = SighashType.none
    #expect(throws: PSBTError.conflictingRecords(.inputSighashType, .input(0))) {
      try PartiallySignedTransaction.combine(psbt, other, third)
    }
    #expect(try PartiallySignedTransaction.combine(psbt, other) == other)
    #expect(throws: PSBTError.differentVersions(.v0, .v2)) {
      try PartiallySignedTransaction.combine(psbt, psbt.converted(to: .v2))
    }
    let stranger = try #require(PSBTSpendCase.all.first).psbt(.v0)
    #expect(
      throws: PSBTError.differentTransactions(
        try psbt.computeIdentifier(), try stranger.computeIdentifier())
    ) { try PartiallySignedTransaction.combine(psbt, stranger) }
  }

  @Test("in version 2, sequences do not tell PSBTs apart, and flags allow what all allow")
  func version2() throws {
    let spend = try #require(PSBTSpendCase.all.first { $0.name == "P2WPKH" })
    var (first, second) = (try spend.psbt(.v2), try spend.psbt(.v2))
    first.inputs[0].map[.inputSequence] = nil
    #expect(try first.computeIdentifier() == second.computeIdentifier())
    first.global[.globalModifiable] = [0b011]
    second.global[.globalModifiable] = [0b101]
    let combined = try PartiallySignedTransaction.combine(first, second)
    #expect(combined.modifiable == PSBTModifiable(rawValue: 0b101))
    #expect(try combined.unsignedTransaction().inputs[0].sequence == spend.sequence)
  }
}
