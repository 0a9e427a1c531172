import Testing

@testable import Bitcoin

/// A row of script_tests.json: one spend, the rules that are on, and what comes out.
struct ScriptCase: Sendable {
  let transaction: Transaction
  let spentOutput: TxOut
  let flags: Set<String>
  let expected: String
  let comment: String

  /// Nil for rows whose witness holds placeholders, which are about Taproot.
  init?(_ row: [Any]) {
    var row = row
    var witness = Witness()
    var value = Satoshi.zero
    if let items = row.first as? [Any] {
      row.removeFirst()
      guard let coins = items.last as? Double else { return nil }
      value = Satoshi(Int64((coins * 100_000_000).rounded()))
      for item in items.dropLast() {
        guard let bytes = (item as? String).flatMap({ Hex.decode($0) }) else { return nil }
        witness.stack.append(bytes)
      }
    }
    guard row.count >= 4, let texts = row as? [String],
      let scriptSig = CoreScript.assemble(texts[0]), let script = CoreScript.assemble(texts[1])
    else { return nil }
    // Core: `BuildCreditingTransaction` and `BuildSpendingTransaction`, test/util/transaction_utils.cpp.
    let spentOutput = TxOut(value: value, scriptPubKey: ScriptPubKey(script))
    let crediting = Transaction(
      inputs: [TxIn(prevout: .null, scriptSig: ScriptSig([0, 0]))], outputs: [spentOutput])
    let prevout = OutPoint(txid: crediting.computeTxid(), vout: 0)
    self.transaction = Transaction(
      inputs: [TxIn(prevout: prevout, scriptSig: ScriptSig(scriptSig), witness: witness)],
      outputs: [TxOut(value: value, scriptPubKey: ScriptPubKey([]))])
    self.spentOutput = spentOutput
    self.flags = Set(texts[2].split(separator: ",").map(String.init))
    self.expected = texts[3]
    self.comment = texts.count > 4 ? texts[4] : ""
  }
}

@Suite("Core's scripts")
struct ScriptVectorTests {
  static let all = SharedData.rows("script_tests.json", atLeast: 4).enumerated().compactMap {
    index, row in ScriptCase(row).map { VectorCase("row \(index) \($0.comment)", $0) }
  }

  /// What consensus takes although Core's policy does not.
  static let policy: Set<String> = [
    "SIG_HIGH_S", "MINIMALDATA", "SIG_PUSHONLY", "CLEANSTACK", "SIG_HASHTYPE", "PUBKEYTYPE",
    "WITNESS_PUBKEYTYPE", "NULLFAIL",
  ]

  @Test("a verdict never contradicts Core's", .tags(.vectors), arguments: all)
  func verdict(_ vector: VectorCase<ScriptCase>) {
    let value = vector.value
    switch FormVerifier.verify(value.transaction, input: 0, spentOutput: value.spentOutput) {
    case .unsupported:
      break
    case .valid:
      #expect(value.expected == "OK" || ScriptVectorTests.policy.contains(value.expected))
    case .invalid(let failure):
      guard value.expected == "OK" else { return }
      switch failure {
      case .malformedSignature:
        #expect(value.flags.isDisjoint(with: ["DERSIG", "STRICTENC", "LOW_S"]))
      case .unexpectedWitness, .malleatedScriptSig, .wrongWitnessSize:
        #expect(!value.flags.contains("WITNESS"))
      default:
        // Without these rules the spent output is an ordinary script that ends with true.
        let hasWitness = value.transaction.hasWitness
        let isOff =
          !value.flags.contains("P2SH") || (hasWitness && !value.flags.contains("WITNESS"))
        #expect(isOff, "\(failure)")
      }
    }
  }

  @Test("many of Core's spends get a verdict", .tags(.vectors))
  func count() {
    guard SharedData.isPresent(SharedData.vectors) else { return }
    var valid = 0
    var failures: Set<String> = []
    for vector in ScriptVectorTests.all {
      let value = vector.value
      switch FormVerifier.verify(value.transaction, input: 0, spentOutput: value.spentOutput) {
      case .valid: valid += 1
      case .invalid(let failure): failures.insert("\(failure)")
      case .unsupported: break
      }
    }
    #expect(valid == 24)
    #expect(
      failures == [
        "items pushed: 1, needed: 2", "key or script without the hash that the output names",
        "script signature of a witness spend with more than it may hold",
        "signature does not fit the key", "signature not in strict DER",
        "witness for an output that takes none", "items in witness: 3, needed: 2",
      ])
    #expect(ScriptVectorTests.all.count > 1_100)
  }
}
