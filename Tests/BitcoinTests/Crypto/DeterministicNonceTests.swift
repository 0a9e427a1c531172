import Testing

@testable import Bitcoin

@Suite("DeterministicNonce")
struct DeterministicNonceTests {
  /// RFC 6979, section 3.2, word for word, and slow.
  private func reference(
    _ secret: [UInt8], _ digest: [UInt8], _ extra: [UInt8], attempt: Int
  ) -> [UInt8] {
    var v = [UInt8](repeating: 1, count: 32)
    var k = [UInt8](repeating: 0, count: 32)
    k = authenticate(v + [0] + secret + digest + extra, under: k)
    v = authenticate(v, under: k)
    k = authenticate(v + [1] + secret + digest + extra, under: k)
    v = authenticate(v, under: k)
    v = authenticate(v, under: k)
    for _ in 0..<attempt {
      k = authenticate(v + [0], under: k)
      v = authenticate(v, under: k)
      v = authenticate(v, under: k)
    }
    return v
  }

  /// HMAC-SHA-256 (RFC 2104) under 32 bytes.
  private func authenticate(_ message: [UInt8], under key: [UInt8]) -> [UInt8] {
    let padded = key + [UInt8](repeating: 0, count: 32)
    return Digest.sha256(
      padded.map { $0 ^ 0x5c } + Digest.sha256(padded.map { $0 ^ 0x36 } + message))
  }

  private func number(_ value: UInt8) throws -> Hash256 {
    try #require(Hash256(bytes: [UInt8](repeating: 0, count: 31) + [value]))
  }

  @Test("nonces that everybody knows, of the secret 1")
  func known() throws {
    for (message, nonce) in [
      ("Satoshi Nakamoto", "8f8a276c19f4149656b280621e358cce24f5f52542772691ee69063b74f15d15"),
      (
        "All those moments will be lost in time, like tears in rain. Time to die...",
        "38aa22d72376b4dbc472e06c3ba403ee0a394da63fc58d88686c611aba98d6b3"
      ),
    ] {
      let digest = try #require(Hash256(bytes: Digest.sha256(Array(message.utf8))))
      let made = DeterministicNonce.make(secret: try number(1), digest: digest)
      #expect(Hex.encode(made.bytes) == nonce)
    }
  }

  @Test("nonces are those of the RFC's steps, further tries and extra bytes too", .tags(.property))
  func agree() throws {
    let seed: UInt64 = 6_979
    var random = SeededGenerator(seed: seed)
    for round in 0..<200 {
      let secret = random.bytes(32)
      let digest = random.bytes(32)
      let extra = round.isMultiple(of: 2) ? random.bytes(32) : []
      let attempt = round % 5
      let made = DeterministicNonce.make(
        secret: try #require(Hash256(bytes: secret)), digest: try #require(Hash256(bytes: digest)),
        extra: Hash256(bytes: extra), attempt: UInt32(attempt))
      #expect(made.bytes == reference(secret, digest, extra, attempt: attempt), "seed \(seed)")
    }
  }

  @Test("signatures are those of libsecp256k1's own nonces", .tags(.property))
  func signatures() throws {
    let seed: UInt64 = 1_979
    var random = SeededGenerator(seed: seed)
    for _ in 0..<200 {
      let secret = try #require(SecretKey(bytes: random.bytes(32)))
      let digest = try #require(Hash256(bytes: random.bytes(32)))
      #expect(secret.sign(digest) == SigningLimit(secret).signature(of: digest), "seed \(seed)")
    }
  }

  /// Digests about and above the group's order.
  static let largeDigests: [String] = [
    "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140",
    "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141",
    "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364142",
    "ffffffffffffffffffffffffffffffff00000000000000000000000000000000",
    "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
  ]

  @Test("so are those of digests that RFC 6979 takes modulo the order", arguments: largeDigests)
  func reduced(_ text: String) throws {
    let digest = try #require(Hex.decode(text).flatMap { Hash256(bytes: $0) })
    for value: UInt8 in 1...20 {
      let secret = try #require(SecretKey(try number(value)))
      #expect(secret.sign(digest) == SigningLimit(secret).signature(of: digest))
    }
  }
}
