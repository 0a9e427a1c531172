import Testing

@testable import Bitcoin

/// BIP-0032's own vectors, copied into Tests/BitcoinTests/Vectors/bip32.json.
struct ExtendedKeyVectors: Decodable, Sendable {
  struct Valid: Decodable, Sendable, CustomTestStringConvertible {
    let seed: String
    let path: String
    let publicKey: String
    let secretKey: String
    var testDescription: String { "\(seed.prefix(8)) \(path)" }
  }
  struct Invalid: Decodable, Sendable, CustomTestStringConvertible {
    let text: String
    let reason: String
    var testDescription: String { "\(reason): \(text.suffix(6))" }
  }
  let source: String
  let valid: [Valid]
  let invalid: [Invalid]
}

@Suite("Extended keys")
struct ExtendedKeyTests {
  static let files = SharedData.own("bip32.json", as: ExtendedKeyVectors.self)
  static let valid = files.flatMap(\.valid)
  static let invalid = files.flatMap(\.invalid)

  /// What each reason of the BIP's is here.
  static let errors: [(prefix: String, error: ExtendedKeyError)] = [
    ("pubkey version / prvkey mismatch", .invalidKey),
    ("prvkey version / pubkey mismatch", .invalidKey),
    ("invalid pubkey", .invalidKey), ("invalid prvkey", .invalidKey),
    ("private key", .invalidKey), ("zero depth", .masterWithParent),
    ("unknown extended key version", .unknownVersion(0)), ("invalid checksum", .unreadable),
  ]

  static func sample() throws -> ExtendedSecretKey {
    try #require(ExtendedSecretKey(seed: [UInt8](0..<16)))
  }

  @Test("official chains", arguments: valid)
  func chain(_ vector: ExtendedKeyVectors.Valid) throws {
    let seed = try #require(Hex.decode(vector.seed))
    let master = try #require(ExtendedSecretKey(seed: seed))
    let path = try #require(DerivationPath(vector.path))
    #expect(path.description == vector.path)
    let secret = try #require(master.descendant(path))
    #expect(secret.revealText(network: .mainnet) == vector.secretKey)
    #expect(secret.publicKey.text(network: .mainnet) == vector.publicKey)
    let readPublic = try ExtendedPublicKey(vector.publicKey, network: .mainnet)
    #expect(readPublic == secret.publicKey)
    let readSecret = try ExtendedSecretKey(vector.secretKey, network: .mainnet)
    #expect(readSecret.publicKey == secret.publicKey)
    #expect(readSecret.key.revealBytes() == secret.key.revealBytes())
    let bytes = readPublic.serialized(network: .mainnet)
    #expect(bytes.count == 78)
    #expect(try ExtendedPublicKey(serialized: bytes, network: .mainnet) == readPublic)
    // Public derivation meets secret derivation.
    for number in [0, 1, 0x7fff_ffff] as [UInt32] {
      let step = try #require(ChildNumber(number, isHardened: false))
      #expect(readPublic.child(step) == readSecret.child(step)?.publicKey)
    }
    #expect(readPublic.child(ChildNumber(rawValue: 0x8000_0000)) == nil)
  }

