import Bitcoin

/// Everything about one address: its keys, its script, and what it takes to spend it.
///
/// Made when it is needed: what is kept of a key is its point and the hash in its script (`KeyRing`).
struct KeyMaterial: Sendable {
  /// How the address is written.
  let form: KeyForm
  /// Its keys in the order of the script; one but for multisig.
  let keys: [KeyPair]
  /// The script of its outputs.
  let scriptPubKey: ScriptPubKey
  /// What it takes to spend them beside the keys.
  let opening: Opening

  /// A secret key and its public key.
  struct KeyPair: Sendable {
    /// The secret key.
    let secret: SecretKey
    /// The public key, as the address's form writes it.
    let publicKey: PublicKey
  }

  /// What it takes to spend an output beside the keys.
  enum Opening: Sendable {
    /// Nothing more.
    case nothing
    /// The script that P2SH names by its hash.
    case redeemScript(RedeemScript)
    /// The script that P2WSH names by its hash.
    case witnessScript(WitnessScript)
    /// The secret of a taproot output key.
    case outputSecret(SecretKey)
    /// A script of a taproot output's tree, and where it stands there.
    case leaf(TapLeaf, ControlBlock)
  }

  /// The material of an address.
  ///
  /// - Precondition: there are as many keys as the form has.
  init(_ form: KeyForm, keys: [KeyPair]) {
    precondition(keys.count == Int(form.count), "an address has as many keys as its form")
    self.form = form
    self.keys = keys
    let first = keys[0].publicKey
    switch form.script {
    case .publicKey:
      scriptPubKey = .payToPublicKey(first)
      opening = .nothing
    case .publicKeyHash:
      scriptPubKey =
        form.isBurnt ? .burnt : .payToPublicKeyHash(first.computeHash160())
      opening = .nothing
    case .scriptHashMultisig:
      let script = RedeemScript(KeyMaterial.multisig(form, keys))
      scriptPubKey = .payToScriptHash(of: script)
      opening = .redeemScript(script)
    case .witnessKeyHash:
      scriptPubKey = .payToWitnessKeyHash(first.computeHash160())
      opening = .nothing
    case .nestedWitnessKeyHash:
      let script = RedeemScript(ScriptPubKey.payToWitnessKeyHash(first.computeHash160()).bytes)
      scriptPubKey = .payToScriptHash(of: script)
      opening = .redeemScript(script)
    case .witnessScriptHash:
      let script = WitnessScript(KeyMaterial.multisig(form, keys))
      scriptPubKey = .payToWitnessScriptHash(of: script)
      opening = .witnessScript(script)
    case .taprootKey:
      let output = KeyMaterial.taproot(first.xOnly, nil)
      guard let secret = keys[0].secret.tweakedForTaproot(merkleRoot: nil) else {
        preconditionFailure("no tweak of a key is known that gives no key")
      }
      scriptPubKey = output.scriptPubKey
      opening = .outputSecret(secret)
    case .taprootScript:
      let leaf = TapscriptLeaves.spending(form.required, keys.map(\.publicKey.xOnly))
      let other = TapscriptLeaves.recovery(first.xOnly)
      let output = KeyMaterial.taproot(
        TapscriptLeaves.unspendableKey, .branch(TaprootTree(leaf), TaprootTree(other)))
      guard let block = output.controlBlock(for: leaf) else {
        preconditionFailure("a leaf is in its own tree")
      }
      scriptPubKey = output.scriptPubKey
      opening = .leaf(leaf, block)
    }
  }

  private static func multisig(_ form: KeyForm, _ keys: [KeyPair]) -> [UInt8] {
    ScriptPubKey.multisig(Int(form.required), keys.map(\.publicKey)).bytes
  }

  private static func taproot(_ key: XOnlyPublicKey, _ tree: TaprootTree?) -> TaprootOutput {
    guard let output = TaprootOutput(internalKey: key, tree: tree) else {
      preconditionFailure("no tweak of a key is known that gives no key")
    }
    return output
  }
}

extension KeyForm {
  /// The places of the keys that sign an input, rising: the cosigners take turns from output to
  /// output.
  func signers(of output: OutputNumber) -> [Int] {
    let start = output.position % Int(count)
    return (start..<start + Int(required)).map { $0 % Int(count) }.sorted()
  }
}

extension ScriptPubKey {
  /// OP_DUP OP_HASH160 OP_0 OP_EQUALVERIFY OP_CHECKSIG, which no hash satisfies: an empty push is no
  /// HASH160.
  static let burnt = ScriptPubKey([0x76, 0xa9, 0x00, 0x88, 0xac])
}
