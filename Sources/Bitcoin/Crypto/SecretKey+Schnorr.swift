import CSecp256k1

extension SecretKey {
  /// The x of the public key: as dear as a signature, so derive it once and keep it (BIP-0340).
  public var xOnlyPublicKey: XOnlyPublicKey { makePublicKey(compressed: true).xOnly }

  /// Signs a message of any length (BIP-0340). The same input gives the same bytes.
  ///
  /// - Precondition: `auxiliaryRandomness` has 32 bytes.
  public func signSchnorr(
    _ message: [UInt8],
    auxiliaryRandomness: [UInt8] = [UInt8](repeating: 0, count: 32)
  ) -> SchnorrSignature {
    precondition(auxiliaryRandomness.count == 32, "auxiliary randomness has 32 bytes")
    var pair = makeKeyPair()
    var done: Int32 = 0
    // Safe: the buffers have the 64 and 32 bytes that the call writes and reads; the pointer to the
    // randomness is used within the closure alone.
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 64) { buffer, count in
      count = 64
      unsafe buffer.initialize(repeating: 0)
      guard let start = buffer.baseAddress else { return }
      done = unsafe auxiliaryRandomness.withUnsafeBytes { auxiliary in
        var extra = unsafe secp256k1_schnorrsig_extraparams(
          magic: (0xda, 0x6f, 0xb3, 0x8c), noncefp: nil,
          ndata: UnsafeMutableRawPointer(mutating: auxiliary.baseAddress))
        return unsafe message.withUnsafeBufferPointer { message in
          unsafe secp256k1_schnorrsig_sign_custom(
            Curve.context, start, message.baseAddress, message.count, &pair, &extra)
        }
      }
    }
    guard done == 1, let signature = SchnorrSignature(bytes: bytes) else {
      preconditionFailure("a valid secret key signs every message")
    }
    return signature
  }

  /// Signs the 32 bytes of a digest (BIP-0340).
  ///
  /// - Precondition: `auxiliaryRandomness` has 32 bytes.
  public func signSchnorr(
    _ digest: Hash256, auxiliaryRandomness: [UInt8] = [UInt8](repeating: 0, count: 32)
  ) -> SchnorrSignature {
    signSchnorr(digest.bytes, auxiliaryRandomness: auxiliaryRandomness)
  }

  private func makeKeyPair() -> secp256k1_keypair {
    var pair = secp256k1_keypair()
    let done = unsafe withScalar { scalar in
      unsafe secp256k1_keypair_create(Curve.context, &pair, scalar)
    }
    precondition(done == 1, "a valid secret key has a key pair")
    return pair
  }
}

// MARK: - Tweaking

extension SecretKey {
  /// The sum of this number and `tweak` modulo the order (BIP-0032); nil where `tweak` is the order
  /// or more, or the sum zero.
  public func adding(_ tweak: Hash256) -> SecretKey? {
    var done: Int32 = 0
    let sum = unsafe Curve.makeHash { sum in
      unsafe withScalar { unsafe sum.update(from: $0, count: 32) }
      done = unsafe Curve.withBytes(of: tweak) { tweak in
        unsafe secp256k1_ec_seckey_tweak_add(Curve.context, sum, tweak)
      }
      return done
    }
    return done == 1 ? SecretKey(sum) : nil
  }

  /// The secret of the output key that commits to a script tree, or to none
  /// (BIP-0341: `taproot_tweak_seckey`); nil where the tweak is no scalar or the sum zero, which no
  /// one has ever met.
  public func tweakedForTaproot(merkleRoot: Hash256?) -> SecretKey? {
    var pair = makeKeyPair()
    var point = secp256k1_xonly_pubkey()
    // Both calls copy out of a valid pair, so neither can fail.
    _ = unsafe secp256k1_keypair_xonly_pub(Curve.context, &point, nil, &pair)
    let tweak = XOnlyPublicKey(point).computeTapTweak(merkleRoot: merkleRoot)
    let done = unsafe Curve.withBytes(of: tweak) { tweak in
      unsafe secp256k1_keypair_xonly_tweak_add(Curve.context, &pair, tweak)
    }
    guard done == 1 else { return nil }
    return SecretKey(
      unsafe Curve.makeHash { unsafe secp256k1_keypair_sec(Curve.context, $0, &pair) })
  }
}
