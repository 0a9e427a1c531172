import Testing

@testable import Bitcoin

@Suite("Challenges of messages")
struct MessageChallengeTests {
  let secret: SecretKey
  let key: PublicKey

  init() throws {
    secret = try KeyTests.secret(1)
    key = secret.makePublicKey(compressed: true)
  }

  /// The signature over "words" by the one signature of a witness script, which is over `signed` of it.
  private func signature(
    _ script: [UInt8], signing signed: [UInt8]
  ) -> (challenge: MessageChallenge, signature: GenericSignedMessage) {
    let scriptPubKey = ScriptPubKey.payToWitnessScriptHash(of: WitnessScript(script))
    let challenge = MessageChallenge("words", for: scriptPubKey)
    let digest = challenge.makeToSign().segwitV0Sighash(
      input: 0, scriptCode: signed, value: .zero, type: .all)
    let signature = secret.sign(digest).encoded(type: .all)
    return (challenge, GenericSignedMessage(.simple(Witness([signature, script]))))
  }

  @Test("OP_CODESEPARATOR is invalid, beside an opcode kept for later too")
  func codeSeparator() {
    let checkSig = ScriptPubKey.payToPublicKey(key).bytes
    let upgradable = [Opcode.nop4]
    let cases: [([UInt8], [UInt8], String)] = [
      (checkSig, checkSig, "valid"),
      (upgradable + checkSig, upgradable + checkSig, "inconclusive"),
      ([Opcode.codeSeparator] + checkSig, checkSig, "invalid"),
      (upgradable + [Opcode.codeSeparator] + checkSig, checkSig, "invalid"),
      ([Opcode.codeSeparator] + upgradable + checkSig, upgradable + checkSig, "invalid"),
    ]
    for (script, signed, state) in cases {
      let (challenge, signature) = signature(script, signing: signed)
      let verdict = challenge.verify(signature)
      #expect(verdict.description.hasPrefix(state), "\(verdict)")
      if state == "invalid" { #expect(verdict == .invalid(.codeSeparator(input: 0))) }
    }
  }

  @Test("coins whose entries contradict each other are refused, however the PSBT was made")
  func contradictoryCoin() throws {
    let hash = key.computeHash160()
    let output = TxOut(value: .coin, scriptPubKey: .payToPublicKeyHash(hash))
    let previous = Transaction(inputs: [TxIn(prevout: .null)], outputs: [output])
    let prevout = OutPoint(txid: previous.computeTxid(), vout: 0)
    let coin = ShownOutput(prevout: prevout, output: output, sequence: 0)
    let challenge = MessageChallenge("words", for: .payToWitnessKeyHash(hash))
    var psbt = try challenge.makePSBT(shown: [coin], previous: [prevout.txid: previous])
    try psbt.sign(with: PSBTKeyRing([secret]))
    #expect(try psbt.finalise() == [])
    #expect(try challenge.verify(GenericSignedMessage(finalised: psbt)).isValid)

    // A signature from before segwit is over no amount.
    psbt[input: 1].witnessUTXO = TxOut(value: .maxMoney, scriptPubKey: output.scriptPubKey)
    let lying = try GenericSignedMessage(finalised: psbt)
    #expect(
      challenge.verify(lying)
        == .invalid(
          .unreadablePSBT(
            .amountsDiffer(input: 1, witnessUTXO: .maxMoney, nonWitnessUTXO: .coin))))
  }

  @Test("anyone signs for pay-to-anchor, and other programs of its version stay open")
  func payToAnchor() {
    let challenge = MessageChallenge("words", for: ScriptPubKey([Opcode.push1, 2, 0x4e, 0x73]))
    #expect(challenge.verify(GenericSignedMessage(.simple(Witness()))) == .valid(.none))
    let other = MessageChallenge("words", for: ScriptPubKey([Opcode.push1, 2, 0x4e, 0x74]))
    let verdict = other.verify(GenericSignedMessage(.simple(Witness())))
    #expect(verdict.description.hasPrefix("inconclusive"), "\(verdict)")
  }

  @Test("what has no witness is written in full, though it has no script either")
  func withoutWitness() throws {
    let challenge = MessageChallenge("words", for: ScriptPubKey([Opcode.push1]))
    var psbt = try challenge.makePSBT()
    psbt[input: 0].finalScriptSig = ScriptSig()
    let signature = try GenericSignedMessage(finalised: psbt)
    #expect(signature == GenericSignedMessage(.full(challenge.makeToSign())))
    #expect(challenge.verify(signature) == .valid(.none))
  }
}
