/// Why a text could not be signed.
public enum MessageSigningError: Error, Equatable, Sendable {
  /// The script, of this kind, does not ask for this one key.
  case otherKey(ScriptKind)
  /// An input of the PSBT has neither its script nor its witness.
  case notFinalised(input: Int)
  /// The PSBT cannot be made or read.
  case psbt(PSBTError)
}

extension MessageSigningError: CustomStringConvertible {
  /// What is wrong.
  public var description: String {
    switch self {
    case .otherKey(let kind): "script of kind \(kind) does not ask for this key alone"
    case .notFinalised(let input): "input \(input) of the PSBT is not final"
    case .psbt(let error): "\(error)"
    }
  }
}
