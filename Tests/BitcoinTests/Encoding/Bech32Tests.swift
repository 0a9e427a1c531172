import Testing

@testable import Bitcoin

@Suite("Bech32")
struct Bech32Tests {
  /// BIP-0173 and BIP-0350, test vectors.
  @Test(
    "valid texts of the BIPs",
    arguments: [
      ("A12UEL5L", .bech32), ("a12uel5l", .bech32),
      (
        "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs",
        .bech32
      ),
      ("abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw", .bech32),
      ("split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w", .bech32),
      ("?1ezyfcl", .bech32),
      ("A1LQFN3A", .bech32m), ("a1lqfn3a", .bech32m),
      (
        "an83characterlonghumanreadablepartthatcontainsthetheexcludedcharactersbioandnumber11sg7hg6",
        .bech32m
      ),
      ("abcdef1l7aum6echk45nj3s0wdvt2fg8x9yrzpqzd3ryx", .bech32m),
      ("split1checkupstagehandshakeupstreamerranterredcaperredlc445v", .bech32m),
      ("?1v759aa", .bech32m),
    ] as [(String, Bech32.Variant)])
  func valid(_ text: String, _ variant: Bech32.Variant) throws {
    let decoded = try #require(Bech32.decode(text))
    #expect(decoded.variant == variant)
    #expect(
      Bech32.encode(variant, prefix: decoded.prefix, values: decoded.values) == text.lowercased())
  }

  @Test(
    "invalid texts of the BIPs",
    arguments: [
      " 1nwldj5", "\u{7f}1axkwrx", "\u{80}1eym55h",
      "an84characterslonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1569pvx",
      "pzry9x0s0muk", "1pzry9x0s0muk", "x1b4n0q5v", "li1dgmt3", "de1lg7wt\u{ff}", "A1G7SGD8",
      "10a06t8", "1qzzfhee", "qyrz8wqd2c9m", "1qyrz8wqd2c9m", "y1b0jsk6g", "lt1igcx5c0",
      "in1muywd", "mm1crxm3i", "au1s5cgom", "M1VUXWEZ", "16plkw9", "1p2gdwpf", "a12UEL5L", "",
    ])
  func invalid(_ text: String) {
    #expect(Bech32.decode(text) == nil)
  }

  @Test("bytes survive groups of five bits", .tags(.property))
  func groups() {
    let seed: UInt64 = 173
    var random = SeededGenerator(seed: seed)
    for _ in 0..<300 {
      let bytes = random.bytes(.random(in: 0...45, using: &random))
      let values = Bech32.values(fromBytes: bytes)
      #expect(values.count == (bytes.count * 8 + 4) / 5)
      #expect(Bech32.bytes(fromValues: values) == bytes, "seed \(seed)")
      #expect(Bech32.bytes(fromValues: values + [0]) != bytes || values.count * 5 % 8 == 0)
    }
    #expect(Bech32.bytes(fromValues: [31, 31]) == nil)
    #expect(Bech32.bytes(fromValues: [0]) == nil)
  }
}

@Suite("Base64")
struct Base64Tests {
  /// RFC 4648, section 10.
  @Test(
    "the RFC's pairs, both ways",
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
      ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
  func pairs(_ text: String, _ encoded: String) {
    #expect(Base64.encode(Array(text.utf8)) == encoded)
    #expect(Base64.decode(encoded) == Array(text.utf8))
  }

  @Test("all bytes, all lengths")
  func roundTrip() {
    for count in 0..<300 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37) }
      #expect(Base64.decode(Base64.encode(bytes)) == bytes)
    }
    #expect(Base64.encode([0xfb, 0xff]) == "+/8=")
  }

  @Test(
    "what no encoder writes is refused",
    arguments: [
      "Z", "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "=", "====", "Zm=v", "Z===", "Zm9v\n", " Zm9v",
      "Zm9-", "Zm9_", "Zg==Zg==", "Zm9v====",
    ])
  func refused(_ text: String) {
    #expect(Base64.decode(text) == nil)
  }
}
