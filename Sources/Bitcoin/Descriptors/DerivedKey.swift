/// A key that a descriptor puts into a script.
public struct DerivedKey: Sendable {
  /// The key, in the form that the script has; in a taproot output the one with an even y, of which
  /// only the x is written.
  public let publicKey: PublicKey
  /// Where it comes from. A key without a known origin is its own, with no steps.
  public let origin: KeyOrigin
  /// The secret key, where the descriptor holds it.
  public let secretKey: SecretKey?
  /// The leaves in which it stands; empty outside of script trees, and for an internal key.
  public internal(set) var leafHashes: [Hash256] = []

  /// The key as taproot writes it.
  public var xOnly: XOnlyPublicKey { publicKey.xOnly }
}
