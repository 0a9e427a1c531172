import COpenSSL

/// The hash functions of the protocol, over libcrypto.
public enum Digest {
  /// Fetched once: a fetch for each call would double its cost.
  ///
  /// Safe: libcrypto lends an algorithm to all threads once it is fetched, and it is never freed.
  nonisolated(unsafe) static let sha256Algorithm = unsafe fetch("SHA256")
  /// RIPEMD-160 is in OpenSSL 3's default provider since 3.0.7.
  ///
  /// Safe: as for `sha256Algorithm`.
  nonisolated(unsafe) static let ripemd160Algorithm = unsafe fetch("RIPEMD160")
  /// Safe: as for `sha256Algorithm`.
  nonisolated(unsafe) static let sha1Algorithm = unsafe fetch("SHA1")
  /// Safe: as for `sha256Algorithm`.
  nonisolated(unsafe) static let sha512Algorithm = unsafe fetch("SHA512")

  /// The 32 bytes of SHA-256.
  public static func sha256(_ data: [UInt8]) -> [UInt8] {
    unsafe digest(data, sha256Algorithm, count: 32)
  }

  /// The 32 bytes of SHA-256 of borrowed bytes.
  public static func sha256(_ data: Span<UInt8>) -> [UInt8] {
    unsafe digest(data, sha256Algorithm, count: 32)
  }

  /// The 20 bytes of RIPEMD-160.
  public static func ripemd160(_ data: [UInt8]) -> [UInt8] {
    unsafe digest(data, ripemd160Algorithm, count: 20)
  }

  /// The 20 bytes of SHA-1, which OP_SHA1 still computes.
  public static func sha1(_ data: [UInt8]) -> [UInt8] {
    unsafe digest(data, sha1Algorithm, count: 20)
  }

  /// The 64 bytes of SHA-512.
  public static func sha512(_ data: [UInt8]) -> [UInt8] {
    unsafe digest(data, sha512Algorithm, count: 64)
  }

  /// The 64 bytes of HMAC-SHA512 (RFC 4231), by which BIP-0032 derives keys.
  public static func hmacSHA512(key: [UInt8], _ data: [UInt8]) -> [UInt8] {
    // SHA-512 takes blocks of 128 bytes; a longer key stands for its hash (RFC 2104, section 2).
    let short = key.count > 128 ? sha512(key) : key
    let block = short + [UInt8](repeating: 0, count: 128 - short.count)
    return sha512(block.map { $0 ^ 0x5c } + sha512(block.map { $0 ^ 0x36 } + data))
  }

  // MARK: - libcrypto, whose calls fail only where memory is out or the library is broken

  static func makeContext() -> OpaquePointer {
    guard let context = unsafe EVP_MD_CTX_new() else {
      preconditionFailure("libcrypto gave no context")
    }
    return unsafe context
  }

  static func begin(_ context: OpaquePointer, _ algorithm: OpaquePointer) {
    let done = unsafe EVP_DigestInit_ex2(context, algorithm, nil)
    precondition(done == 1, "libcrypto did not start a digest")
  }

  static func update(_ context: OpaquePointer, _ bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBytes { buffer in
      unsafe update(context, buffer.baseAddress, count: buffer.count)
    }
  }

  static func update(_ context: OpaquePointer, _ bytes: UnsafeRawPointer?, count: Int) {
    let done = unsafe EVP_DigestUpdate(context, bytes, count)
    precondition(done == 1, "libcrypto did not take bytes into a digest")
  }

  static func finish(_ context: OpaquePointer, _ digest: UnsafeMutablePointer<UInt8>?) {
    let done = unsafe EVP_DigestFinal_ex(context, digest, nil)
    precondition(done == 1, "libcrypto did not finish a digest")
  }

  private static func fetch(_ name: String) -> OpaquePointer {
    guard let algorithm = unsafe EVP_MD_fetch(nil, name, nil) else {
      preconditionFailure("libcrypto has no \(name)")
    }
    return unsafe algorithm
  }

  private static func digest(_ data: [UInt8], _ algorithm: OpaquePointer, count: Int) -> [UInt8] {
    unsafe digest(data.span, algorithm, count: count)
  }

  private static func digest(
    _ data: Span<UInt8>, _ algorithm: OpaquePointer, count: Int
  ) -> [UInt8] {
    let context = unsafe makeContext()
    defer { unsafe EVP_MD_CTX_free(context) }
    unsafe begin(context, algorithm)
    unsafe update(context, data)
    return unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialised in
      unsafe finish(context, buffer.baseAddress)
      initialised = count
    }
  }
}
