import Bitcoin
import Case
import Testing

@Suite("Claim")
struct ClaimTests {
  /// 65 bytes in base64: the header byte 31 and zeros.
  static let signature = Base64.encode([31] + [UInt8](repeating: 7, count: 64))

  static func sample() throws -> Claim {
    let hash = try #require(BlockHash(hex: String(repeating: "0", count: 63) + "1"))
    let outPoint = try #require(OutPoint("\(BooksTests.txid):0"))
    return Claim(
      id: "recovered-2014", claimant: "MtGox", text: "Found in an old wallet.\nMoved: offline",
      asOf: ClaimedBlock(height: 13_605, hash: hash), network: "regtest",
      coins: [.outPoint(outPoint), .address("mrCDrCybB6J1vRfbwM5hemdJz73FwDBC8r")],
      amount: Satoshi(19_999_999_000_000), loss: "reconcile:missing",
      proofs: [
        ControlProof(
          kind: .signMessage, address: "mrCDrCybB6J1vRfbwM5hemdJz73FwDBC8r", signature: signature)
      ])
  }

  @Test("a claim comes back as it was written, and is written again byte for byte")
  func roundTrip() throws {
    var claim = try ClaimTests.sample()
    for _ in 0..<2 {
      let read = try Claim.decode(claim.encode(), file: "c.yaml")
      #expect(read == claim)
      #expect(read.encode() == claim.encode())
      claim.loss = nil
      claim.proofs = []
      claim.id = "2014"
    }
  }

  /// The digests were computed with Python's hashlib.
  @Test("the signed message is the documented one")
  func message() throws {
    let expected = """
      Coldtrace claim, version 1
      id: recovered-2014
      claimant: MtGox
      network: regtest
      as of: block 13605 0000000000000000000000000000000000000000000000000000000000000001
      amount: 199999.99000000 BTC
      loss: reconcile:missing
      text: sha256 f9e865f86eb882122e69a2541c5e7f9b92f5b31f0826edc9240bc41a9f623cb5
      coins: 2, sha256 60fa0fda9cabd384bde1a49201a6d79a2b1834de5640aa5a2037cb2e1754440a
      """
    #expect(try ClaimTests.sample().message == expected)
  }

  @Test("the order of the coins does not change the message, anything else does")
  func binding() throws {
    let claim = try ClaimTests.sample()
    var turned = claim
    turned.coins.reverse()
    #expect(turned.message == claim.message)
    let changes: [(inout Claim) -> Void] = [
      { $0.id = "other" }, { $0.claimant = "other" }, { $0.network = "signet" },
      { $0.text = "other words" }, { $0.text += " " },
      { $0.asOf.height += 1 }, { $0.asOf.hash = BlockHash(.zero) }, { $0.amount = Satoshi(1) },
      { $0.loss = nil }, { $0.loss = "reconcile:forgotten" }, { $0.coins.removeLast() },
      { $0.coins.append($0.coins[0]) }, { $0.coins[1] = .address("other") },
    ]
    for (index, change) in changes.enumerated() {
      var other = claim
      change(&other)
      #expect(other.message != claim.message, "change \(index)")
    }
  }

  struct Wrong: CustomTestStringConvertible, Sendable {
    let name: String
    let change: @Sendable (String) -> String
    let message: String
    var testDescription: String { name }

    init(_ name: String, _ old: String, _ new: String, _ message: String) {
      self.name = name
      self.change = { text in
        guard let range = text.firstRange(of: old) else { return text }
        return text.replacingCharacters(in: range, with: new)
      }
      self.message = message
    }
  }

  static let wrong: [Wrong] = [
    Wrong(
      "signature that is not base64", signature, "\"!!!!\"",
      "claims/c.yaml:16:16: 'signature': '!!!!' is not base64"),
    Wrong(
      "signature that is too short", signature, "QUJD",
      "claims/c.yaml:16:16: 'signature': a signed message has 65 bytes, not 3"),
    Wrong(
      "signature with another header byte", signature,
      Base64.encode([35] + [UInt8](repeating: 7, count: 64)),
      "claims/c.yaml:16:16: 'signature': a signed message begins with a byte from 27 to 34, not 35"),
    Wrong(
      "unknown kind of proof", "signmessage", "oath",
      "claims/c.yaml:14:11: 'kind' must be 'signmessage', not 'oath'"),
    Wrong(
      "amount without unit", "199999.99000000 BTC", "199999",
      "claims/c.yaml:8:9: 'amount' must be an amount such as 750000 BTC, with the unit, not '199999'"
    ),
    Wrong(
      "id that could leave the folder", "recovered-2014", "../x",
      "claims/c.yaml:1:5: 'id' must be at most 100 letters, digits, '-', '_' and '.', "
        + "a letter or digit first, not '../x'"),
    Wrong(
      "claimant on two lines", "MtGox", "\"Mt\\nid: x\"",
      "claims/c.yaml:2:11: 'claimant': 'Mt\\u{a}id: x' has characters that are not shown as "
        + "themselves on one line"),
    Wrong(
      "words that clear the screen", "Found in", "\\e[2JFound in",
      "claims/c.yaml:3:7: 'text': '\\u{1b}[2JFound in an old wallet.\\u{a}Moved: offline' has "
        + "characters that are not shown as themselves"),
    Wrong(
      "unknown network", "regtest", "mainet",
      "claims/c.yaml:7:10: 'network' must be one of 'mainnet', 'testnet3', 'testnet4', 'signet', "
        + "'regtest', not 'mainet'"),
    Wrong(
      "unknown key", "claimant:", "claiment:",
      "claims/c.yaml:2:1: unknown key 'claiment' in the claim; did you mean 'claimant'?"),
    Wrong(
      "height below 0", "13605", "-1",
      "claims/c.yaml:5:11: 'height' must be a whole number from 0 to 2147483647, not '-1'"),
  ]

  @Test("a claim that is wrong is refused with file, place and reason", arguments: wrong)
  func refusal(_ wrong: Wrong) throws {
    let text = String(decoding: try ClaimTests.sample().encode(), as: UTF8.self)
    #expect {
      try Claim.decode(Array(wrong.change(text).utf8), file: "claims/c.yaml")
    } throws: { error in
      "\(error)" == wrong.message
    }
  }

  @Test("mutated claims are refused or read, and what is read is written again the same")
  func mutations() throws {
    var generator = SeededGenerator(seed: 5)
    let bytes = try ClaimTests.sample().encode()
    for round in 0..<3_000 {
      guard let first = try? Claim.decode(generator.mutate(bytes), file: "x") else { continue }
      #expect(try Claim.decode(first.encode(), file: "x") == first, "round \(round)")
    }
  }
}

extension String {
  fileprivate func replacingCharacters(in range: Range<String.Index>, with text: String) -> String {
    self[..<range.lowerBound] + text + self[range.upperBound...]
  }
}
