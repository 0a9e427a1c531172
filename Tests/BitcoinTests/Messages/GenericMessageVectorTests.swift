import Foundation
import Testing

@testable import Bitcoin

/// A case of the vectors of BIP-0322, version 2.0.0.
struct OfficialMessage: Decodable, Sendable, CustomTestStringConvertible {
  let message: String
  let address: String
  var description: String?
  var message_hash: String?
  var to_spend_tx_hash: String?
  var to_sign_tx_hash: String?
  var private_keys: [String]?
  var type: String?
  var bip322_signatures: [String]?
  var tx_version: UInt32?
  var lock_time: UInt32?
  var sequence: UInt32?
  var signature: String?
  var error_substr: String?
  var additional_inputs: [[Shown]]?

  struct Shown: Decodable, Sendable {
    let value: Int64
    let pk_script: String
  }

  var testDescription: String { "\(description ?? type ?? "hashes"): \(message)" }

  /// The challenge that the case sets.
  func challenge() throws -> MessageChallenge {
    MessageChallenge(message, for: try Address(address, network: .mainnet).scriptPubKey)
  }
}

/// One file of them.
private struct OfficialMessages: Decodable {
  var tx_hashes: [OfficialMessage]?
  var simple: [OfficialMessage]?
  var full: [OfficialMessage]?
  var proof_of_funds: [OfficialMessage]?
  var error: [OfficialMessage]?
}

@Suite("Vectors of BIP-322", .tags(.vectors))
struct GenericMessageVectorTests {
  private static let files = ["bip322_basic.json", "bip322_generated.json"].compactMap { name in
    do {
      return try SharedData.bytes(name, in: SharedData.vectors).map {
        try JSONDecoder().decode(OfficialMessages.self, from: Data($0))
      }
    } catch {
      Issue.record("\(name): \(error)")
      return nil
    }
  }

  static let hashCases = files.flatMap { $0.tx_hashes ?? [] }
  static let simpleCases = files.flatMap { $0.simple ?? [] }
  static let fullCases = files.flatMap { $0.full ?? [] }
  static let fundsCases = files.flatMap { $0.proof_of_funds ?? [] }
  static let errorCases = files.flatMap { $0.error ?? [] }

  @Test("no case is left out")
  func count() {
    guard SharedData.isPresent(SharedData.vectors) else { return }
    typealias Suite = GenericMessageVectorTests
    #expect(
      [Suite.hashCases, Suite.simpleCases, Suite.fullCases, Suite.fundsCases, Suite.errorCases]
        .map(\.count)
        == [3, 8, 10, 3, 36])
  }

  @Test("hashes of message and transactions", arguments: hashCases)
  func hash(_ vector: OfficialMessage) throws {
    let challenge = try vector.challenge()
    #expect(Hex.encode(MessageChallenge.messageHash(vector.message).bytes) == vector.message_hash)
    #expect(challenge.makeToSpend().computeTxid().description == vector.to_spend_tx_hash)
    #expect(challenge.makeToSign().computeTxid().description == vector.to_sign_tx_hash)
  }

  @Test("simple signatures hold, and are written again as read", arguments: simpleCases)
  func simple(_ vector: OfficialMessage) throws {
    let challenge = try vector.challenge()
    let signatures = try #require(vector.bip322_signatures)
    #expect(!signatures.isEmpty)
    for text in signatures {
      let signature = try GenericSignedMessage(text)
      guard case .simple = signature.content else {
        Issue.record("not simple")
        continue
      }
      #expect(signature.text == (text.hasPrefix("smp") ? text : "smp" + text))
      #expect(challenge.verify(signature) == .valid(.none))
    }
    try resign(vector, challenge, terms: .none)
  }

  @Test("full signatures hold at their time and age", arguments: fullCases)
  func full(_ vector: OfficialMessage) throws {
    let challenge = try vector.challenge()
    let terms = MessageChallenge.Terms(
      version: try #require(vector.tx_version), time: try #require(vector.lock_time),
      age: try #require(vector.sequence))
    let signatures = try #require(vector.bip322_signatures)
    #expect(!signatures.isEmpty)
    for text in signatures {
      let signature = try GenericSignedMessage(text)
      #expect(signature.text == text)
      #expect(challenge.verify(signature) == .valid(terms))
    }
    try resign(vector, challenge, terms: terms)
  }

  @Test("proofs of funds hold and tell their coins", arguments: fundsCases)
  func funds(_ vector: OfficialMessage) throws {
    let challenge = try vector.challenge()
    let terms = MessageChallenge.Terms(
      version: try #require(vector.tx_version), time: try #require(vector.lock_time),
      age: try #require(vector.sequence))
    let inputs = try #require(vector.additional_inputs).flatMap { $0 }
    for text in try #require(vector.bip322_signatures) {
      let signature = try GenericSignedMessage(text)
      #expect(signature.text == text)
      #expect(challenge.verify(signature) == .valid(terms))
      let shown = signature.shownOutputs
      #expect(shown.map(\.output.value.rawValue) == inputs.map(\.value))
      #expect(shown.map { Hex.encode($0.output.scriptPubKey.bytes) } == inputs.map(\.pk_script))
    }
  }

  @Test("what is wrong is refused for that reason", arguments: errorCases)
  func error(_ vector: OfficialMessage) throws {
    let text = try #require(vector.signature)
    let expected = try #require(vector.error_substr)
    let challenge = try vector.challenge()
    if expected == "invalid signature" {
      let verdict = challenge.verify(try GenericSignedMessage(text))
      guard case .invalid = verdict else {
        Issue.record("\(verdict)")
        return
      }
      return
    }
    let error = #expect(throws: GenericMessageError.self) { try GenericSignedMessage(text) }
    switch expected {
    case "base64", "error decoding signature as base64": #expect(error == .notBase64)
    case "signature too short": #expect(error == .empty)
    case "error parsing signature as full variant":
      guard case .notTransaction = error else {
        Issue.record("\(String(describing: error))")
        return
      }
    default: Issue.record("unknown reason \(expected)")
    }
  }

  /// Makes the signature again where one key can, and finds the bytes of the BIP where ECDSA is
  /// deterministic.
  private func resign(
    _ vector: OfficialMessage, _ challenge: MessageChallenge, terms: MessageChallenge.Terms
  ) throws {
    let isTaproot = vector.type == "p2tr"
    guard isTaproot || ["p2pkh", "p2wpkh", "p2sh-p2wpkh"].contains(vector.type) else { return }
    let wif = try #require(vector.private_keys?.first)
    let key = try #require(WalletImportKey(wif: wif, network: .mainnet)).key
    let signature = try challenge.sign(with: key, terms: terms)
    #expect(challenge.verify(signature) == .valid(terms))
    if !isTaproot { #expect(try #require(vector.bip322_signatures).contains(signature.text)) }
  }
}
