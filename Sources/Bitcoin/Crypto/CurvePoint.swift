import CSecp256k1

/// A point of the curve by its two coordinates, each 32 bytes big-endian: a public key that is neither
/// compressed nor not, in a fixed 64 bytes. Always a valid point.
public struct CurvePoint: Hashable, Sendable, BitwiseCopyable {
  /// The bytes of x.
  let x: Hash256
  /// The bytes of y.
  let y: Hash256

  /// The point with coordinates that are known to be on the curve.
  init(x: Hash256, y: Hash256) {
    self.x = x
    self.y = y
  }

  /// The point of a parsed key.
  init(_ key: secp256k1_pubkey) {
    let bytes = Curve.serialize(key, compressed: false)
    // 65 bytes: 04, then x and y.
    x = Hash256(bytes: [UInt8](bytes[1..<33])) ?? .zero
    y = Hash256(bytes: [UInt8](bytes[33...])) ?? .zero
  }

  /// Whether y is odd, which the first byte of a compressed key tells.
  var isOdd: Bool { y.word3 >> 56 & 1 == 1 }

  /// The public key as scripts write it.
  public func publicKey(compressed: Bool) -> PublicKey {
    var writer = ByteWriter(
      capacity: compressed ? PublicKey.compressedSize : PublicKey.uncompressedSize)
    encode(into: &writer, compressed: compressed)
    return PublicKey(checked: writer.bytes)
  }

  /// The key that taproot writes: x alone (BIP-0340).
  public var xOnly: XOnlyPublicKey { XOnlyPublicKey(checked: x) }

  /// Writes the 33 or 65 bytes of the public key.
  public func encode(into writer: inout ByteWriter, compressed: Bool) {
    writer.write(byte: compressed ? (isOdd ? 3 : 2) : 4)
    writer.write(x)
    if !compressed { writer.write(y) }
  }
}
