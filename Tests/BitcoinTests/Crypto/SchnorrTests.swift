import Foundation
import Testing

@testable import Bitcoin

/// A row of BIP-0340's test vectors.
struct SchnorrVector: Sendable {
  let secret: [UInt8]?
  let key: [UInt8]
  let auxiliary: [UInt8]?
  let message: [UInt8]
  let signature: [UInt8]
  let isValid: Bool

  init?(_ fields: [String]) {
    guard fields.count >= 7, let key = Hex.decode(fields[2]), let message = Hex.decode(fields[4]),
      let signature = Hex.decode(fields[5]), ["TRUE", "FALSE"].contains(fields[6])
    else { return nil }
    secret = fields[1].isEmpty ? nil : Hex.decode(fields[1])
    auxiliary = fields[3].isEmpty ? nil : Hex.decode(fields[3])
    self.key = key
    self.message = message
    self.signature = signature
    isValid = fields[6] == "TRUE"
  }

  static func read() -> [VectorCase<SchnorrVector>] {
    do {
      guard let bytes = try SharedData.bytes("bip340.csv", in: SharedData.vectors) else {
        return []
      }
      let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
      return lines.dropFirst().compactMap { line in
        let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard let vector = SchnorrVector(fields) else {
          Issue.record("bip340.csv has a row of another form: \(line)")
          return nil
        }
        return VectorCase("\(fields[0]) \(fields.dropFirst(7).joined(separator: ","))", vector)
      }
    } catch {
      Issue.record("bip340.csv: \(error)")
      return []
    }
  }
}

@Suite("Schnorr signatures")
struct SchnorrTests {
  static let official = SchnorrVector.read()

  @Test("official vectors", .tags(.vectors), arguments: official)
  func isMet(_ vector: VectorCase<SchnorrVector>) throws {
    let value = vector.value
    let signature = try #require(SchnorrSignature(bytes: value.signature))
    #expect(signature.bytes == value.signature)
    // The two keys that are no points are refused before any signature is looked at.
    let key = XOnlyPublicKey(bytes: value.key)
    #expect((key?.verify(signature, value.message) ?? false) == value.isValid)
    if let digest = Hash256(bytes: value.message) {
      #expect((key?.verify(signature, digest: digest) ?? false) == value.isValid)
    }
    #expect(
      Curve.verifySchnorr(
        key: value.key, signature: value.signature, message: value.message)
        == value.isValid)
    if let bytes = value.secret {
      let secret = try #require(SecretKey(bytes: bytes))
      let auxiliary = try #require(value.auxiliary)
      #expect(secret.xOnlyPublicKey == key)
      #expect(secret.signSchnorr(value.message, auxiliaryRandomness: auxiliary) == signature)
    }
  }

  @Test("the official file was read", .tags(.vectors))
  func count() {
    guard SharedData.isPresent(SharedData.vectors) else { return }
    #expect(SchnorrTests.official.count == 19)
  }

  @Test("a signature is of its message, its key and all its bits alone", .tags(.property))
  func bits() throws {
    var random = SeededGenerator(seed: 340)
    let secret = try #require(SecretKey(bytes: random.bytes(32)))
    let other = try #require(SecretKey(bytes: random.bytes(32))).xOnlyPublicKey
    let key = secret.xOnlyPublicKey
    let digest = try #require(Hash256(bytes: random.bytes(32)))
    let signature = secret.signSchnorr(digest)
    #expect(key.verify(signature, digest: digest))
    #expect(key.verify(signature, digest.bytes))
    #expect(!key.verify(signature, digest.bytes + [0]))
    #expect(!other.verify(signature, digest: digest))
    #expect(secret.signSchnorr(digest) == signature)
    for bit in stride(from: 0, to: 512, by: 7) {
      var bytes = signature.bytes
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      let flipped = try #require(SchnorrSignature(bytes: bytes))
      #expect(!key.verify(flipped, digest: digest))
    }
  }

  @Test("other lengths are no signature and no key")
  func lengths() {
    for count in [0, 31, 33, 63, 65] {
      let bytes = [UInt8](repeating: 1, count: count)
      #expect(SchnorrSignature(bytes: bytes) == nil)
      #expect(XOnlyPublicKey(bytes: bytes) == nil)
      #expect(!Curve.verifySchnorr(key: bytes, signature: bytes, .zero))
      #expect(!Curve.isTweaked(bytes, from: bytes, by: .zero, isOdd: false))
    }
  }
}

