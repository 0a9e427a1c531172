/// A key, or a family of keys, as a descriptor writes it (BIP-0380).
///
/// ```
/// [fingerprint/steps] key /steps /*
/// ```
struct KeyExpression: Sendable {
  /// What stands between the origin and the steps.
  enum Source: Sendable {
    case publicKey(PublicKey)
    case xOnly(XOnlyPublicKey)
    case secret(WalletImportKey)
    case extendedPublic(ExtendedPublicKey)
    case extendedSecret(ExtendedSecretKey)
  }

  /// Which children the last step stands for.
  enum Wildcard: Sendable {
    case none
    case children
    case hardenedChildren
  }

  var origin: KeyOrigin?
  var originMark = HardenedMark.letter
  var source: Source
  var path = DerivationPath()
  var pathMark = HardenedMark.letter
  var wildcard = Wildcard.none
  /// Where the expression begins in the text.
  var position: Int

  var isRanged: Bool { wildcard != .none }

  var holdsSecret: Bool {
    switch source {
    case .secret, .extendedSecret: true
    case .publicKey, .xOnly, .extendedPublic: false
    }
  }

  /// How many bytes the key takes in a script before taproot.
  var size: Int {
    switch source {
    case .publicKey(let key): key.bytes.count
    case .secret(let key): key.isCompressed ? 33 : 65
    case .xOnly, .extendedPublic, .extendedSecret: 33
    }
  }
}

// MARK: - Deriving

extension KeyExpression {
  /// The key at an index, which matters where the expression is ranged alone.
  func derive(at index: UInt32) throws(DescriptorError) -> DerivedKey {
    switch source {
    case .publicKey(let key):
      return single(key, nil)
    case .xOnly(let key):
      return single(key.publicKey, nil)
    case .secret(let key):
      return single(key.key.makePublicKey(compressed: key.isCompressed), key.key)
    case .extendedPublic(let key):
      let steps = try steps(at: index)
      guard !steps.isHardened else { throw DescriptorError(.needsSecretKey, at: position) }
      guard let child = key.descendant(steps) else { throw DescriptorError(.noKey, at: position) }
      return DerivedKey(publicKey: child.key, origin: origin(of: key, steps), secretKey: nil)
    case .extendedSecret(let key):
      let steps = try steps(at: index)
      guard let child = key.descendant(steps) else { throw DescriptorError(.noKey, at: position) }
      return DerivedKey(
        publicKey: child.publicKey.key, origin: origin(of: key.publicKey, steps),
        secretKey: child.key)
    }
  }

  private func single(_ key: PublicKey, _ secret: SecretKey?) -> DerivedKey {
    DerivedKey(
      publicKey: key,
      origin: origin ?? KeyOrigin(fingerprint: KeyFingerprint(key), path: DerivationPath()),
      secretKey: secret)
  }

  private func origin(of key: ExtendedPublicKey, _ steps: DerivationPath) -> KeyOrigin {
    origin?.appending(steps) ?? KeyOrigin(fingerprint: key.computeFingerprint(), path: steps)
  }

  private func steps(at index: UInt32) throws(DescriptorError) -> DerivationPath {
    guard isRanged else { return path }
    guard let last = ChildNumber(index, isHardened: wildcard == .hardenedChildren) else {
      throw DescriptorError(.indexTooLarge(index), at: position)
    }
    return DerivationPath(path.steps + [last])
  }
}

extension KeyExpression {
  /// The same keys without the secret, from the public key after the last hardened step, which an
  /// origin then names (BIP-0380, "Normalization of Key Expressions with Hardened Derivation").
  func normalized() throws(DescriptorError) -> KeyExpression {
    var normalized = self
    normalized.originMark = .letter
    normalized.pathMark = .letter
    guard case .extendedSecret(let key) = source, wildcard != .hardenedChildren,
      let last = path.steps.lastIndex(where: \.isHardened)
    else { return normalized }
    let taken = DerivationPath(Array(path.steps[...last]))
    guard let child = key.descendant(taken) else { throw DescriptorError(.noKey, at: position) }
    normalized.origin = origin(of: key.publicKey, taken)
    normalized.source = .extendedPublic(child.publicKey)
    normalized.path = DerivationPath(Array(path.steps[(last + 1)...]))
    return normalized
  }
}

// MARK: - Text

extension KeyExpression {
  /// The expression as text, with the secret key only if `isRevealing`.
  func text(_ network: Network, isTaproot: Bool, isRevealing: Bool) -> String {
    let prefix = origin.map { "[\($0.text(mark: originMark))]" } ?? ""
    let key =
      switch source {
      case .publicKey(let key):
        isTaproot ? key.xOnly.description : key.description
      case .xOnly(let key): key.description
      case .secret(let key):
        isRevealing
          ? key.revealWIF(network: network)
          : KeyExpression.text(of: key, isTaproot: isTaproot)
      case .extendedPublic(let key): key.text(network: network)
      case .extendedSecret(let key):
        isRevealing ? key.revealText(network: network) : key.publicKey.text(network: network)
      }
    let last =
      switch wildcard {
      case .none: ""
      case .children: "/*"
      case .hardenedChildren: "/*" + pathMark.rawValue
      }
    return prefix + key + path.suffix(mark: pathMark) + last
  }

  private static func text(of key: WalletImportKey, isTaproot: Bool) -> String {
    let key = key.key.makePublicKey(compressed: key.isCompressed)
    return isTaproot ? key.xOnly.description : key.description
  }
}
