import Testing

@testable import Bitcoin

/// A message signed by Tests/BitcoinTests/Vectors/make_vectors.py.
struct MessageVector: Decodable, Sendable, CustomTestStringConvertible {
  let secret: String
  let text: String
  let compressed: Bool
  let address: String
  let signature: String

  var testDescription: String { "\(address) over \(text.utf8.count) bytes" }
}

@Suite("Signed messages")
struct SignedMessageTests {
  static let vectors = SharedData.own("messages.json", as: MessageVector.self)

  @Test("signatures of python-ecdsa, to the byte and back to the address", arguments: vectors)
  func isMet(_ vector: MessageVector) throws {
    let secret = try #require(Hex.decode(vector.secret).flatMap { SecretKey(bytes: $0) })
    #expect(secret.signMessage(vector.text, compressed: vector.compressed) == vector.signature)
    let message = try SignedMessage(base64: vector.signature)
    #expect(message.isCompressed == vector.compressed)
    #expect(message.base64 == vector.signature)
    let key = secret.makePublicKey(compressed: vector.compressed)
    #expect(message.recoverPublicKey(vector.text) == key)
    let address = try Address(vector.address, network: .mainnet)
    #expect(message.isSigned(vector.text, by: address.scriptPubKey))
    #expect(!message.isSigned(vector.text + " ", by: address.scriptPubKey))
  }

  @Test("the file holds what the script makes")
  func count() { #expect(SignedMessageTests.vectors.count == 48) }

  /// Core: test/util_tests.cpp, `message_sign` and `message_verify`.
  @Test("the key, text and signature of Bitcoin Core's own test")
  func core() throws {
    let secret = try #require(
      Hex.decode("d97f5108f11cda6eeebaaa420fef0726b1f898060b98489fa3098463c0032866")
        .flatMap { SecretKey(bytes: $0) })
    let text =
      "IPojfrX2dfPnH26UegfbGQQLrdK844DlHq5157/P6h57WyuS/Qsl+h/WSVGDF4MUi4rWSswW38oimDYfNNUBUOk="
    #expect(secret.signMessage("Trust no one", compressed: true) == text)
    let address = try Address("15CRxFdyRpGZLW9w8HnHvVduizdL5jKNbs", network: .mainnet)
    let message = try SignedMessage(base64: text)
    #expect(message.isSigned("Trust no one", by: address.scriptPubKey))
    #expect(!message.isSigned("I never signed this", by: address.scriptPubKey))
  }

  @Test("a flipped bit never proves the same key", .tags(.property))
  func flipped() throws {
    let secret = try KeyTests.secret(77)
    let script = ScriptPubKey.payToPublicKeyHash(
      secret.makePublicKey(compressed: true).computeHash160())
    let message = try SignedMessage(base64: secret.signMessage("mine", compressed: true))
    for bit in 0..<message.bytes.count * 8 {
      var bytes = message.bytes
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      guard let other = try? SignedMessage(bytes: bytes) else { continue }
      #expect(!other.isSigned("mine", by: script))
    }
  }

  @Test("a message proves P2PKH alone")
  func otherScripts() throws {
    let secret = try KeyTests.secret(78)
    let key = secret.makePublicKey(compressed: true)
    let message = try SignedMessage(base64: secret.signMessage("mine", compressed: true))
    #expect(message.isSigned("mine", by: .payToPublicKeyHash(key.computeHash160())))
    #expect(!message.isSigned("mine", by: .payToWitnessKeyHash(key.computeHash160())))
    #expect(!message.isSigned("mine", by: .payToPublicKey(key)))
  }

  @Test("errors tell what is wrong")
  func errors() {
    #expect(throws: SignedMessageError.notBase64) { try SignedMessage(base64: "no base 64") }
    #expect(throws: SignedMessageError.notBase64) { try SignedMessage(base64: "AAA") }
    #expect(throws: SignedMessageError.wrongSize(found: 0)) { try SignedMessage(base64: "") }
    #expect(throws: SignedMessageError.wrongSize(found: 64)) {
      try SignedMessage(bytes: [UInt8](repeating: 27, count: 64))
    }
    for header: UInt8 in [0, 26, 43, 255] {
      #expect(throws: SignedMessageError.unknownHeader(header)) {
        try SignedMessage(bytes: [header] + [UInt8](repeating: 1, count: 64))
      }
    }
    let error = SignedMessageError.unknownHeader(43)
    #expect(error.description == "signature header 43 is not from 27 to 42")
  }

  @Test("R and S that are no numbers of the curve recover no key")
  func noKey() throws {
    for (header, byte): (UInt8, UInt8) in [(27, 0), (30, 255), (34, 255)] {
      let message = try SignedMessage(bytes: [header] + [UInt8](repeating: byte, count: 64))
      #expect(message.recoverPublicKey("x") == nil)
    }
  }
}
