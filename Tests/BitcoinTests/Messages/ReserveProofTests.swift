import Testing

@testable import Bitcoin

/// A proof of reserves whose scripts btclib ran (Tests/BitcoinTests/Vectors/make_message_vectors.py).
struct ReserveVector: Decodable, Sendable, CustomTestStringConvertible {
  struct Output: Decodable, Sendable {
    let value: Int64
    let script: String
  }

  let name: String
  let message: String
  let transaction: String
  let spent: [Output]
  let fault: String?
  let hashes: Int
  let total: Int64

  var testDescription: String { name }

  /// The proof.
  func proof() throws -> ReserveProof {
    ReserveProof(
      try Transaction(decoding: try #require(Hex.decode(transaction))),
      spentOutputs: try spent.map {
        TxOut(
          value: Satoshi($0.value), scriptPubKey: ScriptPubKey(try #require(Hex.decode($0.script))))
      })
  }
}

@Suite("Proofs of reserves")
struct ReserveProofTests {
  static let vectors = SharedData.own("bip127.json", as: ReserveVector.self)

  @Test("the file holds what the script makes")
  func count() {
    #expect(ReserveProofTests.vectors.count == 20)
    #expect(ReserveProofTests.vectors.count { $0.fault == nil } == 6)
  }

  @Test("proofs hold or fail by the rule that they break", arguments: vectors)
  func verify(_ vector: ReserveVector) throws {
    let proof = try vector.proof()
    switch proof.verify(vector.message) {
    case .valid(let finding):
      #expect(vector.fault == nil)
      #expect(finding.total == Satoshi(vector.total))
      #expect(finding.commitment == (vector.hashes == 1 ? .single : .double))
      #expect(finding.coins == proof.shownOutputs)
    case .invalid(let fault):
      #expect(name(of: fault) == vector.fault ?? "none")
    }
  }

  /// The case without what it carries.
  private func name(of fault: ReserveFault) -> String {
    if case .noCoins = fault { return "noCoins" }
    return Mirror(reflecting: fault).children.first?.label ?? ""
  }

  /// The BIP's own example of a commitment, in the order of the hash function.
  @Test("the commitment is SHA-256 of the prefixed message, or twice that")
  func commitment() {
    let digest = Digest.sha256(Array("Proof-of-Reserves: Some Message".utf8))
    let single = ReserveProof.commitment("Some Message")
    #expect(single.txid.hash.bytes == digest && single.vout == 0)
    let double = ReserveProof.commitment("Some Message", hash: .double)
    #expect(double.txid.hash.bytes == Digest.sha256(digest) && double.vout == 0)
  }

  @Test("a proof that is made here holds", arguments: [PSBTVersion.v0, .v2])
  func made(_ version: PSBTVersion) throws {
    let keys = try (1...3).map { try KeyTests.secret($0) }
    let hash = keys[0].makePublicKey(compressed: true).computeHash160()
    let taproot = try #require(keys[1].tweakedForTaproot(merkleRoot: nil)).xOnlyPublicKey
    let scripts: [ScriptPubKey] = [.payToWitnessKeyHash(hash), .payToTaproot(taproot)]
    let coins = scripts.enumerated().map { index, script in
      ShownOutput(
        prevout: OutPoint(txid: Txid(Hash256(1, 2, 3, UInt64(index))), vout: 0),
        output: TxOut(value: .coin, scriptPubKey: script), sequence: .max)
    }
    let psbt = try ReserveProof.makePSBT("mine", of: coins, to: scripts[0], version: version)
    #expect(psbt[input: 0].reservesCommitment == "mine")
    #expect(throws: ReserveFault.unsigned(input: 1)) { try ReserveProof(finalised: psbt) }
    let unsigned = try ReserveProof.makeTransaction("mine", of: coins, to: scripts[0])
    #expect(try psbt.unsignedTransaction() == unsigned)
    #expect(unsigned.outputs == [TxOut(value: Satoshi(200_000_000), scriptPubKey: scripts[0])])

    var signed = psbt
    #expect(try signed.sign(with: PSBTKeyRing(keys)) == 2)
    #expect(try signed.finalise() == [])
    #expect(try signed.computeFee() == .zero)
    let proof = try ReserveProof(finalised: signed)
    #expect(proof.verify("mine").isValid && !proof.verify("yours").isValid)

    // Some wallets want to be told what the commitment spends.
    var told = psbt
    told[input: 0].witnessUTXO = ReserveProof.commitmentOutput
    try told.sign(with: PSBTKeyRing(keys))
    #expect(try told.finalise() == [])
    #expect(try ReserveProof(finalised: told) == proof)
  }

  @Test("a PSBT whose commitment is to another text, or could be taken off, is not signed")
  func wrongCommitment() throws {
    let secret = try KeyTests.secret(1)
    let script = ScriptPubKey.payToWitnessKeyHash(
      secret.makePublicKey(compressed: true).computeHash160())
    let coin = ShownOutput(
      prevout: OutPoint(txid: Txid(Hash256(1, 2, 3, 4)), vout: 0),
      output: TxOut(value: .coin, scriptPubKey: script), sequence: .max)
    var psbt = try ReserveProof.makePSBT("mine", of: [coin], to: script)
    var other = psbt
    other[input: 0].reservesCommitment = "yours"
    #expect(try other.spentOutputs() == [nil, coin.output])
    #expect(throws: PSBTError.wrongReservesCommitment(input: 0)) {
      try other.sign(with: PSBTKeyRing([secret]))
    }
    #expect(throws: PSBTError.wrongReservesCommitment(input: 0)) { try other.finalise() }
    let type = SighashType.all.anyoneCanPay
    psbt[input: 1].sighashType = type
    #expect(throws: PSBTError.unacceptableSighashType(input: 1, type)) {
      try psbt.sign(with: PSBTKeyRing([secret]), accepting: [.all, type])
    }
  }

  /// A proof of one coin that `script` locks, whose input `satisfy` satisfies.
  private func proof(
    of script: ScriptPubKey, _ message: String, sequence: UInt32 = .max, lockTime: UInt32 = 0,
    satisfy: (Transaction) -> TxIn
  ) throws -> ReserveProof {
    let output = TxOut(value: .coin, scriptPubKey: script)
    let coin = ShownOutput(
      prevout: OutPoint(txid: Txid(Hash256(1, 2, 3, 4)), vout: 0), output: output,
      sequence: sequence)
    var transaction = try ReserveProof.makeTransaction(message, of: [coin], to: script)
    transaction.lockTime = lockTime
    transaction.inputs[1] = satisfy(transaction)
    return ReserveProof(transaction, spentOutputs: [output])
  }

  @Test("a signature over the number 1 fits every message, and shows nothing")
  func singleWithoutOutput() throws {
    let secret = try KeyTests.secret(1)
    let key = secret.makePublicKey(compressed: true)
    let script = ScriptPubKey.payToPublicKeyHash(key.computeHash160())
    // What anyone can copy who ever saw one: it is not over the transaction.
    let copied = secret.sign(Hash256(bytes: [1] + [UInt8](repeating: 0, count: 31)) ?? .zero)
    for message in ["mine", "somebody else's"] {
      let proof = try proof(of: script, message) { transaction in
        var input = transaction.inputs[1]
        input.scriptSig = .pushes([copied.encoded(type: .single), key.bytes])
        return input
      }
      #expect(
        SpendVerifier.verify(
          proof.transaction, input: 1,
          spentOutputs: [ReserveProof.commitmentOutput] + proof.spentOutputs) == .valid)
      #expect(proof.verify(message) == .invalid(.uncommitted(input: 1, .single)))
    }
  }

