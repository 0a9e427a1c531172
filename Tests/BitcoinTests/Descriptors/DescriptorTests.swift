import Testing

@testable import Bitcoin

/// The vectors of BIP-0380 to BIP-0387, copied into Tests/BitcoinTests/Vectors/descriptors.json.
struct DescriptorVectors: Decodable, Sendable {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    let bip: Int
    let name: String
    let isValid: Bool
    let descriptor: String
    /// For each index from 0 the scripts, several for a combo.
    let scripts: [[String]]
    var testDescription: String { "BIP-0\(bip) \(name) \(descriptor.prefix(40))" }
  }
  let source: String
  let cases: [Case]
}

/// A case of Tests/BitcoinTests/Vectors/derived_descriptors.json.
struct DerivedDescriptorVector: Decodable, Sendable, CustomTestStringConvertible {
  let shape: String
  let text: String
  let publicText: String
  let normalizedText: String?
  let isRanged: Bool
  let scripts: [[String]]

  var testDescription: String { "\(shape) \(text.suffix(8))" }
}

@Suite("Descriptors against btclib and Bitcoin Core")
struct DerivedDescriptorTests {
  static let vectors = SharedData.own(
    "derived_descriptors.json", as: DerivedDescriptorVector.self)

  @Test("scripts, text with secrets and text without", arguments: vectors)
  func isMet(_ vector: DerivedDescriptorVector) throws {
    let descriptor = try Descriptor(vector.text, network: .mainnet)
    #expect(descriptor.isRanged == vector.isRanged)
    #expect(descriptor.revealText() == vector.text)
    #expect(descriptor.description == vector.publicText)
    let text = try descriptor.normalizedText()
    if let expected = vector.normalizedText { #expect(text == expected) }
    let normalized = try Descriptor(text, network: .mainnet)
    #expect(!normalized.holdsSecrets)
    if !normalized.expression.keys.contains(where: { $0.wildcard == .hardenedChildren }) {
      let derived = try normalized.allScripts(at: 1).map(\.scriptPubKey)
      #expect(try derived == descriptor.allScripts(at: 1).map(\.scriptPubKey))
    }
    for (index, expected) in vector.scripts.enumerated() {
      let outputs = try descriptor.allScripts(at: UInt32(index))
      #expect(outputs.map { Hex.encode($0.scriptPubKey.bytes) } == expected)
      for output in outputs { DescriptorTests.check(output, of: descriptor) }
    }
  }

  @Test("the file holds what the script makes")
  func count() {
    #expect(DerivedDescriptorTests.vectors.count == 96)
    #expect(Set(DerivedDescriptorTests.vectors.map(\.shape)).count == 12)
  }

  @Test("a normalised key keeps the fingerprint of an origin without steps")
  func normalizedOrigin() throws {
    let key = try ExtendedKeyTests.sample()
    let child = try #require(key.child(ChildNumber(rawValue: 0x8000_0001)))
    let text = "pk([deadbeef]\(key.revealText(network: .mainnet))/1'/2/*)"
    let expected = "pk([deadbeef/1h]\(child.publicKey.text(network: .mainnet))/2/*)"
    let normalized = try Descriptor(text, network: .mainnet).normalizedText()
    #expect(normalized.split(separator: "#")[0] == expected)
  }

  @Test("a key hash in a tree is that of the x alone, as Bitcoin Core has it")
  func keyHashInTree() throws {
    // BIP-0386 lists this descriptor without its script; Bitcoin Core's deriveaddresses gives it.
    let descriptor = try Descriptor(
      "tr(a34b99f22c790c4e36b2b3c2c35a36db06226e41c692fc82b8b56ac1c540c5bd,"
        + "pkh(L4rK1yDtCWekvXuE6oXD9jCYfFNV2cWRpVuPLBcCU2z8TrisoyY1))", network: .mainnet)
    let script = try descriptor.scripts().scriptPubKey
    #expect(
      Address(script, network: .mainnet)?.description
        == "bc1p0j6yfyle528z65m9dshtd7e6q5a04gzl3t37736rjtv8t8xh3daqn4ux0n")
  }
}

@Suite("Descriptors")
struct DescriptorTests {
  static let files = SharedData.own("descriptors.json", as: DescriptorVectors.self)
  static let valid = files.flatMap(\.cases).filter(\.isValid)
  static let invalid = files.flatMap(\.cases).filter { !$0.isValid }

