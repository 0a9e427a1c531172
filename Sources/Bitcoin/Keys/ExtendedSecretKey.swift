/// A secret key with the chain code that its children are derived by (BIP-0032; Core: `CExtKey`).
///
/// It never shows in text unless `revealText` is called.
public struct ExtendedSecretKey: Sendable {
  /// The key.
  public let key: SecretKey
  /// The key that goes with it.
  public let publicKey: ExtendedPublicKey

  /// The key of these parts.
  private init(
    _ key: SecretKey, chainCode: Hash256, depth: UInt8 = 0, parent: KeyFingerprint = .none,
    childNumber: ChildNumber = ChildNumber(rawValue: 0)
  ) {
    self.key = key
    publicKey = ExtendedPublicKey(
      key.makePublicKey(compressed: true), chainCode: chainCode, depth: depth, parent: parent,
      childNumber: childNumber)
  }

  /// The master key of a seed of 16 to 64 bytes; nil for other lengths, and where the hash gives no
  /// key, which no one has ever met.
  public init?(seed: [UInt8]) {
    guard (16...64).contains(seed.count) else { return nil }
    let halves = ExtendedSecretKey.split(
      Digest.hmacSHA512(key: Array("Bitcoin seed".utf8), seed))
    guard let key = SecretKey(halves.left) else { return nil }
    self.init(key, chainCode: halves.right)
  }

  /// How many steps the master is away, 0 for a master.
  public var depth: UInt8 { publicKey.depth }

  /// Derives a child; nil below depth 255 and where the numbers give no key, which no one has ever
  /// met (BIP-0032: `CKDpriv`).
  public func child(_ number: ChildNumber) -> ExtendedSecretKey? {
    guard depth < UInt8.max else { return nil }
    let material = number.isHardened ? [0] + key.revealBytes() : publicKey.key.bytes
    let hash = ExtendedSecretKey.derive(publicKey.chainCode, material, number)
    guard let child = key.adding(hash.left) else { return nil }
    return ExtendedSecretKey(
      child, chainCode: hash.right, depth: depth + 1, parent: publicKey.computeFingerprint(),
      childNumber: number)
  }

  /// Derives the descendant at the end of a path; nil where a step has no key.
  public func descendant(_ path: DerivationPath) -> ExtendedSecretKey? {
    var key = self
    for step in path.steps {
      guard let child = key.child(step) else { return nil }
      key = child
    }
    return key
  }

  // MARK: - Hashing

  /// The number to add to the parent's key, and the child's chain code.
  static func derive(
    _ chainCode: Hash256, _ material: [UInt8], _ number: ChildNumber
  ) -> (left: Hash256, right: Hash256) {
    split(
      Digest.hmacSHA512(
        key: chainCode.bytes, material + KeyFingerprint(rawValue: number.rawValue).bytes))
  }

  private static func split(_ hash: [UInt8]) -> (left: Hash256, right: Hash256) {
    guard let left = Hash256(bytes: [UInt8](hash[..<32])),
      let right = Hash256(bytes: [UInt8](hash[32...]))
    else { preconditionFailure("HMAC-SHA512 gives 64 bytes") }
    return (left, right)
  }
}

// MARK: - Bytes and text

extension ExtendedSecretKey {
  /// Reads `xprv…` of mainnet or `tprv…` of any other network.
  ///
  /// - Throws: what `ExtendedKeyError` lists.
  public init(_ text: some StringProtocol, network: Network) throws(ExtendedKeyError) {
    let form = try ExtendedKeyForm(text: text, network, isSecret: true)
    guard form.key.first == 0, let key = SecretKey(bytes: [UInt8](form.key.dropFirst())) else {
      throw .invalidKey
    }
    self.init(
      key, chainCode: form.chainCode, depth: form.depth, parent: form.parent,
      childNumber: form.childNumber)
  }

  /// Writes `xprv…` on mainnet, `tprv…` on any other network. Whoever has it has the coins.
  public func revealText(network: Network) -> String {
    let form = ExtendedKeyForm(
      depth: depth, parent: publicKey.parent, childNumber: publicKey.childNumber,
      chainCode: publicKey.chainCode, key: [0] + key.revealBytes())
    return Base58.encodeChecked(form.bytes(network, isSecret: true))
  }
}

// MARK: - Never in text

extension ExtendedSecretKey: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// A placeholder.
  public var description: String { "ExtendedSecretKey(hidden)" }
  /// A placeholder.
  public var debugDescription: String { description }
  /// A mirror without children.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
