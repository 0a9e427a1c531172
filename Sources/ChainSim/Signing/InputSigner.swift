import Bitcoin

/// Signs the inputs of one transaction, each as its spent output's form asks for.
///
/// What inputs share in their sighashes is hashed once. RFC 6979 nonces and low S, so the bytes do
/// not depend on the order; no low R, which no wallet of the time ground.
struct InputSigner: ~Copyable {
  /// The transaction; all is in place but scriptSigs and witnesses.
  private(set) var transaction: Transaction
  private var scratch = SighashScratch()
  private let spentOutputs: [TxOut]
  private var segwitCache: SegwitSighashCache?
  private var taprootCache: TaprootSighashCache?

  /// A signer of a transaction without signatures, which spends `spentOutputs`.
  init(_ transaction: Transaction, spentOutputs: [TxOut]) {
    self.transaction = transaction
    self.spentOutputs = spentOutputs
    segwitCache = nil
    taprootCache = nil
  }

  /// Signs the input at place `index`, which spends an output of an address.
  ///
  /// - Parameter signers: the places of the address's keys that sign, rising.
  mutating func sign(_ index: Int, _ material: KeyMaterial, signers: [Int]) {
    let first = material.keys[0].publicKey
    switch material.form.script {
    case .publicKey:
      let signature = signLegacy(index, material, signers, material.scriptPubKey.bytes)[0]
      transaction.inputs[index].scriptSig = .satisfyingPublicKey(signature)
    case .publicKeyHash:
      let signature = signLegacy(index, material, signers, material.scriptPubKey.bytes)[0]
      transaction.inputs[index].scriptSig = .satisfyingPublicKeyHash(signature, key: first)
    case .scriptHashMultisig:
      guard case .redeemScript(let script) = material.opening else { return }
      let signatures = signLegacy(index, material, signers, script.bytes)
      transaction.inputs[index].scriptSig = .satisfyingScriptHash(
        of: script, with: .satisfyingMultisig(signatures))
    case .witnessKeyHash, .nestedWitnessKeyHash:
      // BIP-0143: the script code of a key hash is that of P2PKH.
      let code = ScriptPubKey.payToPublicKeyHash(first.computeHash160()).bytes
      let signature = signSegwit(index, material, signers, code)[0]
      transaction.inputs[index].witness = .satisfyingKeyHash(signature, key: first)
      guard case .redeemScript(let script) = material.opening else { return }
      transaction.inputs[index].scriptSig = .pushes([script.bytes])
    case .witnessScriptHash:
      guard case .witnessScript(let script) = material.opening else { return }
      let signatures = signSegwit(index, material, signers, script.bytes)
      // The empty item is what OP_CHECKMULTISIG takes too many (BIP-0147).
      transaction.inputs[index].witness = Witness(
        [[]] + signatures.map { $0.encoded(type: .all) } + [script.bytes])
    case .taprootKey:
      guard case .outputSecret(let secret) = material.opening,
        let digest = hashTaproot(index, leaf: nil)
      else { return }
      transaction.inputs[index].witness = .satisfyingTaprootKey(secret.signSchnorr(digest))
    case .taprootScript:
      guard case .leaf(let leaf, let block) = material.opening,
        let digest = hashTaproot(index, leaf: leaf)
      else { return }
      // The first key takes what is on top, so the last one's signature comes first; a key that does
      // not sign takes an empty item (BIP-0342).
      let items = material.keys.indices.reversed().map { place in
        signers.contains(place) ? material.keys[place].secret.signSchnorr(digest).bytes : []
      }
      transaction.inputs[index].witness = .satisfyingTaprootScript(leaf, block, with: items)
    }
  }

  // The sighash leaves the other inputs' scripts out, so they can be filled in as they come.
  private mutating func signLegacy(
    _ index: Int, _ material: KeyMaterial, _ signers: [Int], _ code: [UInt8]
  ) -> [ECDSASignature] {
    let digest = transaction.legacySighash(
      input: index, scriptCode: code, type: .all, using: &scratch)
    return signers.map { material.keys[$0].secret.sign(digest) }
  }

  private mutating func signSegwit(
    _ index: Int, _ material: KeyMaterial, _ signers: [Int], _ code: [UInt8]
  ) -> [ECDSASignature] {
    let cache = segwitCache ?? SegwitSighashCache(transaction)
    segwitCache = cache
    let digest = transaction.segwitV0Sighash(
      input: index, scriptCode: code, value: spentOutputs[index].value, type: .all, cache: cache)
    return signers.map { material.keys[$0].secret.sign(digest) }
  }

  private mutating func hashTaproot(_ index: Int, leaf: TapLeaf?) -> Hash256? {
    let cache = taprootCache ?? TaprootSighashCache(transaction, spentOutputs: spentOutputs)
    taprootCache = cache
    return transaction.taprootSighash(
      input: index, spentOutputs: spentOutputs, leafHash: leaf?.leafHash, cache: cache)
  }
}
