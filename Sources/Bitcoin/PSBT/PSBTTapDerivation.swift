/// Whence an x-only key of a taproot output comes, and in which leaves it stands (BIP-0371).
public struct PSBTTapDerivation: Hashable, Sendable {
  /// The hashes of the leaves whose scripts name the key; none for the internal key.
  public let leafHashes: [Hash256]
  /// Whence the key comes.
  public let origin: KeyOrigin

  /// A key's leaves and origin.
  public init(leafHashes: [Hash256] = [], origin: KeyOrigin) {
    self.leafHashes = leafHashes
    self.origin = origin
  }

  /// What an entry's value says; nil for what is none.
  ///
  /// ```
  /// count of leaf hashes (CompactSize) | leaf hash (32) … | fingerprint (4) | step (4, LE) …
  /// ```
  init?(_ value: [UInt8]) {
    var reader = ByteReader(value.span)
    guard let count = try? reader.readCompactSize(), count <= reader.remaining / 32 else {
      return nil
    }
    var hashes: [Hash256] = []
    for _ in 0..<count {
      guard let hash = try? Hash256(from: &reader) else { return nil }
      hashes.append(hash)
    }
    guard let origin = KeyOrigin(psbt: value[reader.position...]) else { return nil }
    self.init(leafHashes: hashes, origin: origin)
  }

  /// An entry's value.
  var bytes: [UInt8] {
    var writer = ByteWriter(capacity: 40 + 32 * leafHashes.count)
    writer.write(compactSize: leafHashes.count)
    for hash in leafHashes { hash.encode(into: &writer) }
    writer.write(origin.psbtBytes)
    return writer.bytes
  }
}
