/// The 78 bytes of an extended key (BIP-0032).
///
/// ```
/// version (4) | depth (1) | parent's fingerprint (4) | child number (4) | chain code (32) | key (33)
/// ```
///
/// All numbers are big-endian; a secret key has a zero byte before its 32.
struct ExtendedKeyForm {
  /// How many bytes there are.
  static let size = 78
  /// Where the depth stands.
  static let depthPlace = 4
  /// Where the key stands.
  static let keyPlace = 45..<size

  /// What the first four bytes say.
  enum Version: UInt32, CaseIterable {
    case mainnetPublic = 0x0488_b21e
    case mainnetSecret = 0x0488_ade4
    case testPublic = 0x0435_87cf
    case testSecret = 0x0435_8394

    /// The version of a network's keys (Core: `base58Prefixes`, kernel/chainparams.cpp).
    init(_ network: Network, isSecret: Bool) {
      self =
        network.name == Network.mainnet.name
        ? (isSecret ? .mainnetSecret : .mainnetPublic) : (isSecret ? .testSecret : .testPublic)
    }

    var isSecret: Bool { self == .mainnetSecret || self == .testSecret }
  }

  var depth: UInt8
  var parent: KeyFingerprint
  var childNumber: ChildNumber
  var chainCode: Hash256
  var key: [UInt8]

  init(
    depth: UInt8, parent: KeyFingerprint, childNumber: ChildNumber, chainCode: Hash256,
    key: [UInt8]
  ) {
    self.depth = depth
    self.parent = parent
    self.childNumber = childNumber
    self.chainCode = chainCode
    self.key = key
  }

  /// Reads the text of a network's key.
  init(
    text: some StringProtocol, _ network: Network, isSecret: Bool
  ) throws(ExtendedKeyError) {
    // 112 digits hold 82 bytes; a longer text costs no work.
    guard text.utf8.count <= 112,
      let bytes = Base58.decodeChecked(String(text), limit: ExtendedKeyForm.size)
    else { throw .unreadable }
    try self.init(bytes: bytes, network, isSecret: isSecret)
  }

  /// Reads the bytes of a network's key.
  init(bytes: [UInt8], _ network: Network, isSecret: Bool) throws(ExtendedKeyError) {
    guard bytes.count == ExtendedKeyForm.size,
      let first = KeyFingerprint(bytes: [UInt8](bytes[..<4])),
      let parent = KeyFingerprint(bytes: [UInt8](bytes[5..<9])),
      let child = KeyFingerprint(bytes: [UInt8](bytes[9..<13])),
      let chainCode = Hash256(bytes: [UInt8](bytes[13..<45]))
    else { throw .unreadable }
    guard let version = Version(rawValue: first.rawValue) else {
      throw .unknownVersion(first.rawValue)
    }
    guard version.isSecret == isSecret else { throw version.isSecret ? .isSecret : .isPublic }
    guard version == Version(network, isSecret: isSecret) else {
      throw .otherNetwork(expected: network.name)
    }
    guard bytes[ExtendedKeyForm.depthPlace] > 0 || (parent.rawValue == 0 && child.rawValue == 0)
    else {
      throw .masterWithParent
    }
    self.init(
      depth: bytes[ExtendedKeyForm.depthPlace], parent: parent,
      childNumber: ChildNumber(rawValue: child.rawValue),
      chainCode: chainCode, key: [UInt8](bytes[ExtendedKeyForm.keyPlace]))
  }

  /// The bytes of a network's key.
  func bytes(_ network: Network, isSecret: Bool) -> [UInt8] {
    let version = Version(network, isSecret: isSecret)
    return KeyFingerprint(rawValue: version.rawValue).bytes + [depth] + parent.bytes
      + KeyFingerprint(rawValue: childNumber.rawValue).bytes + chainCode.bytes + key
  }
}
