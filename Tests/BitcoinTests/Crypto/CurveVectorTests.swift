import Testing

@testable import Bitcoin

/// A key in all the forms that Tests/BitcoinTests/Vectors/make_vectors.py gives it.
struct KeyVector: Decodable, Sendable, CustomTestStringConvertible {
  struct Texts: Decodable, Sendable {
    let compressed: String
    let uncompressed: String
    let nested: String
    let segwit: String
    let wif: String
    let wifUncompressed: String
  }

  let secret: String
  let compressed: String
  let uncompressed: String
  let texts: [String: Texts]

  var testDescription: String { compressed }
}

struct SignatureVector: Decodable, Sendable, CustomTestStringConvertible {
  let secret: String
  let digest: String
  let der: String
  let lowR: String

  var testDescription: String { "\(secret.prefix(8)) over \(digest.prefix(8))" }
}

@Suite("Keys and signatures against python-ecdsa")
struct CurveVectorTests {
  static let keys = SharedData.own("keys.json", as: KeyVector.self)
  static let signatures = SharedData.own("signatures.json", as: SignatureVector.self)

  @Test("public keys and their texts", arguments: keys)
  func key(_ vector: KeyVector) throws {
    let secret = try #require(Hex.decode(vector.secret).flatMap { SecretKey(bytes: $0) })
    let compressed = secret.makePublicKey(compressed: true)
    let uncompressed = secret.makePublicKey(compressed: false)
    #expect(compressed.description == vector.compressed)
    #expect(uncompressed.description == vector.uncompressed)
    #expect(compressed.isCompressed && !uncompressed.isCompressed)
    #expect(uncompressed.converted(compressed: true) == compressed)
    #expect(compressed.converted(compressed: false) == uncompressed)
    #expect(PublicKey(bytes: compressed.bytes) == compressed)
    #expect(PublicKey(bytes: uncompressed.bytes) == uncompressed)
    #expect(vector.texts.count == 3)
    for (name, texts) in vector.texts {
      let network = try #require(Network(named: name))
      let hash = compressed.computeHash160()
      let nested = ScriptPubKey.payToScriptHash(
        of: RedeemScript(ScriptPubKey.payToWitnessKeyHash(hash).bytes))
      let scripts: [(ScriptPubKey, String)] = [
        (.payToPublicKeyHash(hash), texts.compressed),
        (.payToPublicKeyHash(uncompressed.computeHash160()), texts.uncompressed),
        (nested, texts.nested),
        (.payToWitnessKeyHash(hash), texts.segwit),
      ]
      for (script, text) in scripts {
        #expect(Address(script, network: network)?.description == text)
        #expect(try Address(text, network: network).scriptPubKey == script)
      }
      for (text, isCompressed) in [(texts.wif, true), (texts.wifUncompressed, false)] {
        let key = try #require(WalletImportKey(wif: text, network: network))
        #expect(key.isCompressed == isCompressed)
        #expect(Hex.encode(key.key.revealBytes()) == vector.secret)
        #expect(key.revealWIF(network: network) == text)
      }
    }
  }

  @Test("signatures, to the byte", arguments: signatures)
  func signature(_ vector: SignatureVector) throws {
    let secret = try #require(Hex.decode(vector.secret).flatMap { SecretKey(bytes: $0) })
    let digest = try #require(Hex.decode(vector.digest).flatMap { Hash256(bytes: $0) })
    let signature = secret.sign(digest)
    #expect(Hex.encode(signature.der) == vector.der)
    let ground = secret.sign(digest, grindLowR: true)
    #expect(Hex.encode(ground.der) == vector.lowR)
    #expect(ground.der.count <= 70)
    let other = Hash256(digest.word0 ^ 1, digest.word1, digest.word2, digest.word3)
    let key = secret.makePublicKey(compressed: true)
    for made in [signature, ground] {
      #expect(made.isLowS)
      #expect(key.verify(made, digest))
      #expect(key.converted(compressed: false).verify(made, digest))
      #expect(ECDSASignature(der: made.der) == made)
      #expect(!key.verify(made, other))
    }
  }

  @Test("the files hold what the script makes")
  func count() {
    #expect(CurveVectorTests.keys.count == 24)
    #expect(CurveVectorTests.signatures.count == 72)
  }
}
