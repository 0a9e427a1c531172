import CSecp256k1

/// An ECDSA signature in DER, without the sighash type that follows it in scripts.
///
/// ```
/// 30 | length | 02 | length of R | R, big-endian | 02 | length of S | S, big-endian
/// ```
public struct ECDSASignature: Hashable, Sendable {
  /// The bytes of the DER form.
  public let der: [UInt8]

  /// The signature that these bytes are; nil unless they are strict DER (BIP-0066).
  public init?(der: [UInt8]) {
    guard ECDSASignature.isStrictDER(der.span) else { return nil }
    self.der = der
  }

  /// The DER form of a signature of libsecp256k1's.
  init(_ signature: secp256k1_ecdsa_signature) {
    var signature = signature
    // Safe: 72 bytes hold every DER signature (secp256k1.h); the count says how many were written.
    der = unsafe [UInt8](unsafeUninitializedCapacity: 72) { buffer, count in
      count = 72
      unsafe buffer.initialize(repeating: 0)
      guard let start = buffer.baseAddress else { return }
      _ = unsafe secp256k1_ecdsa_signature_serialize_der(
        Curve.context, start, &count, &signature)
    }
  }

  /// Whether S is in the lower half, as policy wants it (BIP-0146).
  public var isLowS: Bool {
    guard var parsed = parsed() else { return false }
    return unsafe secp256k1_ecdsa_signature_normalize(Curve.context, nil, &parsed) == 0
  }

  /// libsecp256k1's form of it.
  func parsed() -> secp256k1_ecdsa_signature? {
    var signature = secp256k1_ecdsa_signature()
    let done = unsafe der.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return Int32(0) }
      return unsafe secp256k1_ecdsa_signature_parse_der(
        Curve.context, &signature, start, buffer.count)
    }
    return done == 1 ? signature : nil
  }

  /// BIP-0066's rule, less the sighash type (Core: `IsValidSignatureEncoding`, script/interpreter.cpp).
  static func isStrictDER(_ der: Span<UInt8>) -> Bool {
    guard (8...72).contains(der.count), der[0] == 0x30, Int(der[1]) == der.count - 2 else {
      return false
    }
    guard let second = integerEnd(der, from: 2), let end = integerEnd(der, from: second) else {
      return false
    }
    return end == der.count
  }

  /// Where the integer that starts at `start` ends; nil unless it is positive and in shortest form.
  private static func integerEnd(_ der: Span<UInt8>, from start: Int) -> Int? {
    guard start + 2 < der.count, der[start] == 0x02 else { return nil }
    let count = Int(der[start + 1])
    let first = start + 2
    guard count > 0, first + count <= der.count, der[first] & 0x80 == 0 else { return nil }
    if count > 1, der[first] == 0, der[first + 1] & 0x80 == 0 { return nil }
    return first + count
  }
}
