/// Why a proof of reserves is refused (BIP-0127), or cannot be made.
public enum ReserveFault: Error, Equatable, Sendable {
  /// There is no input besides the commitment.
  case noCoins
  /// The first input commits to another message, or to none.
  case wrongCommitment(expected: OutPoint, found: OutPoint)
  /// It is not told what an input spends.
  case missingSpentOutput(input: Int)
  /// More spent outputs are told than there are coins.
  case tooManySpentOutputs(needed: Int, found: Int)
  /// An outpoint is spent twice.
  case duplicateInput(OutPoint)
  /// An input refers to nothing.
  case nullInput(Int)
  /// The amounts up to this input leave the range of money.
  case amountOutOfRange(input: Int)
  /// There is not exactly one output.
  case wrongOutputCount(Int)
  /// The output does not pay what the coins hold together.
  case wrongTotal(expected: Satoshi, found: Satoshi)
  /// A coin's script is not satisfied.
  case unsatisfied(input: Int, ScriptFailure)
  /// A coin's script is satisfied without a signature, or is not satisfied at all.
  case unsigned(input: Int)
  /// A signature does not commit to the first input, so that it could be taken from elsewhere.
  case uncommitted(input: Int, SighashType)
  /// The PSBT cannot be made or read.
  case psbt(PSBTError)
}

extension ReserveFault: CustomStringConvertible {
  /// What is wrong.
  public var description: String {
    switch self {
    case .noCoins: "no input besides the commitment"
    case .wrongCommitment(let expected, let found):
      "first input commits to \(found) instead of \(expected)"
    case .missingSpentOutput(let input): "output spent by input \(input) is not told"
    case .tooManySpentOutputs(let needed, let found):
      "\(found) spent outputs told for \(needed) inputs"
    case .duplicateInput(let prevout): "\(prevout) spent twice"
    case .nullInput(let input): "input \(input) spends nothing"
    case .amountOutOfRange(let input): "amounts up to input \(input) out of the money range"
    case .wrongOutputCount(let count): "\(count) outputs instead of one"
    case .wrongTotal(let expected, let found): "output of \(found) instead of \(expected)"
    case .unsatisfied(let input, let failure): "\(failure) of input \(input)"
    case .unsigned(let input): "no signature in input \(input)"
    case .uncommitted(let input, let type):
      "signature of input \(input) with sighash type \(type.rawValue) does not commit to the message"
    case .psbt(let error): "\(error)"
    }
  }
}
