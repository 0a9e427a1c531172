/// Where a key comes from: the fingerprint of the key where the derivation began, and the steps
/// from there (BIP-0380; Core: `KeyOriginInfo`, script/keyorigin.h).
public struct KeyOrigin: Hashable, Sendable {
  /// The fingerprint of the master key, or of a key that has no known origin itself.
  public let fingerprint: KeyFingerprint
  /// The steps from that key.
  public let path: DerivationPath

  /// The origin of these parts.
  public init(fingerprint: KeyFingerprint, path: DerivationPath) {
    self.fingerprint = fingerprint
    self.path = path
  }

  /// Reads `fingerprint` with steps after it, as descriptors have it between brackets; nil for
  /// anything else.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, let fingerprint = KeyFingerprint(hex: first) else { return nil }
    self.fingerprint = fingerprint
    guard parts.count == 2 else {
      path = DerivationPath()
      return
    }
    guard let path = DerivationPath(parts[1]), parts[1].first != "m", !parts[1].isEmpty else {
      return nil
    }
    self.path = path
  }

  /// The origin of a descendant of this key.
  public func appending(_ steps: DerivationPath) -> KeyOrigin {
    KeyOrigin(fingerprint: fingerprint, path: path + steps)
  }

  /// The origin as text, without the brackets.
  func text(mark: HardenedMark) -> String {
    fingerprint.description + path.suffix(mark: mark)
  }
}

extension KeyOrigin: CustomStringConvertible {
  /// The fingerprint, and each step after a slash, hardened ones with `h`.
  public var description: String { text(mark: .letter) }
}
