import CSecp256k1

extension ECDSASignature {
  /// The same signature with the group's order less S in place of S: as valid, of the same message
  /// and key, and high where this one is low (BIP-0146).
  ///
  /// - Returns: nil where R or S is 0 or not below the order, so that it is no signature of anything.
  public func negatingS() -> ECDSASignature? {
    guard var parsed = parsed() else { return nil }
    var compact = [UInt8](repeating: 0, count: 64)
    // Safe: 64 bytes are written, and the last 32 of them, S, are read and written (secp256k1.h).
    let isValid = unsafe compact.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return false }
      unsafe secp256k1_ecdsa_signature_serialize_compact(Curve.context, start, &parsed)
      return unsafe secp256k1_ec_seckey_negate(Curve.context, start + 32) == 1
        && secp256k1_ecdsa_signature_parse_compact(Curve.context, &parsed, start) == 1
    }
    return isValid ? ECDSASignature(parsed) : nil
  }
}
