/// A text that says which outputs a wallet has, and by which keys (BIP-0380; Core:
/// doc/descriptors.md).
///
/// ```
/// wsh(sortedmulti(2,[d34db33f/48h/0h/0h/2h]xpub…/0/*,xpub…/0/*))#checksum
/// ```
///
/// Functions: `pk`, `pkh`, `wpkh`, `sh`, `wsh`, `multi`, `sortedmulti`, `tr` with a tree of `pk`,
/// `pkh`, `multi_a`, `sortedmulti_a`, `rawtr`, `combo`, `addr`, `raw`. Secret keys never show unless
/// `revealText` is called.
public struct Descriptor: Sendable {
  /// The most bytes that a text may have.
  public static let maxLength = 1_000_000

  /// The network whose keys and addresses the text has.
  public let network: Network
  let expression: DescriptorExpression

  /// Reads a descriptor, with or without its checksum.
  ///
  /// - Throws: a `DescriptorError` that says what is wrong, and where.
  public init(_ text: String, network: Network) throws(DescriptorError) {
    let characters = Array(text.utf8)
    guard characters.count <= Descriptor.maxLength else {
      throw DescriptorError(.tooLong(max: Descriptor.maxLength), at: Descriptor.maxLength)
    }
    if let wrong = characters.firstIndex(where: { !DescriptorChecksum.isAllowed($0) }) {
      throw DescriptorError(.invalidCharacter, at: wrong)
    }
    let end = characters.firstIndex(of: UInt8(ascii: "#")) ?? characters.count
    let payload = [UInt8](characters[..<end])
    if end < characters.count {
      try Descriptor.check([UInt8](characters[(end + 1)...]), of: payload)
    }
    var reader = DescriptorReader(payload, network)
    expression = try reader.readAll()
    self.network = network
  }

  private static func check(_ given: [UInt8], of payload: [UInt8]) throws(DescriptorError) {
    let start = payload.count + 1
    guard !given.isEmpty else { throw DescriptorError(.missingChecksum, at: start) }
    guard given.count == DescriptorChecksum.size, !given.contains(UInt8(ascii: "#")) else {
      throw DescriptorError(.malformedChecksum, at: start)
    }
    let expected = DescriptorChecksum.make(payload)
    guard given == Array(expected.utf8) else {
      throw DescriptorError(.wrongChecksum(expected: expected), at: start)
    }
  }

  /// Whether it stands for a family of outputs, each with an index.
  public var isRanged: Bool { expression.keys.contains(where: \.isRanged) }

  /// Whether it holds the secret of any of its keys.
  public var holdsSecrets: Bool { expression.keys.contains(where: \.holdsSecret) }

  /// Derives the scripts at an index from 0 to 2^31 - 1, which is not looked at unless the
  /// descriptor is ranged. Of a `combo` it is the first output, P2PK.
  ///
  /// - Throws: `needsSecretKey` for hardened children of a public key, `indexTooLarge`, `noKey`.
  public func scripts(at index: UInt32 = 0) throws(DescriptorError) -> DerivedScripts {
    guard let first = try allScripts(at: index).first else {
      throw DescriptorError(.noKey, at: 0)
    }
    return first
  }

  /// Derives all outputs at an index: one, and of a `combo` P2PK, P2PKH and for a compressed key
  /// P2WPKH and P2SH-P2WPKH.
  ///
  /// - Throws: as `scripts(at:)` does.
  public func allScripts(at index: UInt32 = 0) throws(DescriptorError) -> [DerivedScripts] {
    try expression.derive(at: index)
  }

  /// Writes the descriptor with the secret keys that it holds, and its checksum. Whoever has it has
  /// the coins.
  public func revealText() -> String {
    Descriptor.withChecksum(expression.text(network, isRevealing: true))
  }

  /// Writes a descriptor without secrets by which the same scripts can be derived: hardened steps
  /// are taken, and the key's origin names them, with `h` (BIP-0380). Children that are hardened
  /// themselves still need the secret.
  ///
  /// - Throws: `noKey`.
  public func normalizedText() throws(DescriptorError) -> String {
    Descriptor.withChecksum(
      try expression.normalized().text(network, isRevealing: false))
  }

  private static func withChecksum(_ text: String) -> String {
    text + "#" + DescriptorChecksum.make(text.utf8)
  }
}

extension Descriptor: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The descriptor with its checksum, and with the public key in the place of each secret one (as
  /// Core's `getdescriptorinfo` writes it).
  public var description: String {
    Descriptor.withChecksum(expression.text(network, isRevealing: false))
  }
  /// The same as `description`.
  public var debugDescription: String { description }
  /// A mirror without children.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