  @Test(
    "a coin that waits is shown from its time on, and final sequences switch that off",
    arguments: [(true, 0xffff_fffe, 900_000), (false, 0xffff_fffe, 900_000), (false, .max, 0)]
      as [(isLocked: Bool, sequence: UInt32, time: UInt32)])
  func time(_ vector: (isLocked: Bool, sequence: UInt32, time: UInt32)) throws {
    let secret = try KeyTests.secret(1)
    var writer = ByteWriter(capacity: 64)
    if vector.isLocked {
      writer.write(push: [0xa0, 0xbb, 0x0d])  // 900,000
      writer.write([Opcode.checkLockTimeVerify, Opcode.drop])
    }
    writer.write(ScriptPubKey.payToPublicKey(secret.makePublicKey(compressed: true)).bytes)
    let script = writer.bytes
    let proof = try proof(
      of: .payToWitnessScriptHash(of: WitnessScript(script)), "mine", sequence: vector.sequence,
      lockTime: 900_000
    ) { transaction in
      let digest = transaction.segwitV0Sighash(
        input: 1, scriptCode: script, value: .coin, type: .all)
      var input = transaction.inputs[1]
      input.witness = Witness([secret.sign(digest).encoded(type: .all), script])
      return input
    }
    guard case .valid(let finding) = proof.verify("mine") else {
      Issue.record("\(proof.verify("mine"))")
      return
    }
    #expect(finding.time == vector.time)
    #expect(finding.coins.map(\.sequence) == [vector.sequence])
  }

  @Test("a segwit signature over no output still commits to the message")
  func segwitSingle() throws {
    let secret = try KeyTests.secret(1)
    let key = secret.makePublicKey(compressed: true)
    let hash = key.computeHash160()
    let proof = try proof(of: .payToWitnessKeyHash(hash), "mine") { transaction in
      let digest = transaction.segwitV0Sighash(
        input: 1, scriptCode: ScriptPubKey.payToPublicKeyHash(hash).bytes, value: .coin,
        type: .single)
      var input = transaction.inputs[1]
      input.witness = Witness([secret.sign(digest).encoded(type: .single), key.bytes])
      return input
    }
    #expect(proof.verify("mine").isValid)
    #expect(!proof.verify("yours").isValid)
  }

  @Test("coins that cannot be are refused before a transaction is made")
  func refused() throws {
    let coin = ShownOutput(
      prevout: .null, output: TxOut(value: .maxMoney, scriptPubKey: ScriptPubKey([])), sequence: 0)
    let other = ShownOutput(
      prevout: OutPoint(txid: Txid(.zero), vout: 1), output: coin.output, sequence: 0)
    let cases: [([ShownOutput], ReserveFault)] = [
      ([], .noCoins), ([coin, coin], .duplicateInput(.null)),
      ([coin, other], .amountOutOfRange(input: 2)),
    ]
    for (coins, fault) in cases {
      #expect(throws: fault) {
        try ReserveProof.makeTransaction("", of: coins, to: ScriptPubKey([]))
      }
    }
  }
}
