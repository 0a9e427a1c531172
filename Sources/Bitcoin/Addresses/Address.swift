/// The text form of a scriptPubKey that has one: Base58Check for P2PKH and P2SH, Bech32 for witness
/// version 0 (BIP-0173), Bech32m for the later ones (BIP-0350).
public struct Address: Sendable {
  /// The script that a payment to this address gets.
  public let scriptPubKey: ScriptPubKey
  /// The network that the address belongs to.
  public let network: Network

  /// The address of a script; nil if it has none: P2PK, bare multisig, data and nonstandard scripts
  /// (Core: `ExtractDestination`, addresstype.cpp).
  public init?(_ scriptPubKey: ScriptPubKey, network: Network) {
    switch scriptPubKey.classify() {
    case .nonstandard, .publicKey, .multisig, .nullData: return nil
    case .publicKeyHash, .scriptHash, .witnessV0KeyHash, .witnessV0ScriptHash, .witnessV1Taproot,
      .witnessUnknown:
      self.scriptPubKey = scriptPubKey
      self.network = network
    }
  }

  private init(checked scriptPubKey: ScriptPubKey, _ network: Network) {
    self.scriptPubKey = scriptPubKey
    self.network = network
  }
}

// MARK: - Identity

extension Address: Hashable {
  /// Whether both stand for the same script on networks of the same name; how fast the subsidy
  /// halves there makes no other address.
  public static func == (left: Address, right: Address) -> Bool {
    left.scriptPubKey == right.scriptPubKey && left.network.name == right.network.name
  }

  /// Hashes the script and the network's name.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(scriptPubKey)
    hasher.combine(network.name)
  }
}

// MARK: - Text

extension Address: CustomStringConvertible, CustomDebugStringConvertible {
  /// The address as people pass it on (Core: `EncodeDestination`, key_io.cpp).
  public var description: String {
    let bytes = scriptPubKey.bytes
    switch scriptPubKey.classify() {
    case .publicKeyHash:
      return Base58.encodeChecked([network.publicKeyHashPrefix] + bytes[3..<23])
    case .scriptHash:
      return Base58.encodeChecked([network.scriptHashPrefix] + bytes[2..<22])
    default:
      let version = Opcode.smallNumber(of: bytes[0]) ?? 0
      return Bech32.encode(
        version == 0 ? .bech32 : .bech32m, prefix: network.segwitPrefix,
        values: [UInt8(version)] + Bech32.values(fromBytes: [UInt8](bytes[2...])))
    }
  }

  /// The same as `description`.
  public var debugDescription: String { description }

  /// Reads an address of `network` (Core: `DecodeDestination`, key_io.cpp).
  ///
  /// - Throws: `unreadable` and `wrongChecksum` for what no network has; `otherNetwork`;
  ///   `wrongContent` for a wrong length, witness version or checksum variant.
  public init(_ text: String, network: Network) throws(AddressError) {
    // Core takes whatever starts with the network's prefix for Bech32.
    if text.lowercased().hasPrefix(network.segwitPrefix) {
      try self.init(segwit: text, network)
    } else {
      try self.init(base58: text, network)
    }
  }

  private init(base58 text: String, _ network: Network) throws(AddressError) {
    guard let content = Base58.decodeChecked(text, limit: 21) else {
      if let other = Bech32.decode(text),
        Network.all.contains(where: { $0.segwitPrefix == other.prefix })
      {
        throw .otherNetwork(text, expected: network.name)
      }
      // Less than a checksum and a byte can be no address that was mistyped.
      let count = Base58.decode(text, limit: 100)?.count ?? 0
      throw count < 5 ? .unreadable(text) : .wrongChecksum(text)
    }
    let isKnown = Network.all.contains {
      content.first == $0.publicKeyHashPrefix || content.first == $0.scriptHashPrefix
    }
    let hash = Hash160(bytes: [UInt8](content.dropFirst()))
    switch (content.first, hash) {
    case (network.publicKeyHashPrefix, .some(let hash)):
      self.init(checked: .payToPublicKeyHash(hash), network)
    case (network.scriptHashPrefix, .some(let hash)):
      self.init(checked: .payToScriptHash(hash), network)
    case (_, .none):
      throw .wrongContent(text, reason: "\(content.count) bytes instead of 21")
    default:
      throw isKnown
        ? .otherNetwork(text, expected: network.name)
        : .wrongContent(text, reason: "unknown version byte \(content.first ?? 0)")
    }
  }

  private init(segwit text: String, _ network: Network) throws(AddressError) {
    guard let decoded = Bech32.decode(text) else { throw .wrongChecksum(text) }
    guard decoded.prefix == network.segwitPrefix else {
      throw .otherNetwork(text, expected: network.name)
    }
    guard let version = decoded.values.first else {
      throw .wrongContent(text, reason: "no witness version")
    }
    guard version <= 16 else {
      throw .wrongContent(text, reason: "witness version \(version) above 16")
    }
    guard (version == 0) == (decoded.variant == .bech32) else {
      throw .wrongContent(
        text, reason: "witness version \(version) with the checksum of another version")
    }
    guard let program = Bech32.bytes(fromValues: decoded.values.dropFirst()) else {
      throw .wrongContent(text, reason: "wrong padding")
    }
    let isRightSize =
      version == 0 ? [20, 32].contains(program.count) : (2...40).contains(program.count)
    guard isRightSize else {
      throw .wrongContent(
        text, reason: "witness program of \(program.count) bytes for version \(version)")
    }
    let opcode = version == 0 ? Opcode.push0 : Opcode.push1 + version - 1
    self.init(
      checked: ScriptPubKey([opcode, UInt8(program.count)] + program), network)
  }
}
