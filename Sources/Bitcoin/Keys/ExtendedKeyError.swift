/// Why bytes or a text are no extended key. It never holds the text, which may be secret.
public enum ExtendedKeyError: Error, Hashable, Sendable {
  /// It is no Base58 of 78 bytes with a right checksum.
  case unreadable
  /// The first four bytes are those of no extended key that BIP-0032 knows.
  case unknownVersion(UInt32)
  /// It is a key of another kind of network.
  case otherNetwork(expected: String)
  /// It is a secret key where a public one belongs.
  case isSecret
  /// It is a public key where a secret one belongs.
  case isPublic
  /// The 33 bytes of the key are no key of that kind.
  case invalidKey
  /// A key of depth 0 has no parent, yet it names one or says which child it is.
  case masterWithParent
}

extension ExtendedKeyError: CustomStringConvertible {
  /// What is wrong.
  public var description: String {
    switch self {
    case .unreadable: "no extended key, or its checksum is wrong"
    case .unknownVersion(let version):
      "unknown version \(Hex.encode(KeyFingerprint(rawValue: version).bytes)) of an extended key"
    case .otherNetwork(let expected): "an extended key of another network than \(expected)"
    case .isSecret: "a secret extended key where a public one is needed"
    case .isPublic: "a public extended key where a secret one is needed"
    case .invalidKey: "an extended key that holds no valid key"
    case .masterWithParent: "an extended key of depth 0 that names a parent"
    }
  }
}
