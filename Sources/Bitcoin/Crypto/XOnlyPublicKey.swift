import CSecp256k1

/// A point of the curve with an even y, of which only the x is written (BIP-0340; Core:
/// `XOnlyPubKey`). Always a valid point.
public struct XOnlyPublicKey: Hashable, Sendable {
  /// How many bytes a key takes.
  public static let size = 32

  /// The x coordinate, its 32 bytes big-endian.
  private let x: Hash256

  /// The key that these bytes are; nil unless there are 32 and they are the x of a point.
  public init?(bytes: [UInt8]) {
    guard Curve.parseXOnly(bytes.span) != nil, let x = Hash256(bytes: bytes) else { return nil }
    self.x = x
  }

  /// The key whose 32 bytes are known to be the x of a point.
  init(checked x: Hash256) {
    self.x = x
  }

  /// The key of a parsed point.
  init(_ point: secp256k1_xonly_pubkey) {
    x = Curve.serialize(point)
  }

  /// The 32 bytes of the x coordinate, big-endian.
  public var bytes: [UInt8] { x.bytes }

  /// The point as a compressed key, whose y is even.
  public var publicKey: PublicKey { PublicKey(checked: [2] + bytes) }
}

// MARK: - Verifying

extension XOnlyPublicKey {
  /// Whether `signature` over a message of any length was made with this key's secret (BIP-0340).
  public func verify(_ signature: SchnorrSignature, _ message: [UInt8]) -> Bool {
    Curve.verifySchnorr(key: bytes.span, signature: signature.bytes.span, message: message.span)
  }

  /// Whether `signature` over the 32 bytes of `digest` was made with this key's secret.
  public func verify(_ signature: SchnorrSignature, digest: Hash256) -> Bool {
    Curve.verifySchnorr(key: bytes.span, signature: signature.bytes.span, digest)
  }
}

// MARK: - Tweaking

extension XOnlyPublicKey {
  /// This key plus `tweak` times the generator, and whether that point's y is odd
  /// (BIP-0341: `taproot_tweak_pubkey`); nil where `tweak` is no scalar or the sum no point.
  public func tweaked(by tweak: Hash256) -> (key: XOnlyPublicKey, isOdd: Bool)? {
    guard var point = Curve.parseXOnly(bytes.span) else { return nil }
    var sum = secp256k1_pubkey()
    let done = unsafe Curve.withBytes(of: tweak) { tweak in
      unsafe secp256k1_xonly_pubkey_tweak_add(Curve.context, &sum, &point, tweak)
    }
    guard done == 1 else { return nil }
    return XOnlyPublicKey.split(sum)
  }

  /// Whether this key is `internalKey` plus `tweak` times the generator, with a y of that parity.
  public func isTweaked(
    from internalKey: XOnlyPublicKey, by tweak: Hash256, isOdd: Bool
  ) -> Bool {
    Curve.isTweaked(bytes.span, from: internalKey.bytes.span, by: tweak, isOdd: isOdd)
  }

  /// The hash by which the key is tweaked to commit to a script tree, or to none
  /// (BIP-0341: `hash_TapTweak(p | root)`).
  public func computeTapTweak(merkleRoot: Hash256?) -> Hash256 {
    TaggedHash.tapTweak.hash(bytes + (merkleRoot?.bytes ?? []))
  }

  /// The x of a point, and whether its y is odd.
  static func split(_ point: secp256k1_pubkey) -> (key: XOnlyPublicKey, isOdd: Bool) {
    var point = point
    var key = secp256k1_xonly_pubkey()
    var parity: Int32 = 0
    // Every parsed point has an x, so the call cannot fail.
    _ = unsafe secp256k1_xonly_pubkey_from_pubkey(Curve.context, &key, &parity, &point)
    return (XOnlyPublicKey(key), parity == 1)
  }
}

extension PublicKey {
  /// The same x with an even y (BIP-0340).
  public var xOnly: XOnlyPublicKey {
    guard let point = Curve.parse(bytes.span) else {
      preconditionFailure("a public key is a point")
    }
    return XOnlyPublicKey.split(point).key
  }

  /// This key plus `tweak` times the generator, in the same form (BIP-0032); nil where `tweak` is
  /// no scalar or the sum no point.
  public func adding(_ tweak: Hash256) -> PublicKey? {
    guard var point = Curve.parse(bytes.span) else { return nil }
    let done = unsafe Curve.withBytes(of: tweak) { tweak in
      unsafe secp256k1_ec_pubkey_tweak_add(Curve.context, &point, tweak)
    }
    return done == 1 ? PublicKey(point, compressed: isCompressed) : nil
  }
}

extension XOnlyPublicKey: CustomStringConvertible {
  /// The bytes as hexadecimal digits.
  public var description: String { Hex.encode(bytes) }
}
