import Testing

@testable import Bitcoin

@Suite("SpendVerifier")
struct SpendVerifierTests {
  let secrets: [SecretKey]
  let keys: [PublicKey]

  init() throws {
    secrets = try (1...3).map { try KeyTests.secret($0) }
    keys = secrets.map { $0.makePublicKey(compressed: true) }
  }

  /// A spend of an output with this script, not yet signed.
  func unsigned(_ script: ScriptPubKey) -> (Transaction, TxOut) {
    let spent = TxOut(value: Satoshi(5_000), scriptPubKey: script)
    let other = TxIn(prevout: OutPoint(txid: Txid(Hash256(9, 9, 9, 9)), vout: 3))
    let input = TxIn(prevout: OutPoint(txid: Txid(Hash256(1, 2, 3, 4)), vout: 1))
    let output = TxOut(value: Satoshi(4_000), scriptPubKey: .payToPublicKey(keys[2]))
    return (Transaction(inputs: [other, input], outputs: [output, output]), spent)
  }

  /// What the input at place 1 spends, and what the other does.
  func both(_ spent: TxOut) -> [TxOut] {
    [TxOut(value: Satoshi(700), scriptPubKey: .payToPublicKey(keys[1])), spent]
  }

  /// `valid`, or what is wrong with the input at place 1.
  func judge(
    _ transaction: Transaction, _ spent: TxOut, _ flags: ScriptFlags = .consensus
  ) -> String {
    let verdict = SpendVerifier.verify(
      transaction, input: 1, spentOutputs: both(spent), flags: flags)
    guard case .invalid(let failure) = verdict else { return "valid" }
    return "\(failure)"
  }

  func legacy(_ transaction: Transaction, _ script: [UInt8], _ type: SighashType = .all) -> Hash256
  {
    transaction.legacySighash(input: 1, scriptCode: script, type: type)
  }

  static let types: [SighashType] = [
    .all, .none, .single, .all.anyoneCanPay, .none.anyoneCanPay, .single.anyoneCanPay,
    // Consensus takes any byte.
    SighashType(rawValue: 0), SighashType(rawValue: 0x41),
  ]

  @Test("P2PK and P2PKH under each sighash type", arguments: types)
  func keyAndKeyHash(_ type: SighashType) {
    for key in [keys[0], keys[0].converted(compressed: false)] {
      var (transaction, spent) = unsigned(.payToPublicKey(key))
      var signature = secrets[0].sign(legacy(transaction, spent.scriptPubKey.bytes, type))
      transaction.inputs[1].scriptSig = .satisfyingPublicKey(signature, type: type)
      #expect(judge(transaction, spent) == "valid")

      (transaction, spent) = unsigned(.payToPublicKeyHash(key.computeHash160()))
      signature = secrets[0].sign(legacy(transaction, spent.scriptPubKey.bytes, type))
      transaction.inputs[1].scriptSig = .satisfyingPublicKeyHash(signature, type: type, key: key)
      #expect(judge(transaction, spent) == "valid")
      // Another type hashes to something else.
      transaction.inputs[1].scriptSig = .satisfyingPublicKeyHash(
        signature, type: SighashType(rawValue: type.rawValue ^ 0x10), key: key)
      #expect(judge(transaction, spent) == "EVAL_FALSE in the scriptPubKey")
    }
  }

