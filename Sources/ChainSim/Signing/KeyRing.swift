import Bitcoin
import Files

/// The keys of a plan: each secret from the seed, its wallet's name and its place there, each public
/// key derived once.
///
/// Nothing of this is secret: whoever has scenario and seed has all keys.
struct KeyRing: Sendable {
  /// The seed.
  let seed: UInt64
  private let forms: [KeyForm]
  private let secrets: [SecretKey]
  private let publicKeys: [PublicKey]
  private let scripts: [ScriptPubKey]

  private struct Entry: Sendable {
    let secret: SecretKey
    let publicKey: PublicKey
    let script: ScriptPubKey
  }

  /// Derives all keys of a plan.
  init(_ plan: Plan, seed: UInt64, threads: Int) {
    let size = 64
    let count = plan.keyForm.count
    let chunks = Workers.map(count: (count + size - 1) / size, threads: threads) { chunk in
      (chunk * size..<min(count, (chunk + 1) * size)).map { index -> Entry in
        let wallet = plan.wallets[plan.keyWallet[index].position]
        let name = "\(wallet.ownerName)/\(wallet.name)/\(wallet.part)"
        let secret = KeyRing.makeSecret(
          seed: seed, wallet: name, place: Int(plan.keyPlace[index]))
        let form = plan.keyForm[index]
        let key = secret.makePublicKey(compressed: form.isCompressed)
        let script: ScriptPubKey =
          form == .bareUncompressed
          ? .payToPublicKey(key) : .payToPublicKeyHash(key.computeHash160())
        return Entry(secret: secret, publicKey: key, script: script)
      }
    }
    self.seed = seed
    forms = plan.keyForm
    secrets = chunks.flatMap { $0.map(\.secret) }
    publicKeys = chunks.flatMap { $0.map(\.publicKey) }
    scripts = chunks.flatMap { $0.map(\.script) }
  }

  /// The script of a key's outputs.
  func script(of key: KeyNumber) -> ScriptPubKey { scripts[key.position] }

  /// The public key.
  func publicKey(of key: KeyNumber) -> PublicKey { publicKeys[key.position] }

  /// The form of a key.
  func form(of key: KeyNumber) -> KeyForm { forms[key.position] }

  /// The secret key.
  func secret(of key: KeyNumber) -> SecretKey { secrets[key.position] }

  /// SHA-256 over seed, wallet, place and a counter, which moves on where the digest is no valid
  /// scalar (once in 2^128).
  static func makeSecret(seed: UInt64, wallet: String, place: Int) -> SecretKey {
    var counter = 0
    while true {
      let text = "coldtrace key \(seed) \(wallet) \(place) \(counter)"
      if let secret = SecretKey(bytes: Digest.sha256(Array(text.utf8))) { return secret }
      counter += 1
    }
  }
}
