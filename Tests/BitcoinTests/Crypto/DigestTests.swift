import Testing

@testable import Bitcoin

@Suite("Hash functions")
struct DigestTests {
  struct Named: Sendable, CustomTestStringConvertible {
    let text: String
    let sha1: String
    let sha512: String
    let ripemd160: String
    var testDescription: String { "\"\(text.prefix(20))\"" }
  }

  /// FIPS 180-4's examples, and those of the RIPEMD-160 authors.
  static let known = [
    Named(
      text: "", sha1: "da39a3ee5e6b4b0d3255bfef95601890afd80709",
      sha512:
        "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
      ripemd160: "9c1185a5c5e9fc54612808977ee8f548b2258d31"),
    Named(
      text: "abc", sha1: "a9993e364706816aba3e25717850c26c9cd0d89d",
      sha512:
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
      ripemd160: "8eb208f7e05d987a9b044a8e98c6b087f15a0bfc"),
    Named(
      text: "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      sha1: "84983e441c3bd26ebaae4aa1f95129e5e54670f1",
      sha512:
        "204a8fc6dda82f0a0ced7beb8e08a41657c16ef468b228a8279be331a703c33596fd15c13b1b07f9aa1d3bea57789ca031ad85c7a71dd70354ec631238ca3445",
      ripemd160: "12a053384a9c0c88e405a06c27dcf49ada62eb2b"),
  ]

  @Test("known digests", arguments: known)
  func digest(_ vector: Named) {
    let bytes = Array(vector.text.utf8)
    #expect(Hex.encode(Digest.sha1(bytes)) == vector.sha1)
    #expect(Hex.encode(Digest.sha512(bytes)) == vector.sha512)
    #expect(Hex.encode(Digest.ripemd160(bytes)) == vector.ripemd160)
  }

  @Test("the hasher of scripts agrees with the single calls", .tags(.property))
  func scriptHasher() {
    let hasher = ScriptHasher()
    var random = SeededGenerator(seed: 160)
    for count in [0, 1, 20, 33, 55, 56, 64, 65, 520, 1_000] {
      let bytes = random.bytes(count)
      let sha256 = hasher.sha256(bytes.span)
      let hash256 = hasher.hash256(bytes.span)
      let ripemd160 = hasher.ripemd160(bytes.span)
      let hash160 = hasher.hash160(bytes.span)
      let tagged = hasher.hash(.tapLeaf, bytes.span)
      #expect(sha256.bytes == Digest.sha256(bytes))
      #expect(hash256 == Hash256(doubleSHA256: bytes))
      #expect(ripemd160.bytes == Digest.ripemd160(bytes))
      #expect(hash160 == Hash160(hashing: bytes))
      #expect(tagged == TaggedHash.tapLeaf.hash(bytes))
    }
  }

  struct MAC: Sendable, CustomTestStringConvertible {
    let name: String
    let key: [UInt8]
    let data: [UInt8]
    let expected: String
    var testDescription: String { name }
  }

  /// RFC 4231's test cases 1, 2, 3, 6 and 7.
  static let codes = [
    MAC(
      name: "case 1", key: [UInt8](repeating: 0x0b, count: 20), data: Array("Hi There".utf8),
      expected:
        "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854"
    ),
    MAC(
      name: "case 2", key: Array("Jefe".utf8), data: Array("what do ya want for nothing?".utf8),
      expected:
        "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"
    ),
    MAC(
      name: "case 3", key: [UInt8](repeating: 0xaa, count: 20),
      data: [UInt8](repeating: 0xdd, count: 50),
      expected:
        "fa73b0089d56a284efb0f0756c890be9b1b5dbdd8ee81a3655f83e33b2279d39bf3e848279a722c806b485a47e67c807b946a337bee8942674278859e13292fb"
    ),
    MAC(
      name: "case 6, a key longer than a block", key: [UInt8](repeating: 0xaa, count: 131),
      data: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
      expected:
        "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f3526b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598"
    ),
    MAC(
      name: "case 7", key: [UInt8](repeating: 0xaa, count: 131),
      data: Array(
        "This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm."
          .utf8),
      expected:
        "e37b6a775dc87dbaa4dfa9f96e5e3ffddebd71f8867289865df5a32d20cdc944b6022cac3c4982b10d5eeb55c3e4de15134676fb6de0446065c97440fa8c6a58"
    ),
  ]

  @Test("HMAC-SHA512 as RFC 4231 has it", arguments: codes)
  func hmac(_ vector: MAC) {
    #expect(Hex.encode(Digest.hmacSHA512(key: vector.key, vector.data)) == vector.expected)
  }

  @Test("a tagged hash is SHA-256 of the tag's hash twice and the bytes")
  func tagged() {
    for (tag, hash) in [
      ("TapLeaf", TaggedHash.tapLeaf), ("TapBranch", .tapBranch), ("TapTweak", .tapTweak),
      ("TapSighash", .tapSighash),
    ] {
      let bytes: [UInt8] = [1, 2, 3]
      let prefix = Digest.sha256(Array(tag.utf8))
      let expected = Hash256(bytes: Digest.sha256(prefix + prefix + bytes))
      #expect(hash.hash(bytes) == expected)
      #expect(TaggedHash.hash(tag: tag, bytes) == expected)
    }
  }
}
