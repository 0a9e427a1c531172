/// Twenty bytes: RIPEMD-160 of SHA-256 (Core: `uint160`, hash.h `Hash160`).
public struct Hash160: Hashable, Sendable {
  /// The twenty bytes, in the order of the hash function.
  public let bytes: [UInt8]

  /// The hash whose 20 bytes these are; nil for any other length.
  public init?(bytes: [UInt8]) {
    guard bytes.count == 20 else { return nil }
    self.bytes = bytes
  }

  /// The RIPEMD-160 of the SHA-256 of `data`.
  public init(hashing data: [UInt8]) {
    self.bytes = Digest.ripemd160(Digest.sha256(data))
  }
}
