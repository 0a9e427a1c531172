import Testing

@testable import Bitcoin

@Suite("What is wrong with a descriptor, and where")
struct DescriptorErrorTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    let flaw: DescriptorError.Flaw
    let position: Int

    init(_ text: String, _ flaw: DescriptorError.Flaw, at position: Int) {
      self.text = text
      self.flaw = flaw
      self.position = position
    }

    var testDescription: String { "\(flaw): \(text.prefix(40))" }
  }

  static let g = "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"
  static let long =
    "0479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8"
  static let xpub =
    "xpub661MyMwAqRbcFtXgS5sYJABqqG9YLmC4Q1Rdap9gSE8NqtwybGhePY2gZ29ESFjqJoCu1Rupje8YtGqsefD265TMg7usUDFdp6W1EGMcet8"

  static let cases = [
    Case("", .expected("function"), at: 0),
    Case("#", .missingChecksum, at: 1),
    Case("pk", .expected("\"(\""), at: 2),
    Case("pk(", .missingKey, at: 3),
    Case("pk()", .missingKey, at: 3),
    Case("pk(\(g)", .expected("\")\""), at: 69),
    Case("pk(\(g)))", .expected("end"), at: 70),
    Case("pk(\(g)) ", .expected("end"), at: 70),
    Case(" pk(\(g))", .expected("function"), at: 0),
    Case("pk( \(g))", .invalidKey, at: 3),
    Case("pk(\(g),\(g))", .expected("\")\""), at: 69),
    Case("PK(\(g))", .expected("function"), at: 0),
    Case("pk(\(g)\n)", .invalidCharacter, at: 69),
    Case("pk(\(g))\u{e9}", .invalidCharacter, at: 70),
    Case("musig(\(g))", .unknownFunction, at: 0),
    Case("sh(and_v(v:pk(\(g)),1))", .unknownFunction, at: 3),
    Case("sh(older(1))", .unknownFunction, at: 3),
    Case("sh(sh(pk(\(g))))", .misplaced(function: "sh", inside: "inside sh()"), at: 3),
    Case("wsh(wpkh(\(g)))", .misplaced(function: "wpkh", inside: "inside wsh()"), at: 4),
    Case("tr(\(g),wpkh(\(g)))", .misplaced(function: "wpkh", inside: "inside tr()"), at: 70),
    Case("tr(\(g),multi(1,\(g)))", .misplaced(function: "multi", inside: "inside tr()"), at: 70),
    Case("multi_a(1,\(g))", .misplaced(function: "multi_a", inside: "at the top"), at: 0),
    Case("tr(\(g),)", .expected("function"), at: 70),
    Case("tr(\(g),{pk(\(g))})", .expected("\",\""), at: 141),
    Case("tr(\(g),{pk(\(g)),pk(\(g)))", .expected("\"}\""), at: 212),
    Case("tr(\(g),pk(\(g)),pk(\(g)))", .expected("\")\""), at: 140),
    Case(
      "tr(\(g),\(String(repeating: "{", count: 129))", .treeTooDeep(max: 128), at: 70 + 128),
    Case("wpkh(\(long))", .uncompressedKey, at: 5),
    Case("wsh(pk(\(long)))", .uncompressedKey, at: 7),
    Case("tr(\(long))", .uncompressedKey, at: 3),
    Case("pk(06\(long.dropFirst(2)))", .hybridKey, at: 3),
    Case("pk(07\(long.dropFirst(2)))", .invalidKey, at: 3),
    Case("pk(\(g.dropFirst(2)))", .invalidKey, at: 3),
    Case("pk(02\(String(repeating: "f", count: 64)))", .invalidKey, at: 3),
    Case("tr(\(String(repeating: "f", count: 64)))", .invalidKey, at: 3),
    Case("pk(\(g)/0)", .stepsAfterSingleKey, at: 69),
    Case("pk(\(xpub)/)", .invalidStep, at: 115),
    Case("pk(\(xpub)/0/)", .invalidStep, at: 117),
    Case("pk(\(xpub)/*/0)", .invalidStep, at: 117),
    Case("pk(\(xpub)/2147483648)", .invalidStep, at: 115),
    Case("pk(\(xpub)/<0;1>/*)", .invalidStep, at: 115),
    Case(
      "pk(\(xpub)\(String(repeating: "/0", count: 256)))", .tooManySteps(max: 255),
      at: 115 + 255 * 2),
    Case("pk(\(xpub.dropLast())9)", .invalidKey, at: 3),
    Case(
      "pk(tpubD6NzVbkrYhZ4XgiXtGrdW5XDAPFCL9h7we1vwNCpn8tGbBcgfVYjXyhWo4E1xkh56hjod1RhGjxbaTLV3X4FyWuejifB9jusQ46QzG87VKp)",
      .invalidExtendedKey(.otherNetwork(expected: "mainnet")), at: 3),
    Case("pk([]\(g))", .invalidOrigin, at: 4),
    Case("pk([deadbeef)", .invalidOrigin, at: 3),
    Case("pk([deadbeef])", .missingKey, at: 13),
    Case("pk([deadbeef/m/0]\(g))", .invalidOrigin, at: 4),
    Case("pk([deadbeef]]\(g))", .invalidOrigin, at: 13),
    Case("multi(1)", .missingKey, at: 7),
    Case("multi()", .missingKey, at: 6),
    Case("multi(,\(g))", .invalidThreshold, at: 6),
    Case("multi(0,\(g))", .invalidThreshold, at: 6),
    Case("multi(2,\(g))", .invalidThreshold, at: 6),
    Case("multi(1h,\(g))", .invalidThreshold, at: 6),
    Case("multi(-1,\(g))", .invalidThreshold, at: 6),
    Case("multi(4294967297,\(g))", .invalidThreshold, at: 6),
    Case("multi(1,\(g),)", .missingKey, at: 75),
    Case("multi(1,\(g),\(g),\(g),\(g))", .tooManyKeys(count: 4, max: 3), at: 6),
    Case(
      "wsh(multi(1\(String(repeating: ",\(g)", count: 21))))", .tooManyKeys(count: 21, max: 20),
      at: 10),
    Case(
      "tr(\(g),multi_a(1\(String(repeating: ",\(g)", count: 1_000))))",
      .tooManyKeys(count: 1_000, max: 999), at: 78),
    Case(
      "sh(multi(1\(String(repeating: ",\(g)", count: 16))))",
      .redeemScriptTooLarge(size: 547, max: 520), at: 9),
    Case(
      "sh(multi(1\(String(repeating: ",\(long)", count: 8))))",
      .redeemScriptTooLarge(size: 531, max: 520), at: 9),
    Case("raw()", .invalidHex, at: 4),
    Case("raw(0)", .invalidHex, at: 4),
    Case("raw(00", .expected("\")\""), at: 6),
    Case("addr()", .invalidAddress, at: 5),
    Case("addr(mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn)", .invalidAddress, at: 5),
    Case("raw(deadbeef)#", .missingChecksum, at: 14),
    Case("raw(deadbeef)#89f8spxmx", .malformedChecksum, at: 14),
    Case("raw(deadbeef)##9f8spxm", .malformedChecksum, at: 14),
    Case("raw(deadbeef)#89f8spxn", .wrongChecksum(expected: "89f8spxm"), at: 14),
    Case("raw(deadbeef)#89F8SPXM", .wrongChecksum(expected: "89f8spxm"), at: 14),
    Case(String(repeating: "a", count: 1_000_001), .tooLong(max: 1_000_000), at: 1_000_000),
  ]

  @Test("each flaw at its place", arguments: cases)
  func flaw(_ vector: Case) {
    #expect(throws: DescriptorError(vector.flaw, at: vector.position)) {
      try Descriptor(vector.text, network: .mainnet)
    }
  }

  @Test("the message says what and where")
  func message() {
    #expect(
      "\(DescriptorError(.wrongChecksum(expected: "89f8spxm"), at: 14))"
        == "a wrong checksum instead of 89f8spxm at character 15 of the descriptor")
    #expect(
      "\(DescriptorError(.misplaced(function: "sh", inside: "inside sh()"), at: 3))"
        == "sh() inside sh() at character 4 of the descriptor")
  }

  @Test("any one character that is changed is found by the checksum", .tags(.property))
  func substitutions() throws {
    let text = "pk(\(DescriptorErrorTests.g))"
    let checked = "\(try Descriptor(text, network: .mainnet))"
    let characters = Array(checked.utf8)
    for index in characters.indices {
      for other in Array("0f(q".utf8) where other != characters[index] {
        var changed = characters
        changed[index] = other
        #expect(throws: DescriptorError.self) {
          try Descriptor(String(decoding: changed, as: UTF8.self), network: .mainnet)
        }
      }
    }
  }

  @Test("no text traps", .tags(.property))
  func random() throws {
    var random = SeededGenerator(seed: 380)
    let pieces = [
      "pk(", "pkh(", "wpkh(", "sh(", "wsh(", "tr(", "multi(", "sortedmulti_a(", "multi_a(",
      "addr(", "raw(", "combo(", "rawtr(", ")", "{", "}", ",", "1", "2", "#", "/", "/*", "/0h", "[",
      "]", "deadbeef", DescriptorErrorTests.g, DescriptorErrorTests.xpub, "x", " ", "\u{7f}",
    ]
    var taken = 0
    for _ in 0..<20_000 {
      let count = Int.random(in: 1...7, using: &random)
      let text = (0..<count).map { _ in pieces[Int.random(in: pieces.indices, using: &random)] }
        .joined()
      guard let descriptor = try? Descriptor(text, network: .mainnet) else { continue }
      taken += 1
      let again = try Descriptor(descriptor.description, network: .mainnet)
      #expect(again.description == descriptor.description)
      _ = try? descriptor.allScripts(at: 1)
    }
    #expect(taken > 0)
  }
}
