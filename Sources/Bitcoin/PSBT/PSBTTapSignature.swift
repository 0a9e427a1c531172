/// A Schnorr signature with the sighash type that it was made for (BIP-0341).
///
/// ```
/// signature (64) | [type (1), unless it is the default]
/// ```
public struct PSBTTapSignature: Hashable, Sendable {
  /// The signature.
  public let signature: SchnorrSignature
  /// What it commits to.
  public let type: SighashType

  /// A signature of a type.
  public init(_ signature: SchnorrSignature, type: SighashType = .taprootDefault) {
    self.signature = signature
    self.type = type
  }

  /// The signature of 64 or 65 bytes; nil for what is none, and where a byte says the default.
  public init?(bytes: [UInt8]) {
    guard let signature = SchnorrSignature(bytes: [UInt8](bytes.prefix(64))) else { return nil }
    switch bytes.count {
    case 64: self.init(signature)
    case 65 where bytes[64] != 0:
      self.init(signature, type: SighashType(rawValue: UInt32(bytes[64])))
    default: return nil
    }
  }

  /// The bytes as they stand in a witness.
  public var bytes: [UInt8] {
    signature.bytes + (type == .taprootDefault ? [] : [type.byte])
  }
}
