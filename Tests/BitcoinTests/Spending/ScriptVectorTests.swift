import Testing

@testable import Bitcoin

/// A row of script_tests.json: one spend, the rules that are on, and what comes out.
struct ScriptCase: Sendable {
  let transaction: Transaction
  let spentOutput: TxOut
  let flags: ScriptFlags
  let expected: String
  let comment: String

  init?(_ row: [Any]) {
    var row = row
    var witness = Witness()
    var value = Satoshi.zero
    if let items = row.first as? [Any] {
      row.removeFirst()
      guard let coins = items.last as? Double else { return nil }
      value = Satoshi(Int64((coins * 100_000_000).rounded()))
      for item in items.dropLast() {
        guard let bytes = (item as? String).flatMap({ ScriptCase.item($0, witness) }) else {
          return nil
        }
        witness.stack.append(bytes)
      }
    }
    guard row.count >= 4, let texts = row as? [String],
      let scriptSig = CoreScript.assemble(texts[0]),
      let script = ScriptCase.scriptPubKey(texts[1], witness),
      let flags = ScriptFlags(words: texts[2])
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
    self.flags = flags.contains(.cleanStack) ? flags.filled : flags
    self.expected = texts[3]
    self.comment = texts.count > 4 ? texts[4] : ""
  }

  func verdict(_ flags: ScriptFlags) -> SpendVerdict {
    SpendVerifier.verify(transaction, input: 0, spentOutputs: [spentOutput], flags: flags)
  }

  // MARK: - Placeholders, which stand for a tree of the one leaf under the key of the number 1

  private static func item(_ text: String, _ witness: Witness) -> [UInt8]? {
    if text.hasPrefix("#SCRIPT#") { return CoreScript.assemble(text.dropFirst(8)) }
    if text == "#CONTROLBLOCK#" {
      guard let output = output(of: witness.stack.last) else { return nil }
      return [0xc0 | (output.isOdd ? 1 : 0)] + output.internalKey.bytes
    }
    return Hex.decode(text)
  }

  private static func scriptPubKey(_ text: String, _ witness: Witness) -> [UInt8]? {
    guard text == "0x51 0x20 #TAPROOTOUTPUT#" else { return CoreScript.assemble(text) }
    guard witness.stack.count >= 2, let output = output(of: witness.stack.dropLast().last) else {
      return nil
    }
    return [0x51, 32] + output.key.bytes
  }

  private static func output(
    of leaf: [UInt8]?
  ) -> (internalKey: XOnlyPublicKey, key: XOnlyPublicKey, isOdd: Bool)? {
    guard let leaf, let secret = SecretKey(bytes: [UInt8](repeating: 0, count: 31) + [1]) else {
      return nil
    }
    var writer = ByteWriter()
    writer.write(byte: 0xc0)
    writer.write(counted: leaf)
    let internalKey = secret.makePublicKey(compressed: true).xOnly
    let root = TaggedHash.hash(tag: "TapLeaf", writer.bytes)
    let tweak = TaggedHash.hash(tag: "TapTweak", internalKey.bytes + root.bytes)
    return internalKey.tweaked(by: tweak).map { (internalKey, $0.key, $0.isOdd) }
  }
}

@Suite("Core's scripts")
struct ScriptVectorTests {
  static let all: [VectorCase<ScriptCase>] = SharedData.rows("script_tests.json", atLeast: 4)
    .enumerated().compactMap { index, row in
      guard let value = ScriptCase(row) else {
        Issue.record("script_tests.json row \(index) has another form")
        return nil
      }
      return VectorCase("row \(index) \(value.comment)", value)
    }

  @Test("a verdict is Core's, and for Core's reason", .tags(.vectors), arguments: all)
  func verdict(_ vector: VectorCase<ScriptCase>) {
    let value = vector.value
    switch value.verdict(value.flags) {
    case .valid: #expect(value.expected == "OK")
    case .invalid(let failure): #expect(failure.rule.rawValue == value.expected, "\(failure)")
    }
  }

  @Test("fewer rules keep a spend valid, more keep it invalid", .tags(.vectors), arguments: all)
  func otherFlags(_ vector: VectorCase<ScriptCase>) {
    let value = vector.value
    let isValid = value.expected == "OK"
    var generator = SeededGenerator(seed: UInt64(value.comment.utf8.count))
    for _ in 0..<24 {
      let random = ScriptFlags.random(using: &generator)
      let flags =
        isValid ? value.flags.subtracting(random).trimmed : value.flags.union(random).filled
      #expect((value.verdict(flags) == .valid) == isValid, "flags \(flags)")
    }
  }

  @Test("the official file was read, every rule that it names is met", .tags(.vectors))
  func count() {
    guard SharedData.isPresent(SharedData.vectors) else { return }
    #expect(ScriptVectorTests.all.count == 1_212)
    let names = Set(ScriptVectorTests.all.map(\.value.expected)).subtracting(["OK"])
    #expect(names.isSubset(of: Set(ScriptRule.allCases.map(\.rawValue))))
    #expect(names.count == 37)
  }
}
