import Bitcoin
import Testing

@Suite("SignatureOperations")
struct SignatureOperationsTests {
  private static let key = [UInt8](repeating: 2, count: 33)
  private static let twoKeys = [0x51, 33] + key + [33] + key + [0x52, 0xae]

  /// A script, its exact count, and its count in plain sight.
  static let cases: [(String, [UInt8], exact: Int, plain: Int)] = [
    ("empty", [], 0, 0),
    ("one OP_CHECKSIG", [0xac], 1, 1),
    ("one OP_CHECKSIGVERIFY", [0xad], 1, 1),
    ("1 of 2 keys", twoKeys, 2, 20),
    ("1 of 2 keys, and OP_CHECKSIG in a branch", twoKeys + [0x63, 0xac, 0x68], 3, 21),
    ("OP_CHECKMULTISIG after no number", [0x61, 0xae], 20, 20),
    ("OP_CHECKMULTISIG after zero", [0x00, 0xae], 20, 20),
    ("OP_CHECKMULTISIGVERIFY after 16", [0x60, 0xaf], 16, 20),
    ("number pushed as a byte", [1, 2, 0xae], 20, 20),
    ("a push hides what it holds", [2, 0xac, 0xac], 0, 0),
    ("nothing counts behind a push that is cut off", [0xac, 5, 0xac, 0xac], 1, 1),
    ("OP_CHECKSIGADD is none", [0xba], 0, 0),
    ("behind OP_RETURN", [0x6a, 0xac], 1, 1),
  ]

  @Test("a script has so many", arguments: cases.indices)
  func scriptsAreCounted(_ index: Int) {
    let row = SignatureOperationsTests.cases[index]
    #expect(SignatureOperations.count(in: row.1.span, isExact: true) == row.exact, "\(row.0)")
    #expect(SignatureOperations.count(in: row.1.span, isExact: false) == row.plain, "\(row.0)")
  }

  @Test("what a spend reveals costs four outside the witness and one within")
  func revealedScriptsCost() {
    let redeem = RedeemScript(SignatureOperationsTests.twoKeys)
    let witness = WitnessScript(SignatureOperationsTests.twoKeys)
    let nested = RedeemScript(ScriptPubKey.payToWitnessScriptHash(of: witness).bytes)
    let nestedKey = RedeemScript([0, 20] + [UInt8](repeating: 1, count: 20))
    func cost(
      _ script: ScriptPubKey, _ scriptSig: ScriptSig, _ stack: [[UInt8]] = [], p2sh: Bool = true,
      segwit: Bool = true
    ) -> Int {
      let transaction = Transaction(
        inputs: [
          TxIn(
            prevout: OutPoint(txid: Txid(Hash256(1, 0, 0, 0)), vout: 0), scriptSig: scriptSig,
            witness: Witness(stack))
        ], outputs: [TxOut(value: .zero, scriptPubKey: ScriptPubKey([0xac]))])
      let coin = Coin(
        output: TxOut(value: .zero, scriptPubKey: script), height: 1, isCoinbase: false)
      return SignatureOperations.cost(
        of: transaction, spent: [coin], countsScriptHash: p2sh, countsWitness: segwit) - 4
    }
    let pay = ScriptPubKey.payToScriptHash(of: redeem)
    let push = ScriptSig.pushes([[], redeem.bytes])
    #expect(cost(pay, push) == 8)
    #expect(cost(pay, push, p2sh: false, segwit: false) == 0)
    #expect(cost(pay, ScriptSig([0x61] + push.bytes)) == 0)
    #expect(cost(pay, ScriptSig([])) == 0)
    #expect(cost(.payToWitnessScriptHash(of: witness), ScriptSig(), [[], witness.bytes]) == 2)
    #expect(cost(.payToWitnessScriptHash(of: witness), ScriptSig(), []) == 0)
    #expect(
      cost(.payToWitnessScriptHash(of: witness), ScriptSig(), [witness.bytes], segwit: false) == 0)
    #expect(cost(.payToScriptHash(of: nested), .pushes([nested.bytes]), [witness.bytes]) == 2)
    #expect(cost(.payToScriptHash(of: nestedKey), .pushes([nestedKey.bytes])) == 1)
    #expect(cost(ScriptPubKey(nestedKey.bytes), ScriptSig()) == 1)
    // A version of the future costs nothing.
    #expect(cost(ScriptPubKey([0x51, 32] + key32), ScriptSig(), [witness.bytes]) == 0)
    #expect(cost(ScriptPubKey([0xac, 0xac]), ScriptSig([0xac])) == 4)
  }

  private let key32 = [UInt8](repeating: 1, count: 32)
}
