import Testing

@testable import Bitcoin

@Suite("PSBT: signing, finalising, extracting")
struct PSBTSigningTests {
  @Test("there are cases for every form")
  func count() {
    #expect(PSBTSpendCase.all.count == 29)
  }

  /// Signs one after the other, each from the bytes that the one before wrote.
  private func signInTurn(
    _ spend: PSBTSpendCase, _ start: PartiallySignedTransaction
  ) throws -> PartiallySignedTransaction {
    var psbt = start
    for (place, key) in spend.signers.enumerated() {
      if place > 0 {
        var early = psbt
        #expect(try early.finalise().count == 1)
        #expect(early == psbt)
      }
      psbt = try PartiallySignedTransaction(decoding: psbt.encoded())
      #expect(try psbt.sign(with: PSBTKeyRing([key])) >= 1)
    }
    return psbt
  }

  @Test(
    "each form is signed, finalised and extracted, in both versions",
    arguments: PSBTSpendCase.all, PSBTVersion.allCases)
  func wholeWay(_ spend: PSBTSpendCase, _ version: PSBTVersion) throws {
    let start = try spend.psbt(version)
    #expect(throws: PSBTError.unfinished(input: 0, .finalScripts)) { try start.extract() }
    var psbt = try signInTurn(spend, start)
    #expect(try psbt.finalise() == [])
    let transaction = try psbt.extract(flags: .standard)
    let unsigned = try start.unsignedTransaction()
    #expect(transaction.outputs == unsigned.outputs)
    #expect(transaction.lockTime == spend.lockTime)
    #expect(transaction.inputs[0].prevout == unsigned.inputs[0].prevout)
    #expect(
      SpendVerifier.verify(transaction, input: 0, spentOutputs: [spend.funding().outputs[1]])
        == .valid)
    #expect(try psbt.computeFee() == Satoshi(1_000))
    // What led to the final scripts is gone, the UTXO stays.
    let kept = Set(psbt.inputs[0].records.compactMap { PSBTField($0.type, in: .input) })
    #expect(kept.contains(.inputNonWitnessUTXO))
    #expect(
      kept.isDisjoint(with: [.inputPartialSignature, .inputTapKeySignature, .inputRedeemScript]))
    #expect(try PartiallySignedTransaction(decoding: psbt.encoded()) == psbt)
  }

  @Test(
    "signing apart and combining gives what signing in turn gives", arguments: PSBTSpendCase.all)
  func apart(_ spend: PSBTSpendCase) throws {
    let start = try spend.psbt(.v0)
    let parts = try spend.signers.map { key in
      var part = start
      try part.sign(with: PSBTKeyRing([key]))
      return part
    }
    var combined = start
    for part in parts { try combined.combine(with: part) }
    let inTurn = try signInTurn(spend, start)
    #expect(combined == inTurn)
    var other = start
    for part in parts.reversed() { try other.combine(with: part) }
    #expect(other == inTurn)
  }

  @Test("a wrong key adds nothing, a wrong signature is not taken", arguments: PSBTSpendCase.all)
  func wrongSignatures(_ spend: PSBTSpendCase) throws {
    var psbt = try spend.psbt(.v0)
    let stranger = try #require(SecretKey(bytes: Digest.sha256([1, 2, 3])))
    #expect(try psbt.sign(with: PSBTKeyRing([stranger])) == 0)
    #expect(try psbt == spend.psbt(.v0))
    // Signatures for another amount or output fit nothing here.
    var other = try Transaction(decodingWithoutWitness: psbt.unsignedTransaction().encoded())
    other.outputs[0].value = Satoshi(98_000)
    var forged = try PartiallySignedTransaction(other)
    forged.inputs[0] = psbt.inputs[0]
    try forged.sign(with: PSBTKeyRing(spend.signers))
    psbt.inputs[0] = forged.inputs[0]
    let failures = try psbt.finalise()
    #expect(failures.count == 1)
    guard case .unfinished(input: 0, let shortage) = try #require(failures.first) else {
      Issue.record("\(failures)")
      return
    }
    if case .signatures(_, let found, let wrong) = shortage {
      #expect(found == 0)
      #expect(wrong == spend.signers.count)
    } else {
      #expect(shortage == .taprootSignatures)
    }
  }

  @Test("the final scripts of a signature that does not fit are not extracted")
  func wrongFinal() throws {
    let spend = try #require(PSBTSpendCase.all.first { $0.name == "P2WPKH" })
    var psbt = try signInTurn(spend, spend.psbt(.v0))
    _ = try psbt.finalise()
    var other = try psbt.unsignedTransaction()
    other.outputs[0].value = Satoshi(98_000)
    var forged = try PartiallySignedTransaction(other)
    forged.inputs[0] = psbt.inputs[0]
    #expect(
      throws: PSBTError.invalidSpend(
        input: 0, ScriptFailure(rule: .evalFalse, script: .witnessScript))
    ) { try forged.extract() }
    #expect(try forged.assemble().outputs[0].value == Satoshi(98_000))
  }

  @Test("outputs that have more than the inputs are not extracted")
  func outputsExceedInputs() throws {
    let spend = try #require(PSBTSpendCase.all.first { $0.name == "P2WPKH" })
    var transaction = try spend.psbt(.v0).unsignedTransaction()
    transaction.outputs[0].value = Satoshi(100_001)
    var psbt = try PartiallySignedTransaction(transaction)
    psbt.inputs[0] = try spend.psbt(.v0).inputs[0]
    try psbt.sign(with: PSBTKeyRing(spend.signers))
    #expect(try psbt.finalise() == [])
    #expect(try psbt.computeFee() == nil)
    #expect(
      throws: PSBTError.outputsExceedInputs(spent: Satoshi(100_000), created: Satoshi(100_001))
    ) { try psbt.extract() }
  }
}

