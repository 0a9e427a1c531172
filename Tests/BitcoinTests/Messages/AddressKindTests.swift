import Testing

@testable import Bitcoin

/// A message signed for one kind of address by Tests/BitcoinTests/Vectors/make_message_vectors.py.
struct AddressKindVector: Decodable, Sendable, CustomTestStringConvertible {
  let secret: String
  let text: String
  let kind: String
  let address: String
  let signature: String
  let accepted: [String]
  let addresses: [String]

  var testDescription: String { "\(kind) over \(text.utf8.count) bytes" }
}

@Suite("Signed messages for kinds of address")
struct AddressKindTests {
  static let vectors = SharedData.own("bip137.json", as: AddressKindVector.self)

  @Test("the file holds what the script makes")
  func count() { #expect(AddressKindTests.vectors.count == 64) }

  @Test("signatures of btclib, to the byte and back to the one address", arguments: vectors)
  func strict(_ vector: AddressKindVector) throws {
    let secret = try #require(Hex.decode(vector.secret).flatMap { SecretKey(bytes: $0) })
    let message = try SignedMessage(base64: vector.signature)
    #expect("\(message.addressKind)" == vector.kind)
    #expect(secret.signMessage(vector.text, for: message.addressKind) == vector.signature)
    for text in vector.addresses {
      let script = try Address(text, network: .mainnet).scriptPubKey
      #expect(message.isSigned(vector.text, by: script) == (text == vector.address))
      #expect(!message.isSigned(vector.text + ".", by: script, reading: .compatible))
    }
  }

  @Test("the compatible reading takes what wallets take", arguments: vectors)
  func compatible(_ vector: AddressKindVector) throws {
    let message = try SignedMessage(base64: vector.signature)
    #expect(vector.addresses.count == 4 && !vector.accepted.isEmpty)
    for (text, kind) in zip(vector.addresses, SignedMessage.AddressKind.allCases) {
      let script = try Address(text, network: .mainnet).scriptPubKey
      let isTaken = message.isSigned(vector.text, by: script, reading: .compatible)
      #expect(isTaken == (kind.isCompressed == message.isCompressed))
      if vector.accepted.contains(text) { #expect(isTaken) }
    }
  }

  @Test("each header from 27 to 42 names a kind, no other does")
  func headers() {
    let starts: [ClosedRange<UInt8>: SignedMessage.AddressKind] = [
      27...30: .uncompressedKeyHash, 31...34: .keyHash, 35...38: .nestedWitnessKeyHash,
      39...42: .witnessKeyHash,
    ]
    for header in UInt8.min...UInt8.max {
      let expected = starts.first { $0.key.contains(header) }?.value
      #expect(SignedMessage.AddressKind(header: header) == expected)
    }
  }
}
