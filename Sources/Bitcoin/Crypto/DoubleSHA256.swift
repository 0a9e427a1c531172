import COpenSSL

/// Hashes byte strings by SHA-256 applied twice, with one context used again and again.
///
/// Not for two threads at once: each makes its own.
@safe
public struct DoubleSHA256: ~Copyable {
  /// Safe: made and freed with this value, and used by no other.
  private let context: UnsafeMutablePointer<SHA256_CTX>

  /// A hasher with a context of its own.
  public init() {
    unsafe context = .allocate(capacity: 1)
    unsafe context.initialize(to: SHA256_CTX())
  }

  deinit {
    unsafe context.deallocate()
  }

  /// SHA-256(SHA-256(`bytes`)).
  public func hash(_ bytes: Span<UInt8>) -> Hash256 {
    begin()
    update(bytes)
    return finish()
  }

  /// SHA-256(SHA-256(`left` | `right`)): a node of a merkle tree.
  public func hash(_ left: Hash256, _ right: Hash256) -> Hash256 {
    var pair = (left, right)
    var digest = Hash256.zero
    // Safe: two hashes are the 64 bytes, and a hash the 32, that the function looks at and writes.
    unsafe withUnsafeBytes(of: &pair) { bytes in
      unsafe withUnsafeMutableBytes(of: &digest) { digest in
        unsafe coldtrace_double_sha256_64(
          bytes.assumingMemoryBound(to: UInt8.self).baseAddress,
          digest.assumingMemoryBound(to: UInt8.self).baseAddress)
      }
    }
    return digest
  }

  /// SHA-256(`bytes`), once.
  public func hashOnce(_ bytes: Span<UInt8>) -> Hash256 {
    begin()
    update(bytes)
    return finishOnce()
  }

  /// Starts a hash over parts: `update` each, then `finish`.
  public func begin() {
    let done = unsafe coldtrace_sha256_begin(context)
    precondition(done == 1, "libcrypto did not start a digest")
  }

  /// Starts a hash whose first parts are those that `other` has been given.
  public func begin(as other: borrowing DoubleSHA256) {
    unsafe context.pointee = other.context.pointee
  }

  /// Adds a part to the hash that was begun.
  public func update(_ bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBytes { buffer in
      unsafe update(buffer.baseAddress, count: buffer.count)
    }
  }

  /// Adds a hash's 32 bytes to the hash that was begun.
  public func update(_ hash: Hash256) {
    unsafe withUnsafeBytes(of: hash) { buffer in
      unsafe update(buffer.baseAddress, count: buffer.count)
    }
  }

  /// Ends the hash that was begun, without hashing twice.
  public func finishOnce() -> Hash256 {
    var digest = Hash256.zero
    unsafe withUnsafeMutableBytes(of: &digest) { buffer in
      unsafe finish(into: buffer.baseAddress)
    }
    return digest
  }

  /// Ends the hash that was begun and hashes its digest once more.
  public func finish() -> Hash256 {
    var digest = Hash256.zero
    unsafe withUnsafeMutableBytes(of: &digest) { buffer in
      unsafe finish(into: buffer.baseAddress)
      begin()
      unsafe update(buffer.baseAddress, count: 32)
      unsafe finish(into: buffer.baseAddress)
    }
    return digest
  }

  /// Starts the hash that belongs to a tag (BIP-0340): `update` each part, then `finishOnce`.
  public func begin(_ tag: TaggedHash) {
    begin()
    update(tag.prefix.span)
  }

  private func update(_ bytes: UnsafeRawPointer?, count: Int) {
    let done = unsafe coldtrace_sha256_update(context, bytes, count)
    precondition(done == 1, "libcrypto did not take bytes into a digest")
  }

  /// Safe: a SHA-256 digest is the 32 bytes that Hash256 is made of.
  private func finish(into digest: UnsafeMutableRawPointer?) {
    let done = unsafe coldtrace_sha256_finish(
      context, digest?.assumingMemoryBound(to: UInt8.self))
    precondition(done == 1, "libcrypto did not finish a digest")
  }
}

extension Hash256 {
  /// SHA-256(SHA-256(`bytes`)). Loops use a `DoubleSHA256` of their own instead, at half the cost.
  public init(doubleSHA256 bytes: [UInt8]) {
    self = DoubleSHA256().hash(bytes.span)
  }
}
