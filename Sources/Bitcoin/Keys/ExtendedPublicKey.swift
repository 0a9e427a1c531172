/// A public key with the chain code that its children are derived by (BIP-0032; Core:
/// `CExtPubKey`).
public struct ExtendedPublicKey: Hashable, Sendable {
  /// The key, always compressed.
  public let key: PublicKey
  /// What is hashed with the key for each child.
  public let chainCode: Hash256
  /// How many steps the master is away, 0 for a master.
  public let depth: UInt8
  /// The fingerprint of the parent; `none` for a master.
  public let parent: KeyFingerprint
  /// Which child of its parent this is; 0 for a master.
  public let childNumber: ChildNumber

  /// The key of these parts, in compressed form.
  init(
    _ key: PublicKey, chainCode: Hash256, depth: UInt8, parent: KeyFingerprint,
    childNumber: ChildNumber
  ) {
    self.key = key.converted(compressed: true)
    self.chainCode = chainCode
    self.depth = depth
    self.parent = parent
    self.childNumber = childNumber
  }

  /// The fingerprint of this key.
  public func computeFingerprint() -> KeyFingerprint { KeyFingerprint(key) }

  /// Derives a child; nil for a hardened one, below depth 255, and where the numbers give no key,
  /// which no one has ever met (BIP-0032: `CKDpub`).
  public func child(_ number: ChildNumber) -> ExtendedPublicKey? {
    guard !number.isHardened, depth < UInt8.max else { return nil }
    let hash = ExtendedSecretKey.derive(chainCode, key.bytes, number)
    guard let key = key.adding(hash.left) else { return nil }
    return ExtendedPublicKey(
      key, chainCode: hash.right, depth: depth + 1, parent: computeFingerprint(),
      childNumber: number)
  }

  /// Derives the descendant at the end of a path; nil where a step is hardened or has no key.
  public func descendant(_ path: DerivationPath) -> ExtendedPublicKey? {
    var key = self
    for step in path.steps {
      guard let child = key.child(step) else { return nil }
      key = child
    }
    return key
  }
}

// MARK: - Bytes and text

extension ExtendedPublicKey {
  /// Reads `xpub…` of mainnet or `tpub…` of any other network.
  ///
  /// - Throws: what `ExtendedKeyError` lists.
  public init(_ text: some StringProtocol, network: Network) throws(ExtendedKeyError) {
    try self.init(ExtendedKeyForm(text: text, network, isSecret: false))
  }

  /// Reads the 78 bytes that the text stands for.
  ///
  /// - Throws: what `ExtendedKeyError` lists.
  public init(serialized bytes: [UInt8], network: Network) throws(ExtendedKeyError) {
    try self.init(ExtendedKeyForm(bytes: bytes, network, isSecret: false))
  }

  private init(_ form: ExtendedKeyForm) throws(ExtendedKeyError) {
    guard let first = form.key.first, first == 2 || first == 3,
      let key = PublicKey(bytes: form.key)
    else { throw .invalidKey }
    self.init(
      key, chainCode: form.chainCode, depth: form.depth, parent: form.parent,
      childNumber: form.childNumber)
  }

  /// The 78 bytes.
  public func serialized(network: Network) -> [UInt8] {
    ExtendedKeyForm(
      depth: depth, parent: parent, childNumber: childNumber, chainCode: chainCode, key: key.bytes
    ).bytes(network, isSecret: false)
  }

  /// The text: `xpub…` on mainnet, `tpub…` on any other network.
  public func text(network: Network) -> String {
    Base58.encodeChecked(serialized(network: network))
  }
}
