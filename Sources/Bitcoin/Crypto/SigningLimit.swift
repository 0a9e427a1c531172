import CSecp256k1

/// libsecp256k1's own calls for signing and for making keys by addition, with nothing between and with
/// its own nonces: what a simulation is measured against in Benchmarks, and good for nothing else.
public struct SigningLimit: Sendable {
  /// How many signatures and keys of each kind.
  public struct Load: Sendable {
    /// ECDSA signatures.
    public var ecdsa: Int
    /// Those among them whose R is ground to be low, at two tries each on average.
    public var ground: Int
    /// Schnorr signatures.
    public var schnorr: Int
    /// Public keys.
    public var keys: Int

    /// A load.
    public init(ecdsa: Int, ground: Int, schnorr: Int, keys: Int) {
      self.ecdsa = ecdsa
      self.ground = ground
      self.schnorr = schnorr
      self.keys = keys
    }
  }

  private let secret: SecretKey

  /// The limit, with some secret key.
  public init(_ secret: SecretKey) {
    self.secret = secret
  }

  /// Signs a load's part of signatures, without writing them anywhere; the part is `share` of `of`
  /// equal ones.
  ///
  /// - Returns: how many calls did what they should.
  public func sign(_ load: Load, share: Int, of parts: Int) -> Int {
    var done = 0
    for number in SigningLimit.range(load.ecdsa, share, parts) {
      let digest = Hash256(UInt64(number), UInt64(share), 1, 1)
      // Every so many, so that all parts have the same.
      let isGround = (number + 1) * load.ground / load.ecdsa > number * load.ground / load.ecdsa
      done += signECDSA(digest, isGround: isGround)
    }
    var pair = secp256k1_keypair()
    _ = unsafe secret.withScalar { unsafe secp256k1_keypair_create(Curve.context, &pair, $0) }
    for number in SigningLimit.range(load.schnorr, share, parts) {
      let digest = Hash256(UInt64(number), UInt64(share), 1, 2)
      var upper = Hash256.zero
      var signature: InlineArray<64, UInt8> = .init(repeating: 0)
      var bytes = signature.mutableSpan
      done += Int(
        unsafe bytes.withUnsafeMutableBufferPointer { buffer in
          guard let start = buffer.baseAddress else { return Int32(0) }
          return unsafe Curve.withBytes(of: digest) { digest in
            // Safe: 64 bytes to write, 32 to read.
            unsafe withUnsafeMutableBytes(of: &upper) { randomness in
              unsafe secp256k1_schnorrsig_sign32(
                Curve.context, start, digest, &pair,
                randomness.baseAddress?.assumingMemoryBound(to: UInt8.self))
            }
          }
        })
    }
    return done
  }

  /// A signature with the nonce that libsecp256k1 makes by itself.
  func signature(of digest: Hash256) -> ECDSASignature {
    var signature = secp256k1_ecdsa_signature()
    _ = unsafe secret.withScalar { scalar in
      unsafe Curve.withBytes(of: digest) { digest in
        unsafe secp256k1_ecdsa_sign(Curve.context, &signature, digest, scalar, nil, nil)
      }
    }
    return ECDSASignature(signature)
  }

  /// Makes a load's part of public keys, each by adding the generator to the one before it
  /// (`secp256k1_ec_pubkey_combine`) and writing it in 33 bytes.
  ///
  /// - Returns: how many bytes were written.
  public func makeKeys(_ load: Load, share: Int, of parts: Int) -> Int {
    guard let one = SecretKey(Hash256(0, 0, 0, UInt64(1).byteSwapped)) else { return 0 }
    let generator = one.makeParsedPoint()
    var point = secret.makeParsedPoint()
    var written = 0
    for _ in SigningLimit.range(load.keys, share, parts) {
      point = Curve.add(point, generator)
      written += Curve.serialize(point, compressed: true).count
    }
    return written
  }

  private func signECDSA(_ digest: Hash256, isGround: Bool) -> Int {
    var signature = secp256k1_ecdsa_signature()
    var done: Int32 = 0
    var extra = Hash256.zero
    var tries: UInt64 = 0
    repeat {
      done = unsafe secret.withScalar { scalar in
        unsafe Curve.withBytes(of: digest) { digest in
          guard tries > 0 else {
            return unsafe secp256k1_ecdsa_sign(
              Curve.context, &signature, digest, scalar, nil, nil)
          }
          extra = Hash256(tries, 0, 0, 0)
          return unsafe Curve.withBytes(of: extra) { extra in
            unsafe secp256k1_ecdsa_sign(Curve.context, &signature, digest, scalar, nil, extra)
          }
        }
      }
      tries += 1
    } while isGround && !SecretKey.hasLowR(signature)
    return Int(done)
  }

  private static func range(_ count: Int, _ share: Int, _ parts: Int) -> Range<Int> {
    count * share / parts..<count * (share + 1) / parts
  }
}
