import CSecp256k1

extension Curve {
  /// The key that made a signature over `digest`; nil if none could.
  ///
  /// `bytes` are a header byte that is not looked at, then R and S.
  static func recover(
    _ bytes: [UInt8], _ digest: Hash256, recoveryID: Int32, compressed: Bool
  ) -> PublicKey? {
    guard bytes.count == 65, (0...3).contains(recoveryID) else { return nil }
    var signature = secp256k1_ecdsa_recoverable_signature()
    let isParsed = unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return Int32(0) }
      // Safe: 64 bytes follow the first of 65.
      return unsafe secp256k1_ecdsa_recoverable_signature_parse_compact(
        context, &signature, start + 1, recoveryID)
    }
    guard isParsed == 1 else { return nil }
    var point = secp256k1_pubkey()
    let isRecovered = unsafe withBytes(of: digest) { digest in
      unsafe secp256k1_ecdsa_recover(context, &point, &signature, digest)
    }
    return isRecovered == 1 ? PublicKey(point, compressed: compressed) : nil
  }
}

extension SecretKey {
  /// Signs a digest so that the public key can be recovered: R and S in 64 bytes, and an id from 0
  /// to 3. Nonce of RFC 6979, low S.
  func signRecoverably(_ digest: Hash256) -> (compact: [UInt8], recoveryID: Int32) {
    var signature = secp256k1_ecdsa_recoverable_signature()
    let done = unsafe withScalar { scalar in
      unsafe Curve.withBytes(of: digest) { digest in
        unsafe secp256k1_ecdsa_sign_recoverable(
          Curve.context, &signature, digest, scalar, nil, nil)
      }
    }
    precondition(done == 1, "a valid secret key signs every digest")
    var recoveryID: Int32 = 0
    // Safe: the compact form has 64 bytes.
    let compact = unsafe [UInt8](unsafeUninitializedCapacity: 64) { buffer, count in
      count = 64
      unsafe buffer.initialize(repeating: 0)
      guard let start = buffer.baseAddress else { return }
      _ = unsafe secp256k1_ecdsa_recoverable_signature_serialize_compact(
        Curve.context, start, &recoveryID, &signature)
    }
    return (compact, recoveryID)
  }
}
