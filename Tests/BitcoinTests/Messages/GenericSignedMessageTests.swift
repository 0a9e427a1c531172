import Testing

@testable import Bitcoin

/// A signature of BIP-0322, judged by btclib (Tests/BitcoinTests/Vectors/make_message_vectors.py).
struct GenericMessageVector: Decodable, Sendable, CustomTestStringConvertible {
  struct Shown: Decodable, Sendable {
    let prevout: String
    let value: Int64
    let script: String
  }

  let name: String
  let text: String
  let address: String
  let signature: String
  let state: String
  let time: UInt32
  let age: UInt32
  let secret: String?
  let shown: [Shown]

  var testDescription: String { name }
}

@Suite("Generic signed messages")
struct GenericSignedMessageTests {
  static let vectors = SharedData.own("bip322.json", as: GenericMessageVector.self)
  static let signed = vectors.filter { $0.secret != nil }

  @Test("the file holds what the script makes")
  func count() {
    #expect(GenericSignedMessageTests.vectors.count == 94)
    #expect(GenericSignedMessageTests.signed.count == 32)
    let states = Dictionary(grouping: GenericSignedMessageTests.vectors, by: \.state)
    #expect(states.mapValues(\.count) == ["valid": 51, "inconclusive": 10, "invalid": 33])
  }

  @Test("btclib and this package see the same", arguments: vectors)
  func verify(_ vector: GenericMessageVector) throws {
    let address = try Address(vector.address, network: .mainnet)
    let signature = try GenericSignedMessage(vector.signature)
    #expect(signature.text == vector.signature)
    let verdict = MessageChallenge(vector.text, for: address.scriptPubKey).verify(signature)
    switch verdict {
    case .valid(let terms):
      #expect(vector.state == "valid")
      #expect(terms.time == vector.time && terms.age == vector.age)
    case .inconclusive: #expect(vector.state == "inconclusive", "\(verdict)")
    case .invalid: #expect(vector.state == "invalid", "\(verdict)")
    }
  }

  @Test("a proof of funds tells its coins", arguments: vectors.filter { !$0.shown.isEmpty })
  func shown(_ vector: GenericMessageVector) throws {
    let shown = try GenericSignedMessage(vector.signature).shownOutputs
    let found = shown.map {
      "\($0.prevout) \($0.output.value.rawValue) \($0.output.scriptPubKey.bytes)"
    }
    let all = try vector.shown.map { output in
      "\(output.prevout) \(output.value) \(try #require(Hex.decode(output.script)))"
    }
    if vector.name.hasSuffix("left out") {
      #expect(found.count == all.count - 1 && found.allSatisfy(all.contains))
    } else {
      #expect(found == all)
    }
  }

  @Test("one key signs to the bytes of btclib, Schnorr signatures too", arguments: signed)
  func sign(_ vector: GenericMessageVector) throws {
    let secret = try #require(vector.secret.flatMap(Hex.decode).flatMap { SecretKey(bytes: $0) })
    let script = try Address(vector.address, network: .mainnet).scriptPubKey
    let challenge = MessageChallenge(vector.text, for: script)
    let signature = try challenge.sign(with: secret)
    #expect(challenge.verify(signature) == .valid(.none))
    #expect(signature.text == vector.signature)
    let other = MessageChallenge(vector.text + ".", for: script)
    #expect(!other.verify(signature).isValid)
    #expect(throws: MessageSigningError.otherKey(.witnessV0KeyHash)) {
      try MessageChallenge("", for: .payToWitnessKeyHash(.zero)).sign(with: secret)
    }
  }
}
