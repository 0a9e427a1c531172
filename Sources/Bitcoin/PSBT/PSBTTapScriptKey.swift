/// The key of a leaf's script that signs, and that leaf's hash (BIP-0371).
public struct PSBTTapScriptKey: Hashable, Sendable {
  /// The key.
  public let key: XOnlyPublicKey
  /// The hash of the leaf whose script names the key.
  public let leafHash: Hash256

  /// A key in a leaf.
  public init(_ key: XOnlyPublicKey, leafHash: Hash256) {
    self.key = key
    self.leafHash = leafHash
  }

  /// What an entry's key data says; nil for what is none.
  init?(bytes: [UInt8]) {
    guard bytes.count == 64, let key = XOnlyPublicKey(bytes: [UInt8](bytes[..<32])),
      let leafHash = Hash256(bytes: [UInt8](bytes[32...]))
    else { return nil }
    self.init(key, leafHash: leafHash)
  }

  /// An entry's key data.
  var bytes: [UInt8] { key.bytes + leafHash.bytes }
}
