import Bitcoin
import Files

/// The keys of a plan: each secret from the seed, its wallet's name and its place there, each public
/// key derived once.
///
/// Nothing of this is secret: whoever has scenario and seed has all keys.
struct KeyRing: Sendable {
  /// The seed.
  let seed: UInt64
  private let materials: [KeyMaterial]

  /// Derives all keys of a plan.
  init(_ plan: Plan, seed: UInt64, threads: Int) {
    let size = 64
    let count = plan.keyForm.count
    let chunks = Workers.map(count: (count + size - 1) / size, threads: threads) { chunk in
      (chunk * size..<min(count, (chunk + 1) * size)).map { index -> KeyMaterial in
        let wallet = plan.wallets[plan.keyWallet[index].position]
        let name = "\(wallet.ownerName)/\(wallet.name)/\(wallet.part)"
        let form = plan.keyForm[index]
        let secrets = (0..<Int(form.count)).map { cosigner in
          KeyRing.makeSecret(
            seed: seed, wallet: cosigner == 0 ? name : "\(name)/cosigner \(cosigner + 1)",
            place: Int(plan.keyPlace[index]))
        }
        return KeyMaterial(form, secrets: secrets)
      }
    }
    self.seed = seed
    materials = chunks.flatMap { $0 }
  }

  /// All about a key's address.
  func material(of key: KeyNumber) -> KeyMaterial { materials[key.position] }

  /// The script of a key's outputs.
  func script(of key: KeyNumber) -> ScriptPubKey { materials[key.position].scriptPubKey }

  /// The form of a key.
  func form(of key: KeyNumber) -> KeyForm { materials[key.position].form }

  /// The secret key; of several the first.
  func secret(of key: KeyNumber) -> SecretKey { materials[key.position].keys[0].secret }

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
