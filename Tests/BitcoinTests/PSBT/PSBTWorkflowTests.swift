import Testing

@testable import Bitcoin

@Suite("PSBT: the example of BIP-0174", .tags(.vectors))
struct PSBTWorkflowTests {
  let vector: WorkflowPSBT

  init() throws {
    vector = try WorkflowPSBT.load()
  }

  private func read(_ text: String) throws -> PartiallySignedTransaction {
    try PartiallySignedTransaction(base64: text)
  }

  private func ring(_ places: ClosedRange<Int>) throws -> PSBTKeyRing {
    PSBTKeyRing(
      try vector.signingKeys[places].map {
        try #require(WalletImportKey(wif: $0.wif, network: .testnet3)).key
      })
  }

  @Test("the creator's PSBT")
  func created() throws {
    let transaction = try read(vector.updated).unsignedTransaction()
    let psbt = try PartiallySignedTransaction(transaction)
    #expect(psbt.encodedBase64() == vector.created)
  }

  @Test("the updater's PSBTs")
  func updated() throws {
    var psbt = try read(vector.created)
    let previous = try vector.previousTransactions.map { text in
      let bytes = try #require(Hex.decode(text))
      return try Transaction(decoding: bytes)
    }
    let redeem = try vector.redeemScripts.map { RedeemScript(try #require(Hex.decode($0))) }
    let witness = WitnessScript(try #require(Hex.decode(vector.witnessScripts[0])))
    let master = try ExtendedSecretKey(vector.masterKey, network: .testnet3)
    let fingerprint = master.publicKey.computeFingerprint()
    // The first input spends the second transaction; the second one is a witness spend.
    psbt[input: 0].nonWitnessUTXO = previous[1]
    psbt[input: 1].witnessUTXO = previous[0].outputs[1]
    psbt[input: 0].redeemScript = redeem[0]
    psbt[input: 1].redeemScript = redeem[1]
    psbt[input: 1].witnessScript = witness
    for (place, item) in vector.publicKeys.enumerated() {
      let bytes = try #require(Hex.decode(item.key))
      let key = try #require(PublicKey(bytes: bytes))
      let path = try #require(DerivationPath(item.path))
      let origin = KeyOrigin(fingerprint: fingerprint, path: path)
      #expect(master.descendant(path)?.publicKey.key == key)
      switch place {
      case 0...1: psbt[input: 0].setDerivation(origin, key: key)
      case 2...3: psbt[input: 1].setDerivation(origin, key: key)
      default: psbt[output: place - 4].setDerivation(origin, key: key)
      }
    }
    try expectSame(psbt, vector.updated)
    psbt[input: 0].sighashType = .all
    psbt[input: 1].sighashType = .all
    try expectSame(psbt, vector.withSighashType)
  }

  /// The same entries; the BIP leaves their order to the writer.
  private func expectSame(_ psbt: PartiallySignedTransaction, _ text: String) throws {
    let other = try read(text)
    #expect(try psbt.unsignedTransaction() == other.unsignedTransaction())
    #expect(Set(psbt.globalRecords) == Set(other.globalRecords))
    #expect(psbt.inputs.map { Set($0.records) } == other.inputs.map { Set($0.records) })
    #expect(psbt.outputs.map { Set($0.records) } == other.outputs.map { Set($0.records) })
    #expect(psbt.encoded().count == other.encoded().count)
  }

  @Test("the first signer's PSBT")
  func signedFirst() throws {
    var psbt = try read(vector.withSighashType)
    #expect(try psbt.sign(with: ring(0...1)) == 2)
    try expectSame(psbt, vector.signedFirst)
  }

  @Test("the second signer's PSBT")
  func signedSecond() throws {
    var psbt = try read(vector.withSighashType)
    #expect(try psbt.sign(with: ring(2...3)) == 2)
    try expectSame(psbt, vector.signedSecond)
  }

  @Test("an extended key signs what its origins name")
  func signedByMaster() throws {
    var psbt = try read(vector.withSighashType)
    let master = try ExtendedSecretKey(vector.masterKey, network: .testnet3)
    #expect(try psbt.sign(with: PSBTKeyRing(extendedKeys: [master])) == 4)
    try expectSame(psbt, vector.combined)
    #expect(try psbt.sign(with: PSBTKeyRing(extendedKeys: [master])) == 0)
  }

  @Test("the combiner's PSBT, in either order")
  func combined() throws {
    let first = try read(vector.signedFirst)
    let second = try read(vector.signedSecond)
    try expectSame(PartiallySignedTransaction.combine(first, second), vector.combined)
    try expectSame(PartiallySignedTransaction.combine(second, first), vector.combined)
  }

  @Test("the finaliser's PSBT and the extracted transaction, by every rule of scripts")
  func finalised() throws {
    var psbt = try read(vector.combined)
    #expect(try psbt.finalise() == [])
    try expectSame(psbt, vector.finalised)
    #expect(Hex.encode(try psbt.extract().encoded()) == vector.extracted)
    #expect(Hex.encode(try read(vector.finalised).extract().encoded()) == vector.extracted)
  }

  @Test("the combiner keeps what it does not understand, byte for byte")
  func unknown() throws {
    let first = try read(vector.unknownFirst)
    let second = try read(vector.unknownSecond)
    let combined = try PartiallySignedTransaction.combine(first, second)
    #expect(combined.encodedBase64() == vector.unknownCombined)
    #expect(
      try PartiallySignedTransaction.combine(second, first).encodedBase64()
        == vector.unknownCombined)
  }

  @Test("all roles in version 2 make the same transaction")
  func version2() throws {
    var psbt = try read(vector.withSighashType).converted(to: .v2)
    for places in [0...1, 2...3] { try psbt.sign(with: ring(places)) }
    #expect(try psbt.finalise() == [])
    #expect(Hex.encode(try psbt.extract().encoded()) == vector.extracted)
  }

  @Test(
    "what fails the signer's checks is not signed, for its own reason",
    arguments: OfficialPSBT.all("unsignable"))
  func unsignable(_ vector: OfficialPSBT) throws {
    let psbt = try PartiallySignedTransaction(base64: vector.psbt)
    let reasons: [String: PSBTError] = [
      "A Witness UTXO is provided for a non-witness input": .witnessUTXOForLegacySpend(input: 0),
      "redeemScript with non-witness UTXO does not match the scriptPubKey":
        .wrongRedeemScript(input: 0),
      "redeemScript with witness UTXO does not match the scriptPubKey":
        .wrongRedeemScript(input: 1),
      "witnessScript with witness UTXO does not match the redeemScript":
        .wrongWitnessScript(input: 1),
    ]
    let reason = try #require(reasons[vector.name])
    var signed = psbt
    let ring = try ring(0...3)
    #expect(throws: reason) { try signed.sign(with: ring) }
    #expect(signed == psbt)
  }
}
