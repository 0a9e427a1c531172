/// Why a signature over a text is refused.
public enum MessageFault: Error, Equatable, Sendable {
  /// The 65 bytes of `signmessage` prove P2PKH alone.
  case legacyForOtherScript(ScriptKind)
  /// The 65 bytes of `signmessage` are not by the key of the address over this text.
  case otherKey
  /// A witness alone satisfies plain witness programs only.
  case simpleForOtherScript(ScriptKind)
  /// An input of a PSBT has neither its script nor its witness.
  case notFinalised(input: Int)
  /// The UTXO entries or the lock times of a PSBT contradict each other.
  case unreadablePSBT(PSBTError)
  /// The first input does not spend what the text and the script stand for.
  case wrongFirstInput(expected: OutPoint, found: OutPoint?)
  /// A PSBT gives the first input another output than the text and the script stand for.
  case wrongSpentOutput
  /// The outputs are not one of no value with OP_RETURN alone.
  case wrongOutputs(count: Int)
  /// It is not told what an input spends.
  case missingSpentOutput(input: Int)
  /// An outpoint is spent twice (CVE-2018-17144).
  case duplicateInput(OutPoint)
  /// An input refers to nothing.
  case nullInput(Int)
  /// The spent amounts leave the range of money.
  case amountOutOfRange(input: Int)
  /// The transaction is longer than a block can be.
  case oversized(byteCount: Int)
  /// A script is not satisfied under the required rules.
  case unsatisfied(input: Int, ScriptFailure)
  /// A signature does not commit to all inputs and outputs.
  case partialCommitment(input: Int, SighashType)
  /// A script has an OP_CODESEPARATOR.
  case codeSeparator(input: Int)
}

extension MessageFault: CustomStringConvertible {
  /// What is wrong.
  public var description: String {
    switch self {
    case .legacyForOtherScript(let kind): "signature of signmessage for a script of kind \(kind)"
    case .otherKey: "signature by another key or over another text"
    case .simpleForOtherScript(let kind): "witness alone for a script of kind \(kind)"
    case .notFinalised(let input): "input \(input) of the PSBT is not final"
    case .unreadablePSBT(let error): "\(error)"
    case .wrongFirstInput(let expected, let found):
      "first input spends \(found.map { "\($0)" } ?? "nothing") instead of \(expected)"
    case .wrongSpentOutput: "PSBT gives the first input another output to spend"
    case .wrongOutputs(let count) where count != 1: "\(count) outputs instead of one"
    case .wrongOutputs: "output is not OP_RETURN without value"
    case .missingSpentOutput(let input): "output spent by input \(input) is not told"
    case .duplicateInput(let prevout): "\(prevout) spent twice"
    case .nullInput(let input): "input \(input) spends nothing"
    case .amountOutOfRange(let input): "amounts up to input \(input) out of the money range"
    case .oversized(let byteCount): "transaction of \(byteCount) bytes is longer than a block"
    case .unsatisfied(let input, let failure): "\(failure) of input \(input)"
    case .partialCommitment(let input, let type):
      "signature of input \(input) with sighash type \(type.rawValue) instead of all"
    case .codeSeparator(let input): "OP_CODESEPARATOR in a script of input \(input)"
    }
  }
}
