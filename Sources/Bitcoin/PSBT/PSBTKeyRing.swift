/// The secret keys that a signer has, and those that it can derive from extended ones.
public struct PSBTKeyRing: Sendable {
  /// Keys by their points in compressed form.
  private var keys: [PublicKey: SecretKey] = [:]
  /// The points by their x alone.
  private var points: [XOnlyPublicKey: PublicKey] = [:]
  /// The points, in either form, by the hash of that form.
  private var hashes: [Hash160: PublicKey] = [:]
  private var extendedKeys: [(key: ExtendedSecretKey, origin: KeyOrigin)] = []

  /// The ring of these keys; extended ones are their own origin.
  public init(_ keys: [SecretKey] = [], extendedKeys: [ExtendedSecretKey] = []) {
    for key in keys { add(key) }
    for key in extendedKeys { add(key) }
  }

  /// Adds a key.
  public mutating func add(_ key: SecretKey) {
    let point = key.makePublicKey(compressed: true)
    keys[point] = key
    points[point.xOnly] = point
    for form in [point, point.converted(compressed: false)] { hashes[form.computeHash160()] = form }
  }

  /// Adds an extended key; `origin` is whence it comes itself, and nil stands for its own
  /// fingerprint.
  public mutating func add(_ key: ExtendedSecretKey, origin: KeyOrigin? = nil) {
    let fingerprint = key.publicKey.computeFingerprint()
    extendedKeys.append(
      (key, origin ?? KeyOrigin(fingerprint: fingerprint, path: DerivationPath())))
  }

  /// Adds the secret keys that a descriptor holds.
  public mutating func add(_ scripts: DerivedScripts) {
    for key in scripts.keys {
      if let secret = key.secretKey { add(secret) }
    }
  }

  /// The ring with the keys that an input's entries name by their origins and that `spend` can use.
  func adding(derivedFor input: PSBTInput, _ spend: PSBTSpend) -> PSBTKeyRing {
    guard !extendedKeys.isEmpty else { return self }
    var ring = self
    // A derivation costs far more than a look at the script, and the entries are others' words.
    let names = spend.names(in: input)
    for (key, origin) in input.derivations
    where names.contains(key.bytes) || names.contains(key.computeHash160().bytes) {
      guard let secret = derive(origin),
        secret.makePublicKey(compressed: true) == key.converted(compressed: true)
      else { continue }
      ring.add(secret)
    }
    for (key, derivation) in input.tapDerivations where names.contains(key.bytes) {
      guard let secret = derive(derivation.origin), secret.xOnlyPublicKey == key else { continue }
      ring.add(secret)
    }
    return ring
  }

  private func derive(_ origin: KeyOrigin) -> SecretKey? {
    let steps = origin.path.steps
    for (key, own) in extendedKeys
    where own.fingerprint == origin.fingerprint && steps.starts(with: own.path.steps) {
      let rest = DerivationPath(Array(steps.dropFirst(own.path.steps.count)))
      if let descendant = key.descendant(rest) { return descendant.key }
    }
    return nil
  }

  // MARK: - Looking up

  /// The secret key of a point in any form.
  func secretKey(for key: PublicKey) -> SecretKey? { keys[key.converted(compressed: true)] }

  /// The secret key of a point of which only the x is known.
  func secretKey(for key: XOnlyPublicKey) -> SecretKey? { points[key].flatMap { keys[$0] } }

  /// All secret keys, in the order of their points.
  var allKeys: [SecretKey] {
    keys.sorted { $0.key.bytes.lexicographicallyPrecedes($1.key.bytes) }.map(\.value)
  }

  /// The keys of the ring that a script pushes, or whose hashes it pushes, in the script's order.
  func keys(namedBy script: [UInt8]) -> [(publicKey: PublicKey, secret: SecretKey)] {
    var named: [(publicKey: PublicKey, secret: SecretKey)] = []
    var reader = ScriptReader(script.span)
    while let instruction = reader.next() {
      let bytes = [UInt8](script[instruction.operand])
      let hashed = Hash160(bytes: bytes).flatMap { hashes[$0] }
      guard let key = hashed ?? PublicKey(bytes: bytes), let secret = secretKey(for: key),
        !named.contains(where: { $0.publicKey == key })
      else { continue }
      named.append((key, secret))
    }
    return named
  }

  /// The keys of the ring that a tapscript pushes, in the script's order.
  func xOnlyKeys(namedBy script: [UInt8]) -> [(publicKey: XOnlyPublicKey, secret: SecretKey)] {
    var named: [(publicKey: XOnlyPublicKey, secret: SecretKey)] = []
    var reader = ScriptReader(script.span)
    while let instruction = reader.next() {
      guard instruction.operand.count == XOnlyPublicKey.size,
        let key = XOnlyPublicKey(bytes: [UInt8](script[instruction.operand])),
        let secret = secretKey(for: key), !named.contains(where: { $0.publicKey == key })
      else { continue }
      named.append((key, secret))
    }
    return named
  }
}
