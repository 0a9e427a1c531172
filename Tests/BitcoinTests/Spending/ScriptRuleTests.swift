import Testing

@testable import Bitcoin

/// A spend that btclib and Bitcoin Core's library judged
/// (Tests/BitcoinTests/Vectors/make_script_vectors.py).
struct ScriptRuleVector: Decodable, Sendable, CustomTestStringConvertible {
  struct Output: Decodable, Sendable {
    let value: Int64
    let script: String
  }

  let rule: String
  let name: String
  let flags: String
  let transaction: String
  let spent: [Output]

  var testDescription: String { "\(rule): \(name)" }
}

@Suite("Rules of scripts")
struct ScriptRuleTests {
  static let vectors = SharedData.own("script_rules.json", as: ScriptRuleVector.self)

  @Test("every rule is broken by some spend and kept by others")
  func count() {
    #expect(ScriptRuleTests.vectors.count == 564)
    #expect(ScriptRuleTests.vectors.count { $0.rule == "OK" } == 270)
    let broken = Set(ScriptRuleTests.vectors.map(\.rule)).subtracting(["OK"])
    #expect(broken == Set(ScriptRule.allCases.map(\.rawValue)))
  }

  @Test("a spend is taken, or refused by the rule that it breaks", arguments: vectors)
  func verify(_ vector: ScriptRuleVector) throws {
    let transaction = try Transaction(decoding: try #require(Hex.decode(vector.transaction)))
    let outputs = try vector.spent.map {
      TxOut(
        value: Satoshi($0.value), scriptPubKey: ScriptPubKey(try #require(Hex.decode($0.script))))
    }
    let flags = try #require(ScriptFlags(words: vector.flags))
    let verdict = SpendVerifier.verify(
      transaction, input: 0, spentOutputs: outputs, flags: flags)
    switch verdict {
    case .valid: #expect(vector.rule == "OK")
    case .invalid(let failure): #expect(failure.rule.rawValue == vector.rule, "\(failure)")
    }
    // Rules only forbid.
    if verdict == .valid {
      for flag in ScriptFlags.each where flags.contains(flag) {
        let fewer = flags.subtracting(flag).trimmed
        #expect(
          SpendVerifier.verify(transaction, input: 0, spentOutputs: outputs, flags: fewer)
            == .valid, "\(flag)")
      }
    }
  }
}
