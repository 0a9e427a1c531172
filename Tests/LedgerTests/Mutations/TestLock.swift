import Bitcoin

/// A key pair that follows from a number.
struct TestKey: Sendable {
  let secret: SecretKey
  let publicKey: PublicKey

  init(_ number: UInt8) {
    guard let secret = SecretKey(bytes: [UInt8](repeating: 0, count: 31) + [number]) else {
      preconditionFailure("a small number is a secret key")
    }
    self.secret = secret
    publicKey = secret.makePublicKey(compressed: true)
  }

  /// A signature with its type byte.
  func sign(_ digest: Hash256, type: SighashType = .all) -> [UInt8] {
    secret.sign(digest).encoded(type: type)
  }
}

/// What satisfies an input.
struct Satisfaction: Sendable {
  var scriptSig = ScriptSig()
  var witness = Witness()
}

/// A scriptPubKey and how it is satisfied, rightly or wrongly.
struct TestLock: Sendable {
  typealias Satisfy =
    @Sendable (_ transaction: Transaction, _ input: Int, _ spent: [TxOut]) -> Satisfaction

  var script: ScriptPubKey
  var satisfy: Satisfy

  init(_ script: ScriptPubKey, satisfy: @escaping Satisfy) {
    self.script = script
    self.satisfy = satisfy
  }

  /// A bare script that some bytes satisfy, whatever the transaction.
  static func bare(_ script: [UInt8], _ scriptSig: [UInt8] = []) -> TestLock {
    TestLock(ScriptPubKey(script)) { _, _, _ in Satisfaction(scriptSig: ScriptSig(scriptSig)) }
  }

  /// The same script, satisfied otherwise.
  func satisfied(_ satisfy: @escaping Satisfy) -> TestLock { TestLock(script, satisfy: satisfy) }

  /// The same with what satisfies it bent.
  func bent(_ bend: @escaping @Sendable (inout Satisfaction) -> Void) -> TestLock {
    TestLock(script) { [satisfy] transaction, input, spent in
      var satisfaction = satisfy(transaction, input, spent)
      bend(&satisfaction)
      return satisfaction
    }
  }
}

// MARK: - Before segwit

extension TestLock {
  /// A bare script that a signature of `key` over it satisfies, pushed first, then `rest`.
  static func signed(
    _ script: [UInt8], by key: TestKey, rest: [[UInt8]] = [], type: SighashType = .all
  ) -> TestLock {
    TestLock(ScriptPubKey(script)) { transaction, input, _ in
      let digest = transaction.legacySighash(input: input, scriptCode: script, type: type)
      return Satisfaction(scriptSig: .pushes([key.sign(digest, type: type)] + rest))
    }
  }

  static func publicKey(_ key: TestKey) -> TestLock {
    .signed(ScriptPubKey.payToPublicKey(key.publicKey).bytes, by: key)
  }

  static func publicKeyHash(_ key: TestKey, type: SighashType = .all) -> TestLock {
    .signed(
      ScriptPubKey.payToPublicKeyHash(key.publicKey.computeHash160()).bytes, by: key,
      rest: [key.publicKey.bytes], type: type)
  }

  /// Bare multisig, signed by `keys` in this order, with `dummy` below.
  static func multisig(
    _ script: [UInt8], by keys: [TestKey], dummy: [UInt8] = []
  ) -> TestLock {
    TestLock(ScriptPubKey(script)) { transaction, input, _ in
      let digest = transaction.legacySighash(input: input, scriptCode: script, type: .all)
      return Satisfaction(scriptSig: .pushes([dummy] + keys.map { $0.sign(digest) }))
    }
  }

  /// P2SH of a redeem script that `inner` satisfies as if it stood bare.
  static func scriptHash(_ inner: TestLock) -> TestLock {
    let redeemScript = RedeemScript(inner.script.bytes)
    return TestLock(.payToScriptHash(of: redeemScript)) { transaction, input, spent in
      let satisfaction = inner.satisfy(transaction, input, spent)
      return Satisfaction(
        scriptSig: ScriptSig(
          satisfaction.scriptSig.bytes + ScriptSig.pushes([redeemScript.bytes]).bytes),
        witness: satisfaction.witness)
    }
  }
}