  @Test("a signature holds exactly what its type says")
  func commitment() {
    let (transaction, spent) = unsigned(.payToPublicKeyHash(keys[0].computeHash160()))
    let changes: [(String, (inout Transaction) -> Void, Set<SighashType>)] = [
      ("own output", { $0.outputs[1].value = Satoshi(1) }, [.none, .none.anyoneCanPay]),
      (
        "other output", { $0.outputs[0].value = Satoshi(1) },
        [.none, .none.anyoneCanPay, .single, .single.anyoneCanPay]
      ),
      (
        "other sequence", { $0.inputs[0].sequence = 7 },
        [.none, .single, .all.anyoneCanPay, .none.anyoneCanPay, .single.anyoneCanPay]
      ),
      (
        "other prevout", { $0.inputs[0].prevout = OutPoint(txid: Txid(.zero), vout: 0) },
        [.all.anyoneCanPay, .none.anyoneCanPay, .single.anyoneCanPay]
      ),
      ("own sequence", { $0.inputs[1].sequence = 7 }, []),
      ("lock time", { $0.lockTime = 7 }, []), ("version", { $0.version = 7 }, []),
    ]
    for type in SpendVerifierTests.types.prefix(6) {
      var signed = transaction
      let signature = secrets[0].sign(legacy(signed, spent.scriptPubKey.bytes, type))
      signed.inputs[1].scriptSig = .satisfyingPublicKeyHash(signature, type: type, key: keys[0])
      for (name, change, free) in changes {
        var changed = signed
        change(&changed)
        let isValid = judge(changed, spent) == "valid"
        #expect(isValid == free.contains(type), "\(name), type \(type.rawValue)")
      }
    }
  }

  @Test("multisig, bare and in P2SH, takes signatures in the order of their keys")
  func multisig() {
    let script = ScriptPubKey.multisig(2, keys)
    let redeemScript = RedeemScript(script.bytes)
    for isWrapped in [false, true] {
      let (transaction, spent) = unsigned(isWrapped ? .payToScriptHash(of: redeemScript) : script)
      let role = isWrapped ? "redeemScript" : "scriptPubKey"
      let signatures = secrets.map { $0.sign(legacy(transaction, script.bytes)) }
      func judge(_ chosen: [Int], _ flags: ScriptFlags = .consensus) -> String {
        var signed = transaction
        let inner = ScriptSig.satisfyingMultisig(chosen.map { signatures[$0] })
        signed.inputs[1].scriptSig =
          isWrapped ? .satisfyingScriptHash(of: redeemScript, with: inner) : inner
        return self.judge(signed, spent, flags)
      }
      for good in [[0, 1], [0, 2], [1, 2]] { #expect(judge(good) == "valid") }
      for bad in [[1, 0], [2, 0], [2, 1], [0, 0], [2, 2]] {
        #expect(judge(bad) == "EVAL_FALSE in the \(role)")
        #expect(judge(bad, .standard) == "NULLFAIL at OP_CHECKMULTISIG, byte 104 of the \(role)")
      }
      #expect(
        judge([0]) == "INVALID_STACK_OPERATION at OP_CHECKMULTISIG, byte 104 of the \(role)")
      // The first signature is taken for the item too many.
      #expect(judge([0, 1, 2]) == "SIG_NULLDUMMY at OP_CHECKMULTISIG, byte 104 of the \(role)")
      #expect(judge([0, 1, 2], [.p2sh]) == "valid")
    }
  }

