import COpenSSL

/// Computes the hashes that scripts ask for, with libcrypto contexts used again and again: half the
/// cost of `Digest` for each.
///
/// Not for two threads at once: each makes its own.
public struct ScriptHasher: ~Copyable {
  private let sha256: DoubleSHA256

  /// A hasher with contexts of its own.
  public init() {
    sha256 = DoubleSHA256()
  }

  /// SHA-256 (OP_SHA256, P2WSH).
  public func sha256(_ bytes: Span<UInt8>) -> Hash256 {
    sha256.begin()
    sha256.update(bytes)
    return sha256.finishOnce()
  }

  /// SHA-256 twice (OP_HASH256).
  public func hash256(_ bytes: Span<UInt8>) -> Hash256 {
    sha256.hash(bytes)
  }

  /// The hash that belongs to a tag (BIP-0340).
  public func hash(_ tag: TaggedHash, _ bytes: Span<UInt8>) -> Hash256 {
    sha256.begin(tag)
    sha256.update(bytes)
    return sha256.finishOnce()
  }

  /// RIPEMD-160 (OP_RIPEMD160).
  public func ripemd160(_ bytes: Span<UInt8>) -> Hash160 {
    unsafe bytes.withUnsafeBytes { buffer in
      unsafe ripemd160(buffer.baseAddress, count: buffer.count)
    }
  }

  /// RIPEMD-160 of SHA-256 (OP_HASH160, P2PKH, P2SH).
  public func hash160(_ bytes: Span<UInt8>) -> Hash160 {
    var inner = sha256(bytes)
    // Safe: a Hash256 is 32 bytes without padding.
    return unsafe withUnsafeBytes(of: &inner) { buffer in
      unsafe ripemd160(buffer.baseAddress, count: buffer.count)
    }
  }

  private func ripemd160(_ bytes: UnsafeRawPointer?, count: Int) -> Hash160 {
    var digest: InlineArray<20, UInt8> = .init(repeating: 0)
    var words = digest.mutableSpan
    let done = unsafe words.withUnsafeMutableBufferPointer { buffer in
      // Safe: a RIPEMD-160 digest has the 20 bytes of the buffer.
      unsafe coldtrace_ripemd160(bytes, count, buffer.baseAddress)
    }
    precondition(done == 1, "libcrypto made no digest")
    return Hash160(digest.span) ?? .zero
  }
}
