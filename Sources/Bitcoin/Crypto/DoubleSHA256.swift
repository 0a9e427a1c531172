import COpenSSL

/// Hashes byte strings by SHA-256 applied twice, with one libcrypto context used again and again.
///
/// Not for two threads at once: each makes its own.
@safe
public struct DoubleSHA256: ~Copyable {
  private let context: OpaquePointer

  /// A hasher with a context of its own.
  public init() {
    unsafe context = Digest.makeContext()
  }

  deinit {
    unsafe EVP_MD_CTX_free(context)
  }

  /// SHA-256(SHA-256(`bytes`)).
  public func hash(_ bytes: Span<UInt8>) -> Hash256 {
    begin()
    update(bytes)
    return finish()
  }

  /// SHA-256(`bytes`), once.
  public func hashOnce(_ bytes: Span<UInt8>) -> Hash256 {
    begin()
    update(bytes)
    return finishOnce()
  }

  /// Starts a hash over parts: `update` each, then `finish`.
  public func begin() {
    unsafe Digest.begin(context, Digest.sha256Algorithm)
  }

  /// Adds a part to the hash that was begun.
  public func update(_ bytes: Span<UInt8>) {
    unsafe Digest.update(context, bytes)
  }

  /// Ends the hash that was begun, without hashing twice.
  public func finishOnce() -> Hash256 {
    var digest = Hash256.zero
    unsafe withUnsafeMutableBytes(of: &digest) { buffer in
      // Safe: a SHA-256 digest is the 32 bytes that Hash256 is made of.
      unsafe Digest.finish(context, buffer.baseAddress?.assumingMemoryBound(to: UInt8.self))
    }
    return digest
  }

  /// Ends the hash that was begun and hashes its digest once more.
  public func finish() -> Hash256 {
    var digest = Hash256.zero
    unsafe withUnsafeMutableBytes(of: &digest) { buffer in
      let pointer = unsafe buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
      // Safe: a SHA-256 digest is the 32 bytes that Hash256 is made of.
      unsafe Digest.finish(context, pointer)
      unsafe Digest.begin(context, Digest.sha256Algorithm)
      unsafe Digest.update(context, UnsafeRawPointer(pointer), count: 32)
      unsafe Digest.finish(context, pointer)
    }
    return digest
  }

  /// Starts the hash that belongs to a tag (BIP-0340): `update` each part, then `finishOnce`.
  public func begin(_ tag: TaggedHash) {
    begin()
    update(tag.prefix.span)
  }
}

extension Hash256 {
  /// SHA-256(SHA-256(`bytes`)). Loops use a `DoubleSHA256` of their own instead, at half the cost.
  public init(doubleSHA256 bytes: [UInt8]) {
    self = DoubleSHA256().hash(bytes.span)
  }
}
