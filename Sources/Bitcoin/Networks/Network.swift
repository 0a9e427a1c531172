/// A Bitcoin network: what sets it apart from the others on the wire, in addresses and in its money
/// (Core: kernel/chainparams.cpp).
public struct Network: Hashable, Sendable {
  /// The name that Coldtrace uses: `mainnet`, `testnet3`, `testnet4`, `signet` or `regtest`.
  public let name: String
  /// The four bytes that stand before each block in a block file (Core: `pchMessageStart`).
  public private(set) var magic: [UInt8]
  /// The first byte of a P2PKH address (Core: `PUBKEY_ADDRESS`).
  public let publicKeyHashPrefix: UInt8
  /// The first byte of a P2SH address (Core: `SCRIPT_ADDRESS`).
  public let scriptHashPrefix: UInt8
  /// The first byte of a private key in wallet import format (Core: `SECRET_KEY`).
  public let secretKeyPrefix: UInt8
  /// The part of a segwit address before the `1` (BIP-0173).
  public let segwitPrefix: String
  /// The hash of the first block.
  public let genesis: BlockHash
  /// After how many blocks the subsidy halves (Core: `nSubsidyHalvingInterval`).
  public var subsidyHalvingInterval: Int

  /// How much the block at `height` may create beyond its fees (Core: `GetBlockSubsidy`, validation.cpp).
  ///
  /// - Precondition: neither `height` is negative nor the halving interval below 1.
  public func subsidy(at height: Int) -> Satoshi {
    precondition(height >= 0, "a height is not negative")
    precondition(subsidyHalvingInterval > 0, "a halving interval is 1 or more")
    let halvings = height / subsidyHalvingInterval
    guard halvings < 64 else { return .zero }
    // In Swift a shift binds tighter than a product.
    return Satoshi((50 * Satoshi.coin.rawValue) >> halvings)
  }
}

extension Network {
  /// The network that carries money.
  public static let mainnet = Network(
    name: "mainnet", magic: [0xf9, 0xbe, 0xb4, 0xd9], publicKeyHashPrefix: 0, scriptHashPrefix: 5,
    secretKeyPrefix: 128, segwitPrefix: "bc",
    genesis: "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f",
    subsidyHalvingInterval: 210_000)
  /// The third test network.
  public static let testnet3 = Network(
    name: "testnet3", magic: [0x0b, 0x11, 0x09, 0x07], publicKeyHashPrefix: 111,
    scriptHashPrefix: 196,
    secretKeyPrefix: 239, segwitPrefix: "tb",
    genesis: "000000000933ea01ad0ee984209779baaec3ced90fa3f408719526f8d77f4943",
    subsidyHalvingInterval: 210_000)
  /// The fourth test network (BIP-0094).
  public static let testnet4 = Network(
    name: "testnet4", magic: [0x1c, 0x16, 0x3f, 0x28], publicKeyHashPrefix: 111,
    scriptHashPrefix: 196,
    secretKeyPrefix: 239, segwitPrefix: "tb",
    genesis: "00000000da84f2bafbbc53dee25a72ae507ff4914b867c565be350b0da8bf043",
    subsidyHalvingInterval: 210_000)
  /// The default signet (BIP-0325); a signet of one's own has another magic.
  public static let signet = Network(
    name: "signet", magic: [0x0a, 0x03, 0xcf, 0x40], publicKeyHashPrefix: 111,
    scriptHashPrefix: 196,
    secretKeyPrefix: 239, segwitPrefix: "tb",
    genesis: "00000008819873e925422c1ff0f99f7cc9bbb232af63a077a480a3633bee1ef6",
    subsidyHalvingInterval: 210_000)
  /// A signet of one's own: the default one with a magic that follows from its challenge, the script
  /// whose solution each block carries (BIP-0325).
  public static func signet(challenge: [UInt8]) -> Network {
    var writer = ByteWriter(capacity: challenge.count + 9)
    writer.write(counted: challenge)
    var network = signet
    network.magic = [UInt8](Hash256(doubleSHA256: writer.bytes).bytes[..<4])
    return network
  }

  /// The network of tests, and of every simulated chain.
  public static let regtest = Network(
    name: "regtest", magic: [0xfa, 0xbf, 0xb5, 0xda], publicKeyHashPrefix: 111,
    scriptHashPrefix: 196,
    secretKeyPrefix: 239, segwitPrefix: "bcrt",
    genesis: "0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206",
    subsidyHalvingInterval: 150)

  /// All networks, mainnet first.
  public static let all = [mainnet, testnet3, testnet4, signet, regtest]

  /// The network of that name; nil if there is none.
  public init?(named name: String) {
    guard let network = Network.all.first(where: { $0.name == name }) else { return nil }
    self = network
  }

  private init(
    name: String, magic: [UInt8], publicKeyHashPrefix: UInt8, scriptHashPrefix: UInt8,
    secretKeyPrefix: UInt8, segwitPrefix: String, genesis: StaticString,
    subsidyHalvingInterval: Int
  ) {
    guard let hash = BlockHash(hex: genesis.description) else {
      preconditionFailure("the hash of a genesis block is 64 digits")
    }
    self.name = name
    self.magic = magic
    self.publicKeyHashPrefix = publicKeyHashPrefix
    self.scriptHashPrefix = scriptHashPrefix
    self.secretKeyPrefix = secretKeyPrefix
    self.segwitPrefix = segwitPrefix
    self.genesis = hash
    self.subsidyHalvingInterval = subsidyHalvingInterval
  }
}
