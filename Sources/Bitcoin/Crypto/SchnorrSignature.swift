/// A Schnorr signature without the sighash type that may follow it in witnesses (BIP-0340).
///
/// ```
/// x of R (32, big-endian) | s (32, big-endian)
/// ```
///
/// Any 64 bytes are one: whether they mean anything comes out when it is verified.
public struct SchnorrSignature: Hashable, Sendable {
  /// How many bytes a signature takes.
  public static let size = 64

  /// The x coordinate of the nonce's point.
  private let upper: Hash256
  /// The scalar.
  private let lower: Hash256

  /// The signature that these bytes are; nil unless there are 64.
  public init?(bytes: [UInt8]) {
    guard bytes.count == SchnorrSignature.size,
      let upper = Hash256(bytes: [UInt8](bytes[..<32])),
      let lower = Hash256(bytes: [UInt8](bytes[32...]))
    else { return nil }
    self.upper = upper
    self.lower = lower
  }

  /// The 64 bytes.
  public var bytes: [UInt8] {
    var writer = ByteWriter(capacity: SchnorrSignature.size)
    upper.encode(into: &writer)
    lower.encode(into: &writer)
    return writer.bytes
  }
}

extension SchnorrSignature: CustomStringConvertible {
  /// The bytes as hexadecimal digits.
  public var description: String { Hex.encode(bytes) }
}
