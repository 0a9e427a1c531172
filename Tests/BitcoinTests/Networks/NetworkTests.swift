import Testing

@testable import Bitcoin

@Suite("Network")
struct NetworkTests {
  struct Constants: Sendable {
    let network: Network
    let magic: [UInt8]
    let genesis: String
    let merkleRoot: String
    let interval: Int
  }

  /// Core: kernel/chainparams.cpp, written down a second time.
  static let constants = [
    Constants(
      network: .mainnet, magic: [0xf9, 0xbe, 0xb4, 0xd9],
      genesis: "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f",
      merkleRoot: "4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b",
      interval: 210_000),
    Constants(
      network: .testnet3, magic: [0x0b, 0x11, 0x09, 0x07],
      genesis: "000000000933ea01ad0ee984209779baaec3ced90fa3f408719526f8d77f4943",
      merkleRoot: "4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b",
      interval: 210_000),
    Constants(
      network: .testnet4, magic: [0x1c, 0x16, 0x3f, 0x28],
      genesis: "00000000da84f2bafbbc53dee25a72ae507ff4914b867c565be350b0da8bf043",
      merkleRoot: "7aa0a7ae1e223414cb807e40cd57e667b718e42aaf9306db9102fe28912b7b4e",
      interval: 210_000),
    Constants(
      network: .signet, magic: [0x0a, 0x03, 0xcf, 0x40],
      genesis: "00000008819873e925422c1ff0f99f7cc9bbb232af63a077a480a3633bee1ef6",
      merkleRoot: "4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b",
      interval: 210_000),
    Constants(
      network: .regtest, magic: [0xfa, 0xbf, 0xb5, 0xda],
      genesis: "0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206",
      merkleRoot: "4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b",
      interval: 150),
  ]

  @Test("the genesis block hashes to the network's genesis", arguments: constants)
  func genesis(_ constants: Constants) {
    let network = constants.network
    let block = Block.genesis(of: network)
    #expect(network.magic == constants.magic)
    #expect(network.subsidyHalvingInterval == constants.interval)
    #expect(network.genesis.description == constants.genesis)
    #expect(block.header.computeHash().description == constants.genesis)
    #expect(block.header.merkleRoot.description == constants.merkleRoot)
    #expect(block.computeMerkleRoot() == block.header.merkleRoot)
    #expect(block.header.meetsTarget())
    #expect(Network(named: network.name) == network)
  }

  @Test("the subsidy halves until nothing is left")
  func subsidy() {
    let regtest = Network.regtest
    #expect(regtest.subsidy(at: 0) == Satoshi(5_000_000_000))
    #expect(regtest.subsidy(at: 149) == Satoshi(5_000_000_000))
    #expect(regtest.subsidy(at: 150) == Satoshi(2_500_000_000))
    #expect(regtest.subsidy(at: 150 * 32) == Satoshi(1))
    #expect(regtest.subsidy(at: 150 * 33) == .zero)
    #expect(regtest.subsidy(at: 150 * 64) == .zero)
    #expect(regtest.subsidy(at: .max) == .zero)
    var total: Int64 = 0
    for height in stride(from: 0, to: 210_000 * 34, by: 210_000) {
      total += Network.mainnet.subsidy(at: height).rawValue * 210_000
    }
    #expect(total == 2_099_999_997_690_000)
  }

  @Test("there is no network of another name")
  func unknown() {
    #expect(Network(named: "main") == nil)
    #expect(Network.all.map(\.name) == ["mainnet", "testnet3", "testnet4", "signet", "regtest"])
  }
}
