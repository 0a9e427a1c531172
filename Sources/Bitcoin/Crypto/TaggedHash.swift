/// A hash function that belongs to one purpose: SHA-256(SHA-256(tag) | SHA-256(tag) | bytes)
/// (BIP-0340).
///
/// The first 64 bytes are computed once, when the value is made.
public struct TaggedHash: Hashable, Sendable {
  /// SHA-256 of the tag, twice: one block of SHA-256, which each hash starts with.
  public let prefix: [UInt8]

  /// The hash function of a tag.
  public init(_ tag: String) {
    let hash = Digest.sha256(Array(tag.utf8))
    prefix = hash + hash
  }

  /// Hashes `bytes`. Loops use a `DoubleSHA256` of their own: `begin(_:)`, `update`, `finishOnce`.
  public func hash(_ bytes: [UInt8]) -> Hash256 {
    hash(bytes.span)
  }

  /// Hashes borrowed bytes.
  public func hash(_ bytes: Span<UInt8>) -> Hash256 {
    let hasher = DoubleSHA256()
    hasher.begin(self)
    hasher.update(bytes)
    return hasher.finishOnce()
  }

  /// Hashes `bytes` under a tag that is needed once.
  public static func hash(tag: String, _ bytes: [UInt8]) -> Hash256 {
    TaggedHash(tag).hash(bytes)
  }
}

extension TaggedHash {
  /// Names a leaf of a script tree (BIP-0341).
  public static let tapLeaf = TaggedHash("TapLeaf")
  /// Joins two nodes of a script tree (BIP-0341).
  public static let tapBranch = TaggedHash("TapBranch")
  /// Commits an output key to its internal key and script tree (BIP-0341).
  public static let tapTweak = TaggedHash("TapTweak")
  /// What a taproot signature signs (BIP-0341).
  public static let tapSighash = TaggedHash("TapSighash")
}