/// A case of Tests/BitcoinTests/Vectors/schnorr.json.
struct OwnSchnorrVector: Decodable, Sendable, CustomTestStringConvertible {
  let name: String
  let publicKey: String
  let message: String
  let signature: String
  let isValid: Bool
  let secret: String?
  let auxiliary: String?

  var testDescription: String { name }
}

@Suite("Schnorr signatures against btclib")
struct OwnSchnorrTests {
  static let vectors = SharedData.own("schnorr.json", as: OwnSchnorrVector.self)

  @Test("signatures that verify, to the byte, and that do not", arguments: vectors)
  func isMet(_ vector: OwnSchnorrVector) throws {
    let key = try #require(Hex.decode(vector.publicKey))
    let message = try #require(Hex.decode(vector.message))
    let bytes = try #require(Hex.decode(vector.signature))
    let signature = try #require(SchnorrSignature(bytes: bytes))
    let isVerified = XOnlyPublicKey(bytes: key)?.verify(signature, message) ?? false
    #expect(isVerified == vector.isValid)
    #expect(Curve.verifySchnorr(key: key, signature: bytes, message: message) == vector.isValid)
    guard let text = vector.secret, let auxiliary = vector.auxiliary.flatMap({ Hex.decode($0) })
    else { return }
    let secret = try #require(Hex.decode(text).flatMap { SecretKey(bytes: $0) })
    #expect(secret.xOnlyPublicKey.bytes == key)
    #expect(secret.signSchnorr(message, auxiliaryRandomness: auxiliary) == signature)
  }

  @Test("the file holds what the script makes")
  func count() {
    #expect(OwnSchnorrTests.vectors.count == 96)
    #expect(OwnSchnorrTests.vectors.count { $0.isValid && $0.secret != nil } == 12)
  }
}

@Suite("Tweaked keys")
struct TweakTests {
  static let order = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"

  @Test("secret and public keys are tweaked alike", .tags(.property), arguments: 0..<16)
  func alike(_ seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let secret = try #require(SecretKey(bytes: random.bytes(32)))
    let tweak = try #require(Hash256(bytes: random.bytes(32)))
    let sum = try #require(secret.adding(tweak))
    for compressed in [true, false] {
      let key = secret.makePublicKey(compressed: compressed)
      #expect(key.adding(tweak) == sum.makePublicKey(compressed: compressed))
    }
    for root in [nil, tweak] {
      let internalKey = secret.xOnlyPublicKey
      let hash = internalKey.computeTapTweak(merkleRoot: root)
      let (key, isOdd) = try #require(internalKey.tweaked(by: hash))
      let output = try #require(secret.tweakedForTaproot(merkleRoot: root))
      #expect(output.makePublicKey(compressed: true).bytes == [isOdd ? 3 : 2] + key.bytes)
      #expect(key.isTweaked(from: internalKey, by: hash, isOdd: isOdd))
      #expect(!key.isTweaked(from: internalKey, by: hash, isOdd: !isOdd))
      #expect(!key.isTweaked(from: key, by: hash, isOdd: isOdd))
      #expect(!internalKey.isTweaked(from: internalKey, by: hash, isOdd: isOdd))
      #expect(internalKey.publicKey.xOnly == internalKey)
      #expect(PublicKey(bytes: internalKey.publicKey.bytes) == internalKey.publicKey)
    }
  }

  @Test("a tweak that is no scalar, or brings the sum to nothing, has no result")
  func noResult() throws {
    let order = try #require(Hex.decode(TweakTests.order).flatMap { Hash256(bytes: $0) })
    let one = try KeyTests.secret(1)
    #expect(one.adding(order) == nil)
    #expect(one.makePublicKey(compressed: true).adding(order) == nil)
    #expect(one.xOnlyPublicKey.tweaked(by: order) == nil)
    // G has an even y, so the x-only key is G itself, and -1 takes it away.
    var bytes = order.bytes
    bytes[31] -= 1
    let minusOne = try #require(Hash256(bytes: bytes))
    #expect(one.adding(minusOne) == nil)
    #expect(one.makePublicKey(compressed: true).adding(minusOne) == nil)
    #expect(one.xOnlyPublicKey.tweaked(by: minusOne) == nil)
    #expect(one.adding(.zero)?.revealBytes() == one.revealBytes())
  }
}