  @Test("P2WPKH, plain and in P2SH", arguments: types)
  func witnessKeyHash(_ type: SighashType) {
    let hash = keys[1].computeHash160()
    let program = ScriptPubKey.payToWitnessKeyHash(hash)
    let redeemScript = RedeemScript(program.bytes)
    for isNested in [false, true] {
      var (transaction, spent) = unsigned(isNested ? .payToScriptHash(of: redeemScript) : program)
      let digest = transaction.segwitV0Sighash(
        input: 1, scriptCode: ScriptPubKey.payToPublicKeyHash(hash).bytes, value: spent.value,
        type: type)
      let signature = secrets[1].sign(digest)
      transaction.inputs[1].witness = .satisfyingKeyHash(signature, type: type, key: keys[1])
      if isNested {
        transaction.inputs[1].scriptSig = .satisfyingScriptHash(of: redeemScript, with: ScriptSig())
      }
      #expect(judge(transaction, spent) == "valid")

      // BIP-0143 signs the value too.
      var poorer = spent
      poorer.value = Satoshi(4_999)
      #expect(judge(transaction, poorer) == "EVAL_FALSE in the witnessScript")

      var changed = transaction
      changed.inputs[1].scriptSig = ScriptSig([0] + transaction.inputs[1].scriptSig.bytes)
      #expect(
        judge(changed, spent)
          == "WITNESS_MALLEATED\(isNested ? "_P2SH" : "") in the scriptSig")
      changed = transaction
      changed.inputs[1].witness.stack.append([])
      #expect(judge(changed, spent) == "WITNESS_PROGRAM_MISMATCH in the witness")
      changed = transaction
      changed.inputs[1].witness.stack[1] = keys[0].bytes
      #expect(
        judge(changed, spent) == "EQUALVERIFY at OP_EQUALVERIFY, byte 23 of the witnessScript")
      changed.inputs[1].witness.stack[1] = [UInt8](repeating: 2, count: 521)
      #expect(judge(changed, spent) == "PUSH_SIZE in the witness")
    }
  }

  @Test("P2WSH signs the part after the last OP_CODESEPARATOR that ran")
  func witnessScriptHash() {
    let tail = [UInt8](ScriptPubKey.payToPublicKey(keys[0]).bytes)
    let script = WitnessScript(
      [Opcode.push1, Opcode.if, Opcode.codeSeparator, Opcode.else, Opcode.codeSeparator]
        + [Opcode.endIf] + tail)
    var (transaction, spent) = unsigned(.payToWitnessScriptHash(of: script))
    let sign = { (code: [UInt8]) in
      secrets[0].sign(
        transaction.segwitV0Sighash(input: 1, scriptCode: code, value: spent.value, type: .all)
      ).encoded(type: .all)
    }
    let right = sign([UInt8](script.bytes[3...]))
    let wrong = sign([UInt8](script.bytes[5...]))
    transaction.inputs[1].witness = Witness([right, script.bytes])
    #expect(judge(transaction, spent, .standard) == "valid")
    transaction.inputs[1].witness = Witness([wrong, script.bytes])
    #expect(judge(transaction, spent) == "EVAL_FALSE in the witnessScript")
    transaction.inputs[1].witness = Witness([right, right, script.bytes])
    #expect(judge(transaction, spent) == "CLEANSTACK in the witnessScript")
    transaction.inputs[1].witness = Witness([right, script.bytes + [0]])
    #expect(judge(transaction, spent) == "WITNESS_PROGRAM_MISMATCH in the witness")
    transaction.inputs[1].witness = Witness()
    #expect(judge(transaction, spent) == "WITNESS_PROGRAM_WITNESS_EMPTY in the witness")
  }

  @Test("each refusal has its reason and its place")
  func reasons() throws {
    var (transaction, spent) = unsigned(.payToPublicKeyHash(keys[0].computeHash160()))
    let signature = secrets[0].sign(legacy(transaction, spent.scriptPubKey.bytes))
    let encoded = signature.encoded(type: .all)
    func judge(_ items: [[UInt8]], _ flags: ScriptFlags = .consensus) -> String {
      var signed = transaction
      signed.inputs[1].scriptSig = .pushes(items)
      return self.judge(signed, spent, flags)
    }
    #expect(judge([encoded, keys[0].bytes], .standard) == "valid")
    #expect(
      judge([encoded, keys[1].bytes])
        == "EQUALVERIFY at OP_EQUALVERIFY, byte 23 of the scriptPubKey")
    #expect(judge([[], keys[0].bytes]) == "EVAL_FALSE in the scriptPubKey")
    #expect(
      judge([keys[0].bytes])
        == "INVALID_STACK_OPERATION at OP_CHECKSIG, byte 24 of the scriptPubKey")
    #expect(judge([]) == "INVALID_STACK_OPERATION at OP_DUP, byte 0 of the scriptPubKey")
    #expect(
      judge([encoded + [1], keys[0].bytes]) == "SIG_DER at OP_CHECKSIG, byte 24 of the scriptPubKey"
    )
    #expect(judge([[], encoded, keys[0].bytes]) == "valid")
    #expect(judge([[], encoded, keys[0].bytes], .standard) == "CLEANSTACK in the scriptPubKey")
    #expect(
      judge([[UInt8](repeating: 0, count: 521), keys[0].bytes])
        == "PUSH_SIZE at OP_PUSHDATA2, byte 0 of the scriptSig")
    let high = try #require(ECDSASignature(der: KeyTests.negatingS(signature.der)))
    #expect(judge([high.encoded(type: .all), keys[0].bytes]) == "valid")
    #expect(
      judge([high.encoded(type: .all), keys[0].bytes], .standard)
        == "SIG_HIGH_S at OP_CHECKSIG, byte 24 of the scriptPubKey")

    transaction.inputs[1].scriptSig = .pushes([encoded, keys[0].bytes])
    transaction.inputs[1].witness = Witness([[]])
    #expect(self.judge(transaction, spent) == "WITNESS_UNEXPECTED in the witness")
    transaction.inputs[1].witness = Witness()
    transaction.inputs[1].scriptSig = ScriptSig(transaction.inputs[1].scriptSig.bytes + [0x61])
    #expect(self.judge(transaction, spent) == "valid")
    #expect(self.judge(transaction, spent, [.signaturePushOnly]) == "SIG_PUSHONLY in the scriptSig")

    spent.scriptPubKey = .payToScriptHash(of: RedeemScript([0x51]))
    transaction.inputs[1].scriptSig = .pushes([[0x52]])
    #expect(self.judge(transaction, spent) == "EVAL_FALSE in the scriptPubKey")
    transaction.inputs[1].scriptSig = .pushes([[0x51]])
    #expect(self.judge(transaction, spent) == "valid")
    transaction.inputs[1].scriptSig = ScriptSig([0x61, 0x01, 0x51])
    #expect(self.judge(transaction, spent) == "SIG_PUSHONLY in the scriptSig")
    transaction.inputs[1].scriptSig = ScriptSig([0x05, 0x51])
    #expect(
      self.judge(transaction, spent) == "BAD_OPCODE at OP_PUSHBYTES_5, byte 0 of the scriptSig")
  }

  @Test("one verifier judges all inputs, counts the checks, and turns to the next transaction")
  func manyInputs() throws {
    let scripts = [
      ScriptPubKey.payToPublicKeyHash(keys[0].computeHash160()), .payToPublicKey(keys[0]),
      .payToWitnessKeyHash(keys[0].computeHash160()),
    ]
    func make(_ count: Int, version: UInt32) -> (Transaction, [TxOut]) {
      let spent = (0..<count).map {
        TxOut(value: Satoshi(Int64($0)), scriptPubKey: scripts[$0 % 3])
      }
      var transaction = Transaction(
        version: version,
        inputs: (0..<count).map {
          TxIn(prevout: OutPoint(txid: Txid(.zero), vout: UInt32($0)), sequence: UInt32($0))
        }, outputs: [spent[0], spent[count - 1]])
      for index in 0..<count {
        let code = index % 3 == 2 ? scripts[0].bytes : scripts[index % 3].bytes
        let digest =
          index % 3 == 2
          ? transaction.segwitV0Sighash(
            input: index, scriptCode: code, value: spent[index].value, type: .all)
          : transaction.legacySighash(input: index, scriptCode: code, type: .all)
        let signature = secrets[0].sign(digest)
        switch index % 3 {
        case 0:
          transaction.inputs[index].scriptSig = .satisfyingPublicKeyHash(signature, key: keys[0])
        case 1: transaction.inputs[index].scriptSig = .satisfyingPublicKey(signature)
        default: transaction.inputs[index].witness = .satisfyingKeyHash(signature, key: keys[0])
        }
      }
      return (transaction, spent)
    }
    let (first, firstSpent) = make(7, version: 1)
    let (second, secondSpent) = make(4, version: 2)
    var verifier = SpendVerifier(first, spentOutputs: firstSpent)
    for index in [6, 0, 1, 2, 3, 4, 5, 5] {
      let verdict = verifier.verify(input: index)
      #expect(verdict == .valid, "input \(index)")
    }
    #expect(verifier.signatureChecks == 8)
    verifier.restart(second, spentOutputs: secondSpent, flags: .standard)
    for index in 0..<4 {
      let verdict = verifier.verify(input: index)
      #expect(verdict == .valid, "input \(index)")
    }
    #expect(verifier.signatureChecks == 12)
    #expect(verifier.flags == .standard)
    verifier.restart(second, spentOutputs: Array(secondSpent.reversed()))
    let verdict = verifier.verify(input: 1)
    #expect(verdict != .valid)
  }
}