  @Test("official descriptors, their scripts, and both ways of text", arguments: valid)
  func official(_ vector: DescriptorVectors.Case) throws {
    let descriptor = try Descriptor(vector.descriptor, network: .mainnet)
    #expect(descriptor.isRanged == vector.descriptor.contains("*"))
    for (index, expected) in vector.scripts.enumerated() {
      let outputs = try descriptor.allScripts(at: UInt32(index))
      #expect(outputs.map { Hex.encode($0.scriptPubKey.bytes) } == expected)
      #expect(try descriptor.scripts(at: UInt32(index)).scriptPubKey == outputs.first?.scriptPubKey)
      for output in outputs { DescriptorTests.check(output, of: descriptor) }
    }
    let secrets = try Descriptor(descriptor.revealText(), network: .mainnet)
    #expect(secrets.revealText() == descriptor.revealText())
    #expect(secrets.description == descriptor.description)
    let shown = try Descriptor(descriptor.description, network: .mainnet)
    #expect(shown.description == descriptor.description)
    #expect(!shown.holdsSecrets)
    #expect(!descriptor.description.contains("prv"))
    // A key of 33 bytes in tr() is written by its x alone, and of mixed marks the last one is kept.
    if !vector.descriptor.hasPrefix("tr("), !vector.name.contains("mixed") {
      let payload = vector.descriptor.split(separator: "#")[0]
      #expect(descriptor.revealText().split(separator: "#")[0] == payload)
    }
  }

  /// What holds of all derived scripts.
  static func check(_ output: DerivedScripts, of descriptor: Descriptor) {
    if let script = output.redeemScript {
      #expect(output.scriptPubKey == .payToScriptHash(of: script))
    }
    if let script = output.witnessScript {
      let program = ScriptPubKey.payToWitnessScriptHash(of: script)
      #expect(
        output.redeemScript.map { $0.bytes == program.bytes } ?? (output.scriptPubKey == program))
    }
    if let taproot = output.taproot { #expect(taproot.scriptPubKey == output.scriptPubKey) }
    for key in output.keys {
      guard let secret = key.secretKey else { continue }
      #expect(descriptor.holdsSecrets)
      #expect(secret.makePublicKey(compressed: key.publicKey.isCompressed) == key.publicKey)
    }
  }