  @Test("official texts that are no keys", arguments: invalid)
  func refused(_ vector: ExtendedKeyVectors.Invalid) throws {
    let expected = try #require(
      ExtendedKeyTests.errors.first { vector.reason.hasPrefix($0.prefix) }?.error)
    for network in [Network.mainnet, .testnet3] {
      #expect(throws: ExtendedKeyError.self) {
        try ExtendedPublicKey(vector.text, network: network)
      }
      #expect(throws: ExtendedKeyError.self) {
        try ExtendedSecretKey(vector.text, network: network)
      }
    }
    let found = #expect(throws: ExtendedKeyError.self) {
      if vector.text.hasPrefix("xpub") {
        _ = try ExtendedPublicKey(vector.text, network: .mainnet)
      } else {
        _ = try ExtendedSecretKey(vector.text, network: .mainnet)
      }
    }
    if case .unknownVersion = found { return #expect(expected == .unknownVersion(0)) }
    #expect(found == expected)
  }

  @Test("the file holds all of BIP-0032's")
  func count() {
    #expect(ExtendedKeyTests.files.count == 1)
    #expect(ExtendedKeyTests.valid.count == 17)
    #expect(ExtendedKeyTests.invalid.count == 16)
  }

  @Test("keys of test networks begin with t, and belong to no other kind")
  func networks() throws {
    let key = try ExtendedKeyTests.sample()
    for network in Network.all {
      let secret = key.revealText(network: network)
      let text = key.publicKey.text(network: network)
      #expect(secret.hasPrefix(network.name == "mainnet" ? "xprv" : "tprv"))
      #expect(text.hasPrefix(network.name == "mainnet" ? "xpub" : "tpub"))
      #expect(try ExtendedPublicKey(text, network: network) == key.publicKey)
      #expect(throws: ExtendedKeyError.isPublic) { try ExtendedSecretKey(text, network: network) }
      #expect(throws: ExtendedKeyError.isSecret) { try ExtendedPublicKey(secret, network: network) }
      let other = network.name == "mainnet" ? Network.regtest : .mainnet
      #expect(throws: ExtendedKeyError.otherNetwork(expected: other.name)) {
        try ExtendedPublicKey(text, network: other)
      }
    }
  }

  @Test("seeds are 16 to 64 bytes", arguments: [0, 15, 16, 64, 65])
  func seed(_ count: Int) {
    let key = ExtendedSecretKey(seed: [UInt8](repeating: 1, count: count))
    #expect((key != nil) == (16...64).contains(count))
  }

  @Test("a key of depth 255 has no children")
  func depth() throws {
    var key = try ExtendedKeyTests.sample()
    for _ in 0..<255 { key = try #require(key.child(ChildNumber(rawValue: 0))) }
    #expect(key.depth == 255)
    #expect(key.child(ChildNumber(rawValue: 0)) == nil)
    #expect(key.publicKey.child(ChildNumber(rawValue: 0)) == nil)
  }

  @Test("a secret extended key never shows in text")
  func hidden() throws {
    let key = try ExtendedKeyTests.sample()
    var dumped = ""
    dump([key], to: &dumped)
    for text in ["\(key)", String(reflecting: key), "\([key])", dumped] {
      #expect(text.contains("hidden"))
      #expect(!text.contains("prv"))
      #expect(!text.contains(Hex.encode(key.key.revealBytes())))
    }
  }
}

@Suite("Derivation paths")
struct DerivationPathTests {
  @Test(
    "paths that are read",
    arguments: [
      ("", "m", 0), ("m", "m", 0), ("m/0", "m/0", 1), ("0", "m/0", 1),
      ("m/84h/0'/2147483647h", "m/84h/0h/2147483647h", 3), ("007", "m/7", 1),
    ])
  func read(_ vector: (text: String, canonical: String, count: Int)) throws {
    let path = try #require(DerivationPath(vector.text))
    #expect(path.description == vector.canonical)
    #expect(path.steps.count == vector.count)
    #expect(DerivationPath(path.description) == path)
  }

  @Test(
    "paths that are refused",
    arguments: [
      "/", "m/", "m//0", "/0", "0/", "m/m", "M/0", "0H", "h", "m/h", "2147483648", "2147483648h",
      "4294967296", "99999999999999999999", "-1", "+1", " 1", "1 ", "0hh", "0h'", "٣", "*", "0x1",
      "m" + String(repeating: "/0", count: 256),
    ])
  func refused(_ text: String) {
    #expect(DerivationPath(text) == nil)
  }

  @Test("255 steps are taken")
  func longest() {
    #expect(DerivationPath("m" + String(repeating: "/0h", count: 255))?.steps.count == 255)
  }

  @Test(
    "origins, both ways", arguments: ["deadbeef", "deadbeef/0", "00000000/44h/0h/0h/1/2147483647"])
  func origin(_ text: String) throws {
    let origin = try #require(KeyOrigin(text))
    #expect(origin.description == text)
    #expect(origin.fingerprint.bytes.count == 4)
    #expect(KeyFingerprint(bytes: origin.fingerprint.bytes) == origin.fingerprint)
  }

  @Test(
    "origins that are refused",
    arguments: [
      "", "deadbef", "deadbeeff", "gaaaaaaa", "deadbeef/", "deadbeef/m", "deadbeef/m/0",
      "deadbeef//0", "deadbeef/*", "/0",
    ])
  func refusedOrigin(_ text: String) {
    #expect(KeyOrigin(text) == nil)
  }
}