// MARK: - Sighash types

extension PSBTSigningTests {
  static let types: [SighashType] = [.all, .none, .single].flatMap { [$0, $0.anyoneCanPay] }

  @Test(
    "each sighash type is signed where it is accepted, and refused where not",
    arguments: ["P2PKH", "P2WPKH", "P2TR by key", "P2TR by the script of one key"], types)
  func sighashTypes(_ name: String, _ type: SighashType) throws {
    let spend = try #require(PSBTSpendCase.all.first { $0.name == name })
    var psbt = try spend.psbt(.v2)
    psbt.global[.globalModifiable] = [0b0000_1011]
    psbt[input: 0].sighashType = type
    if type != .all {
      #expect(throws: PSBTError.unacceptableSighashType(input: 0, type)) {
        try psbt.sign(with: PSBTKeyRing(spend.signers))
      }
    }
    try psbt.sign(with: PSBTKeyRing(spend.signers), accepting: [type])
    // BIP-0370: what the signature commits to may not be modified any more.
    var flags = PSBTModifiable(rawValue: 0b0000_1011)
    if !type.isAnyoneCanPay { flags.remove(.inputs) }
    if !type.isNone { flags.remove(.outputs) }
    if type.isSingle { flags.insert(.hasSingle) }
    #expect(psbt.modifiable == flags)
    var other = psbt
    other[input: 0].sighashType = SighashType.none
    if type != .none {
      #expect(
        try other.finalise() == [
          .differentSighashType(input: 0, needed: .none, found: type)
        ])
    }
    #expect(try psbt.finalise() == [])
    let transaction = try psbt.extract(flags: .standard)
    let spentOutputs = [spend.funding().outputs[1]]
    // A type that commits to no output lets it change, and the others do not.
    var changed = transaction
    changed.outputs[0].value = Satoshi(1)
    let verdict = SpendVerifier.verify(changed, input: 0, spentOutputs: spentOutputs)
    #expect((verdict == .valid) == type.isNone)
  }

  @Test(
    "single without an output at the input's place is not signed",
    arguments: [
      "P2PKH", "P2WPKH", "P2TR by key",
    ])
  func singleWithoutOutput(_ name: String) throws {
    let spend = try #require(PSBTSpendCase.all.first { $0.name == name })
    var transaction = try spend.psbt(.v0).unsignedTransaction()
    transaction.outputs = []
    var psbt = try PartiallySignedTransaction(transaction)
    psbt.inputs[0] = try spend.psbt(.v0).inputs[0]
    psbt[input: 0].sighashType = .single
    #expect(throws: PSBTError.unacceptableSighashType(input: 0, .single)) {
      try psbt.sign(with: PSBTKeyRing(spend.signers), accepting: [.single])
    }
  }
}
