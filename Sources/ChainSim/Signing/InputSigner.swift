import Bitcoin

/// Signs the inputs of one transaction, each as its spent output's form asks for.
///
/// What inputs share in their sighashes is hashed once. RFC 6979 nonces and low S, so the bytes do
/// not depend on the order; R is ground only for wallets that do so.
struct InputSigner: ~Copyable {
  /// The transaction; all is in place but scriptSigs and witnesses.
  private(set) var transaction: Transaction
  private let keys: KeyRing
  private let spentOutputs: [TxOut]
  private var segwitCache: SegwitSighashCache?
  private var taprootCache: TaprootSighashCache?

  /// A signer of a transaction without signatures, which spends `spentOutputs`.
  init(_ transaction: Transaction, spentOutputs: [TxOut], keys: KeyRing) {
    self.transaction = transaction
    self.spentOutputs = spentOutputs
    self.keys = keys
    segwitCache = nil
    taprootCache = nil
  }

  /// Signs the input at place `index`, which spends an output of `key`.
  ///
  /// - Parameters:
  ///   - signers: the places of the address's keys that sign, rising.
  ///   - grindLowR: whether the wallet tries nonces until R is low.
  ///   - tools: the thread's; its legacy template is this transaction or none.
  mutating func sign(
    _ index: Int, _ key: KeyNumber, signers: [Int], grindLowR: Bool, using tools: inout SigningTools
  ) {
    let form = keys.form(of: key)
    switch form.script {
    case .publicKey, .publicKeyHash:
      let digest = hashLegacy(index, spentOutputs[index].scriptPubKey.bytes, using: &tools)
      var writer = ByteWriter(capacity: 140)
      keys.write(scriptSigOf: key, signing: digest, grindLowR: grindLowR, into: &writer)
      transaction.inputs[index].scriptSig = ScriptSig(writer.bytes)
    case .witnessKeyHash, .nestedWitnessKeyHash:
      let publicKey = keys.publicKey(of: key)
      let hash = publicKey.computeHash160()
      // BIP-0143: the script code of a key hash is that of P2PKH.
      let code = ScriptPubKey.payToPublicKeyHash(hash).bytes
      let digest = hashSegwit(index, code, using: &tools)
      let signature = keys.secret(of: key).sign(digest, grindLowR: grindLowR)
      transaction.inputs[index].witness = .satisfyingKeyHash(signature, key: publicKey)
      guard form.script == .nestedWitnessKeyHash else { return }
      transaction.inputs[index].scriptSig = .pushes([
        ScriptPubKey.payToWitnessKeyHash(hash).bytes
      ])
    case .scriptHashMultisig, .witnessScriptHash, .taprootKey, .taprootScript:
      sign(
        index, keys.material(of: key), signers: signers, grindLowR: grindLowR, using: &tools)
    }
  }

  /// Signs an input whose opening must be made first.
  private mutating func sign(
    _ index: Int, _ material: KeyMaterial, signers: [Int], grindLowR: Bool,
    using tools: inout SigningTools
  ) {
    switch material.opening {
    case .nothing: return
    case .redeemScript(let script):
      let digest = hashLegacy(index, script.bytes, using: &tools)
      let signatures = signers.map {
        material.keys[$0].secret.sign(digest, grindLowR: grindLowR)
      }
      transaction.inputs[index].scriptSig = .satisfyingScriptHash(
        of: script, with: .satisfyingMultisig(signatures))
    case .witnessScript(let script):
      let digest = hashSegwit(index, script.bytes, using: &tools)
      let signatures = signers.map {
        material.keys[$0].secret.sign(digest, grindLowR: grindLowR)
      }
      // The empty item is what OP_CHECKMULTISIG takes too many (BIP-0147).
      transaction.inputs[index].witness = Witness(
        [[]] + signatures.map { $0.encoded(type: .all) } + [script.bytes])
    case .outputSecret(let secret):
      guard let digest = hashTaproot(index, leaf: nil) else { return }
      transaction.inputs[index].witness = .satisfyingTaprootKey(secret.signSchnorr(digest))
    case .leaf(let leaf, let block):
      guard let digest = hashTaproot(index, leaf: leaf) else { return }
      // The first key takes what is on top, so the last one's signature comes first; a key that does
      // not sign takes an empty item (BIP-0342).
      let items = material.keys.indices.reversed().map { place in
        signers.contains(place) ? material.keys[place].secret.signSchnorr(digest).bytes : []
      }
      transaction.inputs[index].witness = .satisfyingTaprootScript(leaf, block, with: items)
    }
  }

  // The sighash leaves the other inputs' scripts out, so they can be filled in as they come.
  private mutating func hashLegacy(
    _ index: Int, _ code: [UInt8], using tools: inout SigningTools
  ) -> Hash256 {
    if tools.template.isEmpty { tools.template.fill(transaction) }
    return tools.template.hash(
      input: index, scriptCode: code.span, type: .all, using: &tools.scratch)
  }

  private mutating func hashSegwit(
    _ index: Int, _ code: [UInt8], using tools: inout SigningTools
  ) -> Hash256 {
    let cache = segwitCache ?? SegwitSighashCache(transaction, using: &tools.scratch)
    segwitCache = cache
    return transaction.segwitV0Sighash(
      input: index, scriptCode: code.span, value: spentOutputs[index].value, type: .all,
      cache: cache, using: &tools.scratch)
  }

  private mutating func hashTaproot(_ index: Int, leaf: TapLeaf?) -> Hash256? {
    let cache = taprootCache ?? TaprootSighashCache(transaction, spentOutputs: spentOutputs)
    taprootCache = cache
    return transaction.taprootSighash(
      input: index, spentOutputs: spentOutputs, leafHash: leaf?.leafHash, cache: cache)
  }
}