  @Test("official texts that are no descriptors", arguments: invalid)
  func refused(_ vector: DescriptorVectors.Case) {
    let error = #expect(throws: DescriptorError.self) {
      try Descriptor(vector.descriptor, network: .mainnet)
    }
    #expect((0...vector.descriptor.utf8.count).contains(error?.position ?? -1))
  }

  @Test("the file holds all of the BIPs'")
  func count() {
    #expect(DescriptorTests.files.count == 1)
    #expect(DescriptorTests.valid.count == 81)
    #expect(DescriptorTests.invalid.count == 61)
    let scripts = DescriptorTests.valid.flatMap(\.scripts).reduce(0) { $0 + $1.count }
    #expect(scripts == 87)
  }

  // MARK: - Keys and where they come from

  @Test("keys come with their origins and secrets")
  func origins() throws {
    let master = try ExtendedKeyTests.sample()
    let fingerprint = master.publicKey.computeFingerprint()
    let path = try #require(DerivationPath("84h/0h/0h"))
    let account = try #require(master.descendant(path))
    let text = "wpkh([\(fingerprint)/84h/0h/0h]\(account.revealText(network: .regtest))/1/*)"
    let descriptor = try Descriptor(text, network: .regtest)
    let key = try #require(try descriptor.scripts(at: 7).keys.first)
    #expect(key.origin.description == "\(fingerprint)/84h/0h/0h/1/7")
    #expect(key.secretKey?.revealBytes() == master.descendant(key.origin.path)?.key.revealBytes())
    let shown = try Descriptor(descriptor.description, network: .regtest)
    #expect(try shown.scripts(at: 7).scriptPubKey == descriptor.scripts(at: 7).scriptPubKey)
    #expect(try shown.scripts(at: 7).keys.first?.secretKey == nil)
    // Without an origin the extended key itself is where it begins.
    let bare = try Descriptor(
      "pkh(\(account.publicKey.text(network: .regtest))/1/*)", network: .regtest)
    let origin = try #require(try bare.scripts(at: 7).keys.first).origin
    #expect(origin.fingerprint == account.publicKey.computeFingerprint())
    #expect(origin.path.description == "m/1/7")
  }

  @Test("keys of a tree come with the leaves in which they stand")
  func leaves() throws {
    let keys = try (1...3).map { try KeyTests.secret($0).xOnlyPublicKey.description }
    let descriptor = try Descriptor(
      "tr(\(keys[0]),{pk(\(keys[1])),multi_a(2,\(keys[1]),\(keys[2]))})", network: .mainnet)
    let output = try descriptor.scripts()
    let entries = try #require(output.taproot?.tree?.entries)
    #expect(entries.map(\.depth) == [1, 1])
    #expect(output.keys.map(\.leafHashes) == [[]] + [0, 1, 1].map { [entries[$0].leaf.leafHash] })
    #expect(output.keys.map(\.xOnly.description) == [keys[0], keys[1], keys[1], keys[2]])
    #expect(
      Hex.encode(entries[1].leaf.script) == "20\(keys[1])ac20\(keys[2])ba529c")
  }

  @Test("a tree of any shape survives both ways")
  func shapes() throws {
    let key = try KeyTests.secret(1).xOnlyPublicKey.description
    let leaf = "pk(\(key))"
    for tree in [
      leaf, "{\(leaf),\(leaf)}", "{\(leaf),{\(leaf),\(leaf)}}", "{{\(leaf),\(leaf)},\(leaf)}",
      "{{\(leaf),{\(leaf),\(leaf)}},{\(leaf),\(leaf)}}",
      String(repeating: "{\(leaf),", count: 128) + leaf + String(repeating: "}", count: 128),
      String(repeating: "{", count: 128) + leaf + String(repeating: ",\(leaf)}", count: 128),
    ] {
      let text = "tr(\(key),\(tree))"
      let descriptor = try Descriptor(text, network: .mainnet)
      #expect(descriptor.description.split(separator: "#")[0] == text)
      #expect(try descriptor.scripts().taproot?.tree != nil)
    }
  }

  @Test("secret keys never show in text")
  func hidden() throws {
    let key = try ExtendedKeyTests.sample()
    let wif = WalletImportKey(key.key, isCompressed: true).revealWIF(network: .mainnet)
    let secret = key.revealText(network: .mainnet)
    let descriptor = try Descriptor("sh(multi(1,\(wif),\(secret)/0h/*))", network: .mainnet)
    var dumped = ""
    dump(descriptor, to: &dumped)
    for text in ["\(descriptor)", String(reflecting: descriptor), "\([descriptor])", dumped] {
      #expect(!text.contains(wif) && !text.contains(secret))
      #expect(!text.contains("prv"))
    }
    #expect(descriptor.revealText().contains(wif) && descriptor.revealText().contains(secret))
  }

  // MARK: - Indices

  @Test("no child is beyond 2^31 - 1, and hardened ones need the secret")
  func indices() throws {
    let key = try ExtendedKeyTests.sample()
    let text = key.publicKey.text(network: .mainnet)
    let ranged = try Descriptor("pk(\(text)/*)", network: .mainnet)
    #expect(try ranged.scripts(at: 0x7fff_ffff).scriptPubKey.bytes.count == 35)
    #expect(throws: DescriptorError(.indexTooLarge(0x8000_0000), at: 3)) {
      try ranged.scripts(at: 0x8000_0000)
    }
    for steps in ["/0h", "/*h", "/0'/1", "/0h/*"] {
      let hardened = try Descriptor("sh(pk(\(text)\(steps)))", network: .mainnet)
      #expect(throws: DescriptorError(.needsSecretKey, at: 6)) { try hardened.scripts(at: 0) }
    }
    let steps = String(repeating: "/0", count: 255)
    let deep = try Descriptor("pk(\(text)\(steps))", network: .mainnet)
    #expect(try deep.scripts().scriptPubKey.bytes.count == 35)
    let child = try #require(key.publicKey.child(ChildNumber(rawValue: 0)))
    let tooDeep = try Descriptor(
      "pk(\(child.text(network: .mainnet))\(steps))", network: .mainnet)
    #expect(throws: DescriptorError(.noKey, at: 3)) { try tooDeep.scripts() }
    #expect(throws: DescriptorError(.tooManySteps(max: 255), at: 3 + text.utf8.count + 511)) {
      try Descriptor("pk(\(text)\(steps)/*)", network: .mainnet)
    }
    let single = try Descriptor("raw(51)", network: .mainnet)
    #expect(try single.scripts(at: .max).scriptPubKey.bytes == [0x51])
  }
}
