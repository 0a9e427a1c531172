import Testing

@testable import Bitcoin

struct KeyIOCase: Sendable {
  let text: String
  let payload: [UInt8]
  let network: Network
  let isSecret: Bool
  let isCompressed: Bool
  let takesOtherCase: Bool

  static let networks: [String: Network] = [
    "main": .mainnet, "test": .testnet3, "testnet4": .testnet4, "signet": .signet,
    "regtest": .regtest,
  ]

  init?(_ row: [Any]) {
    guard row.count == 3, let text = row[0] as? String,
      let payload = (row[1] as? String).flatMap({ Hex.decode($0) }),
      let facts = row[2] as? [String: Any], let chain = facts["chain"] as? String,
      let network = KeyIOCase.networks[chain], let isSecret = facts["isPrivkey"] as? Bool
    else { return nil }
    self.text = text
    self.payload = payload
    self.network = network
    self.isSecret = isSecret
    self.isCompressed = facts["isCompressed"] as? Bool ?? false
    self.takesOtherCase = facts["tryCaseFlip"] as? Bool ?? false
  }
}

@Suite("Addresses and keys as text")
struct KeyIOTests {
  static let valid: [VectorCase<KeyIOCase>] = SharedData.rows("key_io_valid.json").compactMap {
    row in
    guard let value = KeyIOCase(row) else {
      Issue.record("key_io_valid.json has a row of another form: \(row)")
      return nil
    }
    return VectorCase(value.text, value)
  }

  static let invalid = SharedData.rows("key_io_invalid.json", atLeast: 1)
    .compactMap { $0[0] as? String }

  @Test(
    "official addresses, both ways", .tags(.vectors), arguments: valid.filter { !$0.value.isSecret }
  )
  func address(_ vector: VectorCase<KeyIOCase>) throws {
    let value = vector.value
    let address = try Address(value.text, network: value.network)
    #expect(address.scriptPubKey.bytes == value.payload)
    #expect(Address(ScriptPubKey(value.payload), network: value.network)?.description == value.text)
    #expect(WalletImportKey(wif: value.text, network: value.network) == nil)
    let flipped = String(
      value.text.map { Character($0.isUppercase ? $0.lowercased() : $0.uppercased()) })
    if value.takesOtherCase {
      #expect(try Address(flipped, network: value.network) == address)
    } else {
      #expect(throws: AddressError.self) { try Address(flipped, network: value.network) }
    }
  }

  @Test("official keys, both ways", .tags(.vectors), arguments: valid.filter { $0.value.isSecret })
  func key(_ vector: VectorCase<KeyIOCase>) throws {
    let value = vector.value
    let key = try #require(WalletImportKey(wif: value.text, network: value.network))
    #expect(key.key.revealBytes() == value.payload)
    #expect(key.isCompressed == value.isCompressed)
    #expect(key.revealWIF(network: value.network) == value.text)
    #expect(throws: AddressError.self) { try Address(value.text, network: value.network) }
  }

  @Test("official texts that no network takes", .tags(.vectors), arguments: invalid)
  func refused(_ text: String) {
    for network in Network.all {
      #expect(throws: AddressError.self) { try Address(text, network: network) }
      #expect(WalletImportKey(wif: text, network: network) == nil)
    }
  }

  @Test("the official files were read", .tags(.vectors))
  func count() {
    guard SharedData.isPresent(SharedData.vectors) else { return }
    #expect(KeyIOTests.valid.count == 70)
    #expect(KeyIOTests.invalid.count == 70)
  }
}