// MARK: - Segwit

extension TestLock {
  static func witnessKeyHash(_ key: TestKey, signer: TestKey? = nil) -> TestLock {
    let hash = key.publicKey.computeHash160()
    return TestLock(.payToWitnessKeyHash(hash)) { transaction, input, spent in
      let digest = transaction.segwitV0Sighash(
        input: input, scriptCode: ScriptPubKey.payToPublicKeyHash(hash).bytes,
        value: spent[input].value, type: .all)
      return Satisfaction(
        witness: Witness([(signer ?? key).sign(digest), key.publicKey.bytes]))
    }
  }

  /// A witness program within P2SH.
  static func nested(_ inner: TestLock) -> TestLock {
    TestLock(.payToScriptHash(of: RedeemScript(inner.script.bytes))) { transaction, input, spent in
      var satisfaction = inner.satisfy(transaction, input, spent)
      satisfaction.scriptSig = .pushes([inner.script.bytes])
      return satisfaction
    }
  }

  /// P2WSH whose items are `items`, and signatures of `keys` before them.
  static func witnessScript(
    _ script: [UInt8], _ items: [[UInt8]] = [], by keys: [TestKey] = []
  ) -> TestLock {
    TestLock(.payToWitnessScriptHash(of: WitnessScript(script))) { transaction, input, spent in
      let digest = transaction.segwitV0Sighash(
        input: input, scriptCode: script, value: spent[input].value, type: .all)
      return Satisfaction(
        witness: Witness(keys.map { $0.sign(digest) } + items + [script]))
    }
  }
}

// MARK: - Taproot

extension TestLock {
  /// The output of an internal key that may be spent by the key, or by one script.
  private static func taprootOutput(
    _ key: TestKey, leaf: Hash256?
  ) -> (script: ScriptPubKey, isOdd: Bool) {
    let internalKey = key.secret.xOnlyPublicKey
    let tweak = internalKey.computeTapTweak(merkleRoot: leaf)
    guard let output = internalKey.tweaked(by: tweak) else {
      preconditionFailure("a small key has a taproot output")
    }
    return (ScriptPubKey([0x51, 32] + output.key.bytes), output.isOdd)
  }

  /// P2TR, spent by the key.
  static func taprootKey(
    _ key: TestKey, type: SighashType = .taprootDefault, annex: [UInt8]? = nil
  ) -> TestLock {
    TestLock(taprootOutput(key, leaf: nil).script) { transaction, input, spent in
      guard
        let secret = key.secret.tweakedForTaproot(merkleRoot: nil),
        let digest = transaction.taprootSighash(
          input: input, spentOutputs: spent, type: type, annex: annex)
      else { preconditionFailure("a small key signs") }
      let signature = secret.signSchnorr(digest).bytes
      let typed = type == .taprootDefault ? signature : signature + [type.byte]
      return Satisfaction(witness: Witness([typed] + (annex.map { [$0] } ?? [])))
    }
  }

  /// P2TR, spent by its one script; `items` stand on the stack above the signatures of `keys`.
  static func taprootScript(
    _ script: [UInt8], _ items: [[UInt8]] = [], by keys: [TestKey] = [], version: UInt8 = 0xc0
  ) -> TestLock {
    let internalKey = TestKey(9)
    var writer = ByteWriter()
    writer.write(byte: version)
    writer.write(counted: script)
    let leaf = TaggedHash.tapLeaf.hash(writer.bytes)
    let output = taprootOutput(internalKey, leaf: leaf)
    let control = [version | (output.isOdd ? 1 : 0)] + internalKey.secret.xOnlyPublicKey.bytes
    return TestLock(output.script) { transaction, input, spent in
      guard
        let digest = transaction.taprootSighash(
          input: input, spentOutputs: spent, leafHash: leaf)
      else { preconditionFailure("the default type has a digest") }
      let signatures = keys.map { $0.secret.signSchnorr(digest).bytes }
      return Satisfaction(witness: Witness(signatures + items + [script, control]))
    }
  }
}
