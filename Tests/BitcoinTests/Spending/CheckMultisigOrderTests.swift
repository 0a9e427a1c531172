import Testing

@testable import Bitcoin

/// In which order OP_CHECKMULTISIG looks at things, which decides the reason of a refusal (Core:
/// `EvalScript`, script/interpreter.cpp).
@Suite("OP_CHECKMULTISIG's order")
struct CheckMultisigOrderTests {
  private static let key = [UInt8](repeating: 5, count: 33)

  /// Scripts that leave the item for the signature, m, a key and n, and which rule each breaks.
  static let cases: [VectorCase<(items: [[UInt8]], rule: ScriptRule)>] = [
    VectorCase("nothing at all", ([], .invalidStackOperation)),
    VectorCase("too many keys", ([[21]], .pubkeyCount)),
    VectorCase("no m", ([[1]], .invalidStackOperation)),
    VectorCase("more signatures than keys", ([[2], key, [1]], .sigCount)),
    VectorCase("no signature", ([[1], key, [1]], .invalidStackOperation)),
    // The signature is malformed, but the item below it is missed first.
    VectorCase("no dummy", ([[7], [1], key, [1]], .invalidStackOperation)),
    VectorCase("a malformed signature", ([[], [7], [1], key, [1]], .sigDer)),
    VectorCase("a dummy that is not empty", ([[1], [], [1], key, [1]], .sigNullDummy)),
    VectorCase("an empty signature", ([[], [], [1], key, [1]], .evalFalse)),
  ]

  @Test("each refusal has the reason that Bitcoin Core has", arguments: cases)
  func order(_ example: VectorCase<(items: [[UInt8]], rule: ScriptRule)>) {
    let transaction = Transaction(
      inputs: [TxIn(prevout: .null, scriptSig: .pushes(example.value.items))], outputs: [])
    let spent = TxOut(value: .zero, scriptPubKey: ScriptPubKey([Opcode.checkMultisig]))
    let verdict = SpendVerifier.verify(transaction, input: 0, spentOutputs: [spent])
    guard case .invalid(let failure) = verdict else {
      Issue.record("\(verdict)")
      return
    }
    #expect(failure.rule == example.value.rule)
  }
}
