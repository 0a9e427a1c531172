import CSecp256k1

/// A secret key: a number from 1 to the curve's order less 1 (Core: `CKey`).
///
/// It never shows in text: printing, interpolating and dumping it give a placeholder.
public struct SecretKey: Sendable {
  /// The 32 bytes, big-endian, of the number.
  private let scalar: Hash256

  /// The key of a big-endian number; nil unless there are 32 bytes and the number is valid.
  public init?(bytes: [UInt8]) {
    guard let scalar = Hash256(bytes: bytes) else { return nil }
    self.init(scalar)
  }

  /// The key whose 32 bytes are those of `scalar`; nil unless the number is valid.
  public init?(_ scalar: Hash256) {
    let isValid = unsafe Curve.withBytes(of: scalar) { scalar in
      unsafe secp256k1_ec_seckey_verify(Curve.context, scalar)
    }
    guard isValid == 1 else { return nil }
    self.scalar = scalar
  }

  /// Gives the 32 bytes, big-endian. Whoever has them has the coins.
  public func revealBytes() -> [UInt8] { scalar.bytes }

  /// Derives the public key: as dear as a signature, so derive it once and keep it.
  public func makePublicKey(compressed: Bool) -> PublicKey {
    PublicKey(makeParsedPoint(), compressed: compressed)
  }

  /// Lends the 32 bytes to a C call.
  func withScalar<Value>(_ body: (UnsafePointer<UInt8>) -> Value) -> Value {
    unsafe Curve.withBytes(of: scalar, body)
  }
}

// MARK: - Signing

extension SecretKey {
  /// Signs a digest with the nonce of RFC 6979 and a low S: the same input gives the same bytes.
  ///
  /// `grindLowR` tries nonces until R takes 32 bytes, as Bitcoin Core does since 0.17, at twice the
  /// cost (Core: `CKey::Sign`, key.cpp).
  public func sign(_ digest: Hash256, grindLowR: Bool = false) -> ECDSASignature {
    ECDSASignature(makeSignature(digest, grindLowR: grindLowR))
  }

  /// Signs a digest as `sign(_:grindLowR:)` does and writes the push of it that stands in scripts: its
  /// length, the DER form, the sighash type's lowest byte.
  public func writePush(
    signing digest: Hash256, type: SighashType, grindLowR: Bool = false,
    into writer: inout ByteWriter
  ) {
    var signature = makeSignature(digest, grindLowR: grindLowR)
    var der: InlineArray<72, UInt8> = .init(repeating: 0)
    var count = 72
    var bytes = der.mutableSpan
    unsafe bytes.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      // Safe: 72 bytes hold every DER signature (secp256k1.h); `count` says how many were written.
      _ = unsafe secp256k1_ecdsa_signature_serialize_der(
        Curve.context, start, &count, &signature)
    }
    writer.write(byte: UInt8(count + 1))
    writer.write(der.span.extracting(0..<count))
    writer.write(byte: type.byte)
  }

  private func makeSignature(_ digest: Hash256, grindLowR: Bool) -> secp256k1_ecdsa_signature {
    var signature = makeSignature(digest, extra: nil)
    var counter: UInt64 = 0
    while grindLowR, !SecretKey.hasLowR(signature) {
      counter += 1
      signature = makeSignature(digest, extra: Hash256(counter, 0, 0, 0))
    }
    return signature
  }

  private func makeSignature(_ digest: Hash256, extra: Hash256?) -> secp256k1_ecdsa_signature {
    var signature = secp256k1_ecdsa_signature()
    let done = unsafe withScalar { scalar in
      unsafe Curve.withBytes(of: digest) { digest in
        guard let extra else {
          return unsafe secp256k1_ecdsa_sign(
            Curve.context, &signature, digest, scalar, DeterministicNonce.function, nil)
        }
        return unsafe Curve.withBytes(of: extra) { extra in
          unsafe secp256k1_ecdsa_sign(
            Curve.context, &signature, digest, scalar, DeterministicNonce.function, extra)
        }
      }
    }
    precondition(done == 1, "a valid secret key signs every digest")
    return signature
  }

  /// Whether R stays below 2^255, so that its DER form takes 32 bytes.
  static func hasLowR(_ signature: secp256k1_ecdsa_signature) -> Bool {
    var signature = signature
    var compact = Hash512()
    // Safe: a Hash512 is 64 bytes without padding.
    unsafe withUnsafeMutablePointer(to: &compact) { pointer in
      let bytes = unsafe UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: UInt8.self)
      _ = unsafe secp256k1_ecdsa_signature_serialize_compact(Curve.context, bytes, &signature)
    }
    return compact.upper.word0 & 0x80 == 0
  }

  /// Sixty-four bytes on the stack: R and S.
  private struct Hash512 {
    var upper = Hash256.zero
    var lower = Hash256.zero
  }
}

// MARK: - Never in text

extension SecretKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// A placeholder.
  public var description: String { "SecretKey(hidden)" }
  /// A placeholder.
  public var debugDescription: String { description }
  /// A mirror without children.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
