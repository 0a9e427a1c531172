import CSecp256k1

/// Signature checks on the bytes as scripts hold them: each is parsed once and nothing is allocated.
extension Curve {
  /// Whether an ECDSA signature over `digest` was made with the secret of `key`, as consensus has it
  /// (Core: `CPubKey::Verify`, pubkey.cpp): any of the key forms, lax DER without the sighash type,
  /// S of either half.
  static func verifyECDSA(
    key: Span<UInt8>, signature: Span<UInt8>, _ digest: Hash256
  ) -> Bool {
    guard PublicKey.hasValidSize(key), var point = parse(key),
      var given = parseLaxDER(signature)
    else { return false }
    // libsecp256k1 verifies no signature with a high S.
    var parsed = secp256k1_ecdsa_signature()
    unsafe secp256k1_ecdsa_signature_normalize(context, &parsed, &given)
    let isValid = unsafe withBytes(of: digest) { digest in
      unsafe secp256k1_ecdsa_verify(context, &parsed, digest, &point)
    }
    return isValid == 1
  }

  /// Whether a Schnorr signature over `message` was made with the secret of `key` (BIP-0340): false
  /// too unless the key has 32 bytes and is on the curve, and the signature 64.
  static func verifySchnorr(
    key: Span<UInt8>, signature: Span<UInt8>, message: Span<UInt8>
  ) -> Bool {
    guard signature.count == SchnorrSignature.size, var point = parseXOnly(key) else {
      return false
    }
    let isValid = unsafe signature.withUnsafeBufferPointer { signature in
      guard let start = signature.baseAddress else { return Int32(0) }
      return unsafe message.withUnsafeBufferPointer { message in
        // Safe: 64 bytes were counted above; no message is passed as none.
        unsafe secp256k1_schnorrsig_verify(
          context, start, message.baseAddress, message.count, &point)
      }
    }
    return isValid == 1
  }

  /// The same over a digest, as script checks it (BIP-0341, BIP-0342).
  static func verifySchnorr(
    key: Span<UInt8>, signature: Span<UInt8>, _ digest: Hash256
  ) -> Bool {
    guard signature.count == SchnorrSignature.size, var point = parseXOnly(key) else {
      return false
    }
    let isValid = unsafe signature.withUnsafeBufferPointer { signature in
      guard let start = signature.baseAddress else { return Int32(0) }
      return unsafe withBytes(of: digest) { digest in
        // Safe: 64 bytes were counted above, and a digest has 32.
        unsafe secp256k1_schnorrsig_verify(context, start, digest, 32, &point)
      }
    }
    return isValid == 1
  }

  /// Whether `outputKey` is `internalKey` plus `tweak` times the generator and has a y of this
  /// parity (BIP-0341); false too for what is no key of 32 bytes.
  static func isTweaked(
    _ outputKey: Span<UInt8>, from internalKey: Span<UInt8>, by tweak: Hash256, isOdd: Bool
  ) -> Bool {
    guard outputKey.count == XOnlyPublicKey.size, var point = parseXOnly(internalKey) else {
      return false
    }
    let isTweaked = unsafe outputKey.withUnsafeBufferPointer { output in
      guard let start = output.baseAddress else { return Int32(0) }
      return unsafe withBytes(of: tweak) { tweak in
        // Safe: 32 bytes were counted above.
        unsafe secp256k1_xonly_pubkey_tweak_add_check(
          context, start, isOdd ? 1 : 0, &point, tweak)
      }
    }
    return isTweaked == 1
  }
}
