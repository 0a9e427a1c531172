import CSecp256k1

/// A point of the curve as scripts write it: 33 bytes compressed, or 65 (Core: `CPubKey`).
///
/// Always a valid point. The hybrid form (first byte 06 or 07), which consensus takes, is kept as it is.
public struct PublicKey: Hashable, Sendable {
  /// How many bytes a compressed key takes.
  public static let compressedSize = 33
  /// How many bytes any other key takes.
  public static let uncompressedSize = 65

  /// The 33 or 65 bytes.
  public let bytes: [UInt8]

  /// The key that these bytes are; nil if they are no point of the curve.
  public init?(bytes: [UInt8]) {
    guard PublicKey.hasValidSize(bytes.span), Curve.parse(bytes.span) != nil else { return nil }
    self.bytes = bytes
  }

  /// The key whose bytes are known to be a point.
  init(checked bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The key of a parsed point.
  init(_ point: secp256k1_pubkey, compressed: Bool) {
    self.bytes = Curve.serialize(point, compressed: compressed)
  }

  /// Whether the key has 33 bytes.
  public var isCompressed: Bool { bytes.count == PublicKey.compressedSize }

  /// Whether the key has 65 bytes of which the first says more than it need.
  public var isHybrid: Bool { bytes[0] == 6 || bytes[0] == 7 }

  /// The same point in the form asked for.
  public func converted(compressed: Bool) -> PublicKey {
    guard let point = Curve.parse(bytes.span) else { return self }
    return PublicKey(point, compressed: compressed)
  }

  /// Hashes the bytes: what a P2PKH or P2WPKH script names the key by.
  public func computeHash160() -> Hash160 {
    Hash160(hashing: bytes)
  }

  /// Whether the first byte asks for this many bytes (Core: `CPubKey::ValidSize`); says nothing
  /// about the curve.
  static func hasValidSize(_ bytes: Span<UInt8>) -> Bool {
    guard bytes.count > 0 else { return false }
    return switch bytes[0] {
    case 2, 3: bytes.count == compressedSize
    case 4, 6, 7: bytes.count == uncompressedSize
    default: false
    }
  }
}

// MARK: - Verifying

extension PublicKey {
  /// Whether `signature` over `digest` was made with this key's secret.
  ///
  /// A high S is accepted, as by consensus (Core: `CPubKey::Verify`, pubkey.cpp).
  public func verify(_ signature: ECDSASignature, _ digest: Hash256) -> Bool {
    Curve.verifyECDSA(key: bytes.span, signature: signature.der.span, digest)
  }
}

extension PublicKey: CustomStringConvertible {
  /// The bytes as hexadecimal digits.
  public var description: String { Hex.encode(bytes) }
}
