import Testing

@testable import Bitcoin

@Suite("Loose DER")
struct LaxDERTests {
  /// What verifies nothing: R and S zero.
  static let nothing = "3006020100020100"

  @Test(
    "what was read before BIP-0066 comes out strict",
    arguments: [
      ("strict", "3006020101020102", "3006020101020102"),
      ("wrong length of the whole", "30ff020101020102", nil),
      ("length of the whole not looked at", "3000020101020102", "3006020101020102"),
      ("long length of the whole", "30820000020101020102", "3006020101020102"),
      ("bytes after", "3006020101020102ffff", "3006020101020102"),
      ("padded R", "30080203000001020102", "3006020101020102"),
      (
        "R of 33 bytes that only padding makes",
        "302602" + "21" + String(repeating: "00", count: 32)
          + "01" + "020102", "3006020101020102"
      ),
      ("long length of R", "300702810101020102", "3006020101020102"),
      ("longer length of R", "30090284000000010102810102", "3006020101020102"),
      (
        "lengths of leading zeros alone", "300a02880000000000000001010201" + "02",
        "3006020101020102"
      ),
      ("negative R is positive", "3006020181020102", "300702020081020102"),
      ("no bytes in R", "30050200020102", "3006020100020102"),
      ("no bytes in S", "30050201010200", "3006020101020100"),
      ("R over the order", "3026022100" + String(repeating: "ff", count: 32) + "020102", nothing),
      ("S over the order", "30260201010221" + "00" + String(repeating: "ff", count: 32), nothing),
      ("R of 33 bytes", "30260221" + String(repeating: "01", count: 33) + "020102", nothing),
    ] as [(name: String, given: String, expected: String?)])
  func read(_ vector: (name: String, given: String, expected: String?)) throws {
    let signature = ECDSASignature(laxDER: try #require(Hex.decode(vector.given)))
    #expect(signature.map { Hex.encode($0.der) } == vector.expected)
  }

  @Test(
    "what does not even hold two integers is refused",
    arguments: [
      "", "30", "3006", "31060201010201", "300602", "30060201", "3006020101", "300602010102",
      "30060201010201", "3006030101020102", "3006020101030102", "30060202010202", "308602",
      "3085020101020102", "300602ff01020102", "3006028400", "30060284010000000102",
      "300602870102030405060708020102",
    ])
  func refused(_ hex: String) throws {
    #expect(ECDSASignature(laxDER: try #require(Hex.decode(hex))) == nil)
  }

  @Test("strict DER reads the same, loosely or not", arguments: CurveVectorTests.signatures)
  func strict(_ vector: SignatureVector) throws {
    for hex in [vector.der, vector.lowR] {
      let der = try #require(Hex.decode(hex))
      #expect(ECDSASignature(laxDER: der)?.der == der)
      let secret = try #require(Hex.decode(vector.secret).flatMap { SecretKey(bytes: $0) })
      let digest = try #require(Hex.decode(vector.digest).flatMap { Hash256(bytes: $0) })
      let key = secret.makePublicKey(compressed: true).bytes
      #expect(Curve.verifyECDSA(key: key, signature: der, digest))
      #expect(Curve.verifyECDSA(key: key, signature: (der + [1, 2]), digest))
      #expect(!Curve.verifyECDSA(key: [UInt8](key.dropLast()), signature: der, digest))
      #expect(!Curve.verifyECDSA(key: key, signature: [UInt8](der.dropLast(40)), digest))
      let zero = try #require(Hex.decode(LaxDERTests.nothing))
      #expect(!Curve.verifyECDSA(key: key, signature: zero, digest))
    }
  }

  @Test("no bytes trap", .tags(.property))
  func random() {
    var random = SeededGenerator(seed: 66)
    for _ in 0..<20_000 {
      var bytes = random.bytes(Int.random(in: 0...80, using: &random))
      if bytes.count > 4, Bool.random(using: &random) {
        bytes[0] = 0x30
        bytes[2] = 2
      }
      if let signature = ECDSASignature(laxDER: bytes) {
        #expect(ECDSASignature(der: signature.der) == signature)
      }
    }
  }
}
