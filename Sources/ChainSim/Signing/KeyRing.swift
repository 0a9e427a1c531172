import Bitcoin
import Files

/// The keys of a plan: each secret from the scenario's seed and the key's number, each public key
/// derived once.
///
/// Nothing of this is secret: whoever has scenario and seed has all keys.
struct KeyRing: Sendable {
  /// The seed.
  let seed: UInt64
  /// The forms of the keys.
  private let forms: [KeyForm]
  /// The public keys, by key number.
  private let publicKeys: [PublicKey]
  /// The scripts that the keys' outputs have.
  private let scripts: [ScriptPubKey]

  /// Derives all keys of a plan.
  init(_ plan: Plan, seed: UInt64, threads: Int) {
    self.seed = seed
    forms = plan.keyForm
    let forms = forms
    let size = 64
    let count = forms.count
    let chunks = Workers.map(count: (count + size - 1) / size, threads: threads) {
      chunk -> [(PublicKey, ScriptPubKey)] in
      (chunk * size..<min(count, (chunk + 1) * size)).map { index in
        let form = forms[index]
        let secret = KeyRing.makeSecret(seed: seed, key: index)
        let key = secret.makePublicKey(compressed: form.isCompressed)
        let script: ScriptPubKey =
          form == .bareUncompressed
          ? .payToPublicKey(key) : .payToPublicKeyHash(key.computeHash160())
        return (key, script)
      }
    }
    publicKeys = chunks.flatMap { $0.map(\.0) }
    scripts = chunks.flatMap { $0.map(\.1) }
  }

  /// The script of a key's outputs.
  func script(of key: KeyNumber) -> ScriptPubKey { scripts[key.position] }

  /// The public key.
  func publicKey(of key: KeyNumber) -> PublicKey { publicKeys[key.position] }

  /// The form of a key.
  func form(of key: KeyNumber) -> KeyForm { forms[key.position] }

  /// The secret key.
  func secret(of key: KeyNumber) -> SecretKey {
    KeyRing.makeSecret(seed: seed, key: key.position)
  }

  /// SHA-256 over seed, number and a counter, which moves on where the digest is no valid scalar
  /// (once in 2^128).
  static func makeSecret(seed: UInt64, key: Int, purpose: String = "key") -> SecretKey {
    var counter = 0
    while true {
      let digest = Digest.sha256(Array("coldtrace \(purpose) \(seed) \(key) \(counter)".utf8))
      if let secret = SecretKey(bytes: digest) { return secret }
      counter += 1
    }
  }
}
