import COpenSSL
import CSecp256k1

/// The nonces of RFC 6979, as libsecp256k1 makes them by default, hashed by libcrypto.
///
/// A nonce takes some twenty blocks of SHA-256. libsecp256k1 hashes in plain C, a sixth of the time of
/// a signature; libcrypto uses the processor's instructions for it where there are any.
enum DeterministicNonce {
  /// What libsecp256k1 calls for a nonce (secp256k1.h, `secp256k1_nonce_function`): writes 32 bytes, and
  /// gives 1.
  ///
  /// `data` is nothing, or 32 bytes that go into the nonce (RFC 6979, section 3.6); ECDSA names no
  /// algorithm.
  static let function:
    @Sendable @convention(c) (
      UnsafeMutablePointer<UInt8>?, UnsafePointer<UInt8>?, UnsafePointer<UInt8>?,
      UnsafePointer<UInt8>?, UnsafeMutableRawPointer?, UInt32
    ) -> Int32 = { nonce, digest, secret, algorithm, data, attempt in
      guard unsafe algorithm == nil, let nonce = unsafe nonce, let digest = unsafe digest,
        let secret = unsafe secret
      else { return 0 }
      // Safe: all of them are 32 bytes (secp256k1.h), and a Hash256 is 32 bytes without padding.
      let secretBytes = unsafe UnsafeRawPointer(secret).loadUnaligned(as: Hash256.self)
      let digestBytes = unsafe UnsafeRawPointer(digest).loadUnaligned(as: Hash256.self)
      let extra = unsafe data.map { unsafe $0.loadUnaligned(as: Hash256.self) }
      let made = make(secret: secretBytes, digest: digestBytes, extra: extra, attempt: attempt)
      unsafe UnsafeMutableRawPointer(nonce).storeBytes(of: made, as: Hash256.self)
      return 1
    }

  /// The nonce of a try (RFC 6979, section 3.2, with SHA-256; V and K are its names).
  ///
  /// - Parameter attempt: how many nonces before it were no good.
  static func make(
    secret: Hash256, digest: Hash256, extra: Hash256? = nil, attempt: UInt32 = 0
  ) -> Hash256 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let seed = Seed(secret: secret, digest: reduced(digest), extra: extra)
    var v = Hash256(ones, ones, ones, ones)
    var k = HMACKey(HMACKey.zero.hash(v, 0, seed))
    v = k.hash(v)
    k = HMACKey(k.hash(v, 1, seed))
    v = k.hash(v)
    v = k.hash(v)
    for _ in 0..<attempt {
      k = HMACKey(k.hash(v, 0, nil))
      v = k.hash(v)
      v = k.hash(v)
    }
    return v
  }

  /// A digest modulo the group's order (RFC 6979, section 2.3.4; libsecp256k1: src/secp256k1.c,
  /// nonce_function_rfc6979), which is larger than half of 2^256, so that it is taken away once at most.
  private static func reduced(_ digest: Hash256) -> Hash256 {
    // The order's words, the first the highest (SEC 2, section 2.4.1).
    let order: [UInt64] = [
      .max, 0xffff_ffff_ffff_fffe, 0xbaae_dce6_af48_a03b, 0xbfd2_5e8c_d036_4141,
    ]
    let word0 = digest.word0.byteSwapped
    guard word0 == .max else { return digest }
    let words = [
      word0, digest.word1.byteSwapped, digest.word2.byteSwapped, digest.word3.byteSwapped,
    ]
    guard !words.lexicographicallyPrecedes(order) else { return digest }
    var rest = words
    var borrow: UInt64 = 0
    for place in (0..<4).reversed() {
      let (once, first) = words[place].subtractingReportingOverflow(order[place])
      let (twice, second) = once.subtractingReportingOverflow(borrow)
      rest[place] = twice
      borrow = first || second ? 1 : 0
    }
    return Hash256(
      rest[0].byteSwapped, rest[1].byteSwapped, rest[2].byteSwapped, rest[3].byteSwapped)
  }

  /// What a nonce hangs on.
  struct Seed {
    let secret: Hash256
    let digest: Hash256
    let extra: Hash256?
  }
}

/// HMAC-SHA-256 (RFC 2104) under a key of 32 bytes, whose two padded blocks are hashed once.
private struct HMACKey: Sendable {
  private let inner: SHA256_CTX
  private let outer: SHA256_CTX

  /// The key of 32 zeros, with which RFC 6979 begins.
  static let zero = HMACKey(.zero)

  init(_ key: Hash256) {
    inner = HMACKey.begin(key, padding: 0x3636_3636_3636_3636)
    outer = HMACKey.begin(key, padding: 0x5c5c_5c5c_5c5c_5c5c)
  }

  /// A hash that has been given the key, padded to a block.
  private static func begin(_ key: Hash256, padding: UInt64) -> SHA256_CTX {
    var context = SHA256_CTX()
    _ = unsafe coldtrace_sha256_begin(&context)
    update(
      &context,
      Hash256(
        key.word0 ^ padding, key.word1 ^ padding, key.word2 ^ padding, key.word3 ^ padding))
    update(&context, Hash256(padding, padding, padding, padding))
    return context
  }

  /// The code of `v`.
  func hash(_ v: Hash256) -> Hash256 {
    var context = inner
    HMACKey.update(&context, v)
    return finish(&context)
  }

  /// The code of `v`, a byte, and a seed if there is one.
  func hash(_ v: Hash256, _ byte: UInt8, _ seed: DeterministicNonce.Seed?) -> Hash256 {
    var context = inner
    HMACKey.update(&context, v)
    var byte = byte
    _ = unsafe coldtrace_sha256_update(&context, &byte, 1)
    if let seed {
      HMACKey.update(&context, seed.secret)
      HMACKey.update(&context, seed.digest)
      if let extra = seed.extra { HMACKey.update(&context, extra) }
    }
    return finish(&context)
  }

  private func finish(_ inner: inout SHA256_CTX) -> Hash256 {
    var outer = outer
    HMACKey.update(&outer, HMACKey.end(&inner))
    return HMACKey.end(&outer)
  }

  private static func update(_ context: inout SHA256_CTX, _ hash: Hash256) {
    // Safe: a Hash256 is 32 bytes without padding.
    unsafe withUnsafePointer(to: hash) {
      _ = unsafe coldtrace_sha256_update(&context, $0, 32)
    }
  }

  private static func end(_ context: inout SHA256_CTX) -> Hash256 {
    unsafe Curve.makeHash { unsafe coldtrace_sha256_finish(&context, $0) }
  }
}
