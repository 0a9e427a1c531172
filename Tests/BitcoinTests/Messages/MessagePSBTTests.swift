import Testing

@testable import Bitcoin

/// Proofs by way of a PSBT: what one key cannot sign alone, and many coins at once.
@Suite("Messages by PSBT")
struct MessagePSBTTests {
  /// A script, what a PSBT needs to know about it, and the keys that satisfy it.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let scriptPubKey: ScriptPubKey
    var redeemScript: RedeemScript?
    var witnessScript: WitnessScript?
    let keys: [SecretKey]
    var testDescription: String { name }

    func fill(_ input: inout PSBTInput) {
      input.redeemScript = redeemScript
      input.witnessScript = witnessScript
    }
  }

  static let cases: [Case] = {
    do {
      let keys = try (11...13).map { try KeyTests.secret($0) }
      let publicKeys = keys.map { $0.makePublicKey(compressed: true) }
      let script = ScriptPubKey.multisig(2, publicKeys).bytes
      let program = ScriptPubKey.payToWitnessScriptHash(of: WitnessScript(script))
      let hash = publicKeys[0].computeHash160()
      let tweaked = try #require(keys[0].tweakedForTaproot(merkleRoot: nil))
      let pair = Array(keys.prefix(2))
      return [
        Case(name: "multisig", scriptPubKey: ScriptPubKey(script), keys: pair),
        Case(
          name: "p2sh multisig", scriptPubKey: .payToScriptHash(of: RedeemScript(script)),
          redeemScript: RedeemScript(script), keys: pair),
        Case(
          name: "p2wsh multisig", scriptPubKey: program, witnessScript: WitnessScript(script),
          keys: pair),
        Case(
          name: "p2sh-p2wsh multisig",
          scriptPubKey: .payToScriptHash(of: RedeemScript(program.bytes)),
          redeemScript: RedeemScript(program.bytes), witnessScript: WitnessScript(script),
          keys: pair),
        Case(name: "p2pkh", scriptPubKey: .payToPublicKeyHash(hash), keys: [keys[0]]),
        Case(name: "p2wpkh", scriptPubKey: .payToWitnessKeyHash(hash), keys: [keys[0]]),
        Case(
          name: "p2tr, the key as it is", scriptPubKey: .payToTaproot(tweaked.xOnlyPublicKey),
          keys: [tweaked]),
      ]
    } catch {
      Issue.record(error)
      return []
    }
  }()

  /// A transaction that pays every case, and its outputs.
  static let funding = Transaction(
    inputs: [TxIn(prevout: OutPoint(txid: Txid(Hash256(9, 9, 9, 9)), vout: 9))],
    outputs: cases.enumerated().map {
      TxOut(value: Satoshi(1000 + Int64($0)), scriptPubKey: $1.scriptPubKey)
    })
  static let coins = funding.outputs.enumerated().map { index, output in
    ShownOutput(
      prevout: OutPoint(txid: funding.computeTxid(), vout: UInt32(index)), output: output,
      sequence: 0)
  }

  private func signed(
    _ psbt: PartiallySignedTransaction, by cases: [Case?]
  ) throws -> PartiallySignedTransaction {
    var psbt = psbt
    for (index, spend) in cases.enumerated() { spend?.fill(&psbt[input: index]) }
    try psbt.sign(with: PSBTKeyRing(cases.flatMap { $0?.keys ?? [] }))
    _ = try psbt.finalise()
    return psbt
  }

  @Test("each script signs, in the shortest form that it has", arguments: cases)
  func form(_ spend: Case) throws {
    let challenge = MessageChallenge("by many hands", for: spend.scriptPubKey)
    let open = try challenge.makePSBT()
    #expect(open.genericSignedMessage == "by many hands")
    #expect(throws: MessageSigningError.notFinalised(input: 0)) {
      try GenericSignedMessage(finalised: open)
    }
    let signature = try GenericSignedMessage(finalised: signed(open, by: [spend]))
    let isPlain = spend.redeemScript == nil && spend.scriptPubKey.mayTakeWitness
    #expect(signature.text.hasPrefix(isPlain ? "smp" : "ful"))
    #expect(challenge.verify(try GenericSignedMessage(signature.text)) == .valid(.none))
    let other = MessageChallenge("by other hands", for: spend.scriptPubKey)
    #expect(!other.verify(signature).isValid)

    let terms = MessageChallenge.Terms(version: 2, time: 7, age: 9)
    let late = try GenericSignedMessage(
      finalised: signed(try challenge.makePSBT(terms: terms, version: .v2), by: [spend]))
    #expect(late.text.hasPrefix("ful"))
    #expect(challenge.verify(late) == .valid(terms))
  }

  @Test("a proof of funds shows a coin of each kind", arguments: cases, [PSBTVersion.v0, .v2])
  func funds(_ spend: Case, _ version: PSBTVersion) throws {
    let challenge = MessageChallenge("mine", for: spend.scriptPubKey)
    let previous = [MessagePSBTTests.funding.computeTxid(): MessagePSBTTests.funding]
    let coins = MessagePSBTTests.coins
    let open = try challenge.makePSBT(shown: coins, previous: previous, version: version)
    let signature = try GenericSignedMessage(
      finalised: signed(open, by: [spend] + MessagePSBTTests.cases))
    #expect(signature.text.hasPrefix("pof"))
    let read = try GenericSignedMessage(signature.text)
    #expect(read == signature && read.shownOutputs == coins)
    #expect(challenge.verify(read).isValid, "\(challenge.verify(read))")
    #expect(throws: MessageSigningError.psbt(.unknownSpentOutput(input: 1))) {
      try challenge.makePSBT(shown: coins)
    }
  }

  @Test("a proof of reserves shows a coin of each kind", arguments: [PSBTVersion.v0, .v2])
  func reserves(_ version: PSBTVersion) throws {
    let previous = [MessagePSBTTests.funding.computeTxid(): MessagePSBTTests.funding]
    let coins = MessagePSBTTests.coins
    let open = try ReserveProof.makePSBT(
      "mine", of: coins, to: coins[0].output.scriptPubKey, previous: previous, version: version)
    let proof = try ReserveProof(finalised: signed(open, by: [nil] + MessagePSBTTests.cases))
    let total = coins.reduce(Satoshi.zero) { $0 + $1.output.value }
    #expect(
      proof.verify("mine")
        == .valid(ReserveFinding(commitment: .single, total: total, coins: coins, time: 0)))
    #expect(!proof.verify("yours").isValid)
    var other = open
    other[input: 0].reservesCommitment = "yours"
    #expect(throws: PSBTError.wrongReservesCommitment(input: 0)) {
      try other.sign(with: PSBTKeyRing())
    }
  }

  @Test("no OP_CODESEPARATOR in what a witness reveals")
  func codeSeparator() throws {
    let key = try KeyTests.secret(21)
    let script = WitnessScript(
      [33] + key.makePublicKey(compressed: true).bytes + [Opcode.codeSeparator, Opcode.checkSig])
    let plain = ScriptPubKey.payToWitnessScriptHash(of: script)
    for nested in [false, true] {
      let redeemScript = RedeemScript(plain.bytes)
      let challenge = MessageChallenge(
        "x", for: nested ? .payToScriptHash(of: redeemScript) : plain)
      var transaction = challenge.makeToSign()
      let digest = transaction.segwitV0Sighash(
        input: 0, scriptCode: [Opcode.checkSig], value: .zero, type: .all)
      let signature = key.sign(digest).encoded(type: .all)
      transaction.inputs[0].witness = Witness([signature, script.bytes])
      if nested { transaction.inputs[0].scriptSig = .pushes([redeemScript.bytes]) }
      let output = TxOut(value: .zero, scriptPubKey: challenge.scriptPubKey)
      #expect(
        SpendVerifier.verify(
          transaction, input: 0, spentOutputs: [output], flags: MessageChallenge.requiredFlags)
          == .valid)
      #expect(
        challenge.verify(GenericSignedMessage(.full(transaction)))
          == .invalid(.codeSeparator(input: 0)))
    }
  }
}
