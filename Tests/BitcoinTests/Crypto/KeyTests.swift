import Testing

@testable import Bitcoin

@Suite("Keys")
struct KeyTests {
  /// The curve's order (SEC 2, section 2.4.1).
  static let order = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"

  static func secret(_ number: UInt8) throws -> SecretKey {
    try #require(SecretKey(bytes: [UInt8](repeating: 0, count: 31) + [number]))
  }

  @Test(
    "no key is zero, the order or more, or of another length",
    arguments: [
      "", "01", String(repeating: "00", count: 32), order, String(repeating: "ff", count: 32),
      String(repeating: "01", count: 31), String(repeating: "01", count: 33),
    ])
  func invalidSecret(_ hex: String) throws {
    #expect(SecretKey(bytes: try #require(Hex.decode(hex))) == nil)
  }

  @Test("a secret key never shows in text")
  func hidden() throws {
    let secret = try #require(SecretKey(bytes: [UInt8](repeating: 0x5a, count: 32)))
    let wallet = WalletImportKey(secret, isCompressed: true)
    var dumped = ""
    dump([secret], to: &dumped)
    dump(wallet, to: &dumped)
    let texts = [
      "\(secret)", String(reflecting: secret), "\([secret])", "\(wallet)",
      String(describing: Optional(secret)), dumped,
    ]
    for text in texts {
      #expect(text.contains("hidden"))
      #expect(!text.lowercased().contains("5a5a"))
      // The first word of the bytes, as a number.
      #expect(!text.contains("\(0x5a5a_5a5a_5a5a_5a5a as UInt64)"))
    }
  }

  @Test(
    "no public key has a wrong length, first byte or point",
    arguments: [
      "", "02", "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f817",
      "0479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
      "0579be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
      // No y belongs to x = 5.
      "020000000000000000000000000000000000000000000000000000000000000005",
      // The field's order is no coordinate.
      "02fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f",
    ])
  func invalidPublicKey(_ hex: String) throws {
    #expect(PublicKey(bytes: try #require(Hex.decode(hex))) == nil)
  }

  @Test("a hybrid key is taken if its first byte tells the truth")
  func hybrid() throws {
    let key = try KeyTests.secret(1).makePublicKey(compressed: false)
    // G's y is even.
    let even = try #require(PublicKey(bytes: [6] + key.bytes.dropFirst()))
    #expect(even.isHybrid)
    #expect(PublicKey(bytes: [7] + key.bytes.dropFirst()) == nil)
    let digest = Hash256(1, 2, 3, 4)
    #expect(even.verify(try KeyTests.secret(1).sign(digest), digest))
  }

  @Test("a high S verifies and is told from a low one")
  func highS() throws {
    let secret = try KeyTests.secret(9)
    let digest = Hash256(5, 6, 7, 8)
    let low = secret.sign(digest)
    let high = try #require(ECDSASignature(der: KeyTests.negatingS(low.der)))
    #expect(high != low)
    #expect(low.isLowS && !high.isLowS)
    #expect(secret.makePublicKey(compressed: true).verify(high, digest))
  }

  @Test("another key's signature is refused")
  func otherKey() throws {
    let digest = Hash256(5, 6, 7, 8)
    let signature = try KeyTests.secret(9).sign(digest)
    let other = try KeyTests.secret(8).makePublicKey(compressed: true)
    #expect(!other.verify(signature, digest))
  }

  @Test(
    "what is not strict DER is refused",
    arguments: [
      ("empty", ""), ("wrong tag", "3106020101020101"), ("wrong length", "3007020101020101"),
      ("byte after", "300602010102010100"), ("byte after, counted", "300702010102010100"),
      ("R without bytes", "3006020002020101"), ("S without bytes", "3006020201010200"),
      ("negative R", "3006020181020101"), ("negative S", "3006020101020181"),
      ("padded R", "300702020001020101"), ("padded S", "300702010102020001"),
      ("R's tag", "3006030101020101"), ("S's tag", "3006020101030101"),
      ("R past the end", "3006020501020101"), ("R to the end", "3006020401020101"),
      ("S past the end", "3006020101020201"),
    ])
  func looseDER(_ vector: (name: String, hex: String)) throws {
    #expect(ECDSASignature(der: try #require(Hex.decode(vector.hex))) == nil)
  }

  @Test("strict DER of any numbers is taken")
  func strictDER() throws {
    for hex in ["3006020101020101", "300802020080" + "02020080", "3006020100020100"] {
      let der = try #require(Hex.decode(hex))
      #expect(ECDSASignature(der: der)?.der == der)
    }
    // R and S beyond the order are strict DER and yet verify nothing.
    let number = "022100" + String(repeating: "ff", count: 32)
    let large = try #require(Hex.decode("3046" + number + number))
    let signature = try #require(ECDSASignature(der: large))
    let key = try KeyTests.secret(1).makePublicKey(compressed: true)
    #expect(!key.verify(signature, Hash256(1, 1, 1, 1)))
  }

  @Test("threads share the context")
  func threads() async throws {
    let secret = try KeyTests.secret(3)
    let expected = secret.sign(Hash256(1, 0, 0, 0))
    let made = await withTaskGroup(of: Set<ECDSASignature>.self) { group in
      for _ in 0..<8 {
        group.addTask { Set((0..<50).map { _ in secret.sign(Hash256(1, 0, 0, 0)) }) }
      }
      return await group.reduce(into: Set()) { $0.formUnion($1) }
    }
    #expect(made == [expected])
  }

  /// The signature with S taken from the curve's order, by big-endian subtraction.
  static func negatingS(_ der: [UInt8]) throws -> [UInt8] {
    let order = try #require(Hex.decode(KeyTests.order))
    let start = 4 + Int(der[3])
    let low = [UInt8](der[(start + 2)...])
    let padded = [UInt8](repeating: 0, count: 32 - min(low.count, 32)) + low.suffix(32)
    var difference: [UInt8] = []
    var borrow = 0
    for index in (0..<32).reversed() {
      var digit = Int(order[index]) - Int(padded[index]) - borrow
      borrow = digit < 0 ? 1 : 0
      if digit < 0 { digit += 256 }
      difference.insert(UInt8(digit), at: 0)
    }
    // S was low, so the other has no zero byte at its front.
    let body = difference[0] & 0x80 != 0 ? [0] + difference : difference
    let tail = [0x02, UInt8(body.count)] + body
    return [0x30, UInt8(start - 2 + tail.count)] + der[2..<start] + tail
  }
}
