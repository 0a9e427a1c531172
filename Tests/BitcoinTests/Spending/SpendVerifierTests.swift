import Testing

@testable import Bitcoin

@Suite("FormVerifier")
struct FormVerifierTests {
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
      #expect(FormVerifier.verify(transaction, input: 1, spentOutput: spent) == .valid)

      (transaction, spent) = unsigned(.payToPublicKeyHash(key.computeHash160()))
      signature = secrets[0].sign(legacy(transaction, spent.scriptPubKey.bytes, type))
      transaction.inputs[1].scriptSig = .satisfyingPublicKeyHash(signature, type: type, key: key)
      #expect(FormVerifier.verify(transaction, input: 1, spentOutput: spent) == .valid)
      // Another type hashes to something else.
      transaction.inputs[1].scriptSig = .satisfyingPublicKeyHash(
        signature, type: SighashType(rawValue: type.rawValue ^ 0x10), key: key)
      #expect(
        FormVerifier.verify(transaction, input: 1, spentOutput: spent) == .invalid(.wrongSignature)
      )
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
    for type in FormVerifierTests.types.prefix(6) {
      var signed = transaction
      let signature = secrets[0].sign(legacy(signed, spent.scriptPubKey.bytes, type))
      signed.inputs[1].scriptSig = .satisfyingPublicKeyHash(signature, type: type, key: keys[0])
      for (name, change, free) in changes {
        var changed = signed
        change(&changed)
        let verdict = FormVerifier.verify(changed, input: 1, spentOutput: spent)
        #expect((verdict == .valid) == free.contains(type), "\(name), type \(type.rawValue)")
      }
    }
  }

  @Test("multisig, bare and in P2SH, takes signatures in the order of their keys")
  func multisig() {
    let script = ScriptPubKey.multisig(2, keys)
    let redeemScript = RedeemScript(script.bytes)
    for isWrapped in [false, true] {
      let (transaction, spent) = unsigned(isWrapped ? .payToScriptHash(of: redeemScript) : script)
      let signatures = secrets.map { $0.sign(legacy(transaction, script.bytes)) }
      func verdict(_ chosen: [Int]) -> FormVerdict {
        var signed = transaction
        let inner = ScriptSig.satisfyingMultisig(chosen.map { signatures[$0] })
        signed.inputs[1].scriptSig =
          isWrapped ? .satisfyingScriptHash(of: redeemScript, with: inner) : inner
        return FormVerifier.verify(signed, input: 1, spentOutput: spent)
      }
      for good in [[0, 1], [0, 2], [1, 2]] { #expect(verdict(good) == .valid) }
      for bad in [[1, 0], [2, 0], [2, 1], [0, 0], [2, 2]] {
        #expect(verdict(bad) == .invalid(.wrongSignature))
      }
      #expect(verdict([0]) == .invalid(.missingItems(needed: 3, found: 2)))
      #expect(verdict([0, 1, 2]) == .unsupported(isWrapped ? .scriptHash : .multisig))
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
      #expect(FormVerifier.verify(transaction, input: 1, spentOutput: spent) == .valid)

      // BIP-0143 signs the value too.
      var poorer = spent
      poorer.value = Satoshi(4_999)
      #expect(
        FormVerifier.verify(transaction, input: 1, spentOutput: poorer)
          == .invalid(.wrongSignature))

      var changed = transaction
      changed.inputs[1].scriptSig = ScriptSig([0] + transaction.inputs[1].scriptSig.bytes)
      #expect(
        FormVerifier.verify(changed, input: 1, spentOutput: spent) == .invalid(.malleatedScriptSig)
      )
      changed = transaction
      changed.inputs[1].witness.stack.append([])
      #expect(
        FormVerifier.verify(changed, input: 1, spentOutput: spent)
          == .invalid(.wrongWitnessSize(found: 3)))
      changed = transaction
      changed.inputs[1].witness.stack[1] = keys[0].bytes
      #expect(
        FormVerifier.verify(changed, input: 1, spentOutput: spent) == .invalid(.hashMismatch))
      changed.inputs[1].witness.stack[1] = [UInt8](repeating: 2, count: 521)
      #expect(
        FormVerifier.verify(changed, input: 1, spentOutput: spent)
          == .invalid(.oversizedItem(count: 521)))
    }
  }

  @Test("each refusal has its reason")
  func reasons() throws {
    var (transaction, spent) = unsigned(.payToPublicKeyHash(keys[0].computeHash160()))
    let signature = secrets[0].sign(legacy(transaction, spent.scriptPubKey.bytes))
    let encoded = signature.encoded(type: .all)
    func verdict(_ items: [[UInt8]]) -> FormVerdict {
      var signed = transaction
      signed.inputs[1].scriptSig = .pushes(items)
      return FormVerifier.verify(signed, input: 1, spentOutput: spent)
    }
    #expect(verdict([encoded, keys[0].bytes]) == .valid)
    #expect(verdict([encoded, keys[1].bytes]) == .invalid(.hashMismatch))
    #expect(verdict([[], keys[0].bytes]) == .invalid(.wrongSignature))
    #expect(verdict([keys[0].bytes]) == .invalid(.missingItems(needed: 2, found: 1)))
    #expect(verdict([]) == .invalid(.missingItems(needed: 2, found: 0)))
    #expect(verdict([encoded + [1], keys[0].bytes]) == .invalid(.malformedSignature))
    #expect(verdict([[], encoded, keys[0].bytes]) == .unsupported(.publicKeyHash))
    #expect(
      verdict([[UInt8](repeating: 0, count: 521), keys[0].bytes])
        == .invalid(.oversizedItem(count: 521)))
    let high = try #require(ECDSASignature(der: KeyTests.negatingS(signature.der)))
    #expect(verdict([high.encoded(type: .all), keys[0].bytes]) == .valid)

    transaction.inputs[1].scriptSig = .pushes([encoded, keys[0].bytes])
    transaction.inputs[1].witness = Witness([[]])
    #expect(
      FormVerifier.verify(transaction, input: 1, spentOutput: spent)
        == .invalid(.unexpectedWitness))
    transaction.inputs[1].witness = Witness()
    transaction.inputs[1].scriptSig = ScriptSig(transaction.inputs[1].scriptSig.bytes + [0x61])
    #expect(
      FormVerifier.verify(transaction, input: 1, spentOutput: spent)
        == .unsupported(.publicKeyHash))

    spent.scriptPubKey = .payToScriptHash(of: RedeemScript([0x51]))
    transaction.inputs[1].scriptSig = .pushes([[0x52]])
    #expect(
      FormVerifier.verify(transaction, input: 1, spentOutput: spent) == .invalid(.hashMismatch))
    transaction.inputs[1].scriptSig = .pushes([[0x51]])
    #expect(
      FormVerifier.verify(transaction, input: 1, spentOutput: spent) == .unsupported(.scriptHash))
    #expect(
      FormFailure.missingItems(needed: 2, found: 1).description == "items pushed: 1, needed: 2")
  }
}
