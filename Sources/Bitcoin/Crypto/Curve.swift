import CSecp256k1

/// The one libsecp256k1 context of the program, and the flags of its calls.
///
/// All threads share it: libsecp256k1 only reads a context once it is made (secp256k1.h). It is never
/// freed.
enum Curve {
  /// Safe: never written after it is made.
  nonisolated(unsafe) static let context: OpaquePointer = unsafe makeContext()

  /// `SECP256K1_EC_COMPRESSED` and `SECP256K1_EC_UNCOMPRESSED`, macros that Swift does not see.
  static func flags(compressed: Bool) -> UInt32 { compressed ? 0x102 : 0x2 }

  private static func makeContext() -> OpaquePointer {
    // 1 is SECP256K1_CONTEXT_NONE, which is good for every call since 0.2.0.
    guard let context = unsafe secp256k1_context_create(1) else {
      preconditionFailure("libsecp256k1 gave no context")
    }
    return unsafe context
  }

  /// Lends the 32 bytes of a hash to a C call.
  static func withBytes<Value>(
    of hash: Hash256, _ body: (UnsafePointer<UInt8>) -> Value
  ) -> Value {
    unsafe withUnsafePointer(to: hash) { pointer in
      // Safe: a Hash256 is 32 bytes without padding.
      unsafe body(UnsafeRawPointer(pointer).assumingMemoryBound(to: UInt8.self))
    }
  }

  /// Writes a parsed key as 33 or 65 bytes.
  static func serialize(_ key: secp256k1_pubkey, compressed: Bool) -> [UInt8] {
    var key = key
    let size = compressed ? PublicKey.compressedSize : PublicKey.uncompressedSize
    // Safe: the buffer has exactly the size that the flags ask for, and a parsed key always fits.
    return unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      count = size
      unsafe buffer.initialize(repeating: 0)
      guard let start = buffer.baseAddress else { return }
      _ = unsafe secp256k1_ec_pubkey_serialize(
        context, start, &count, &key, flags(compressed: compressed))
    }
  }

  /// Reads 33 or 65 bytes as a point of the curve; nil if they are none.
  static func parse(_ bytes: Span<UInt8>) -> secp256k1_pubkey? {
    var key = secp256k1_pubkey()
    let done = unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return Int32(0) }
      return unsafe secp256k1_ec_pubkey_parse(context, &key, start, buffer.count)
    }
    return done == 1 ? key : nil
  }

  /// Reads 32 bytes as the x of the point with an even y (BIP-0340); nil if there is none.
  static func parseXOnly(_ bytes: Span<UInt8>) -> secp256k1_xonly_pubkey? {
    guard bytes.count == XOnlyPublicKey.size else { return nil }
    var key = secp256k1_xonly_pubkey()
    let done = unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return Int32(0) }
      // Safe: 32 bytes were counted above.
      return unsafe secp256k1_xonly_pubkey_parse(context, &key, start)
    }
    return done == 1 ? key : nil
  }

  /// Writes the x of a point with an even y.
  static func serialize(_ key: secp256k1_xonly_pubkey) -> Hash256 {
    var key = key
    return unsafe makeHash { unsafe secp256k1_xonly_pubkey_serialize(context, $0, &key) }
  }

  /// Has a C call write 32 bytes.
  static func makeHash(_ body: (UnsafeMutablePointer<UInt8>) -> Int32) -> Hash256 {
    var hash = Hash256.zero
    unsafe withUnsafeMutablePointer(to: &hash) { pointer in
      // Safe: a Hash256 is 32 bytes without padding.
      _ = unsafe body(UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: UInt8.self))
    }
    return hash
  }
}
