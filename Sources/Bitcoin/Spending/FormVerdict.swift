/// What was found about one input.
public enum FormVerdict: Hashable, Sendable {
  /// The input satisfies the spent output's script.
  case valid
  /// It does not, for this reason.
  case invalid(FormFailure)
  /// The spend is not of a form that can be judged without running scripts; neither yes nor no.
  case unsupported(ScriptKind)
}

/// Why an input does not satisfy the spent output's script.
public enum FormFailure: Hashable, Sendable {
  /// Fewer items are pushed than the script takes.
  case missingItems(needed: Int, found: Int)
  /// A pushed item is larger than 520 bytes (Core: `MAX_SCRIPT_ELEMENT_SIZE`, script/script.h).
  case oversizedItem(count: Int)
  /// The key or the redeem script does not have the hash that the output names.
  case hashMismatch
  /// A signature is not strict DER (BIP-0066).
  case malformedSignature
  /// A signature does not fit its key, or the key is no point of the curve.
  case wrongSignature
  /// There is a witness, but the output takes none (Core: `SCRIPT_ERR_WITNESS_UNEXPECTED`).
  case unexpectedWitness
  /// The scriptSig of a witness spend has more in it than it may (Core: `SCRIPT_ERR_WITNESS_MALLEATED`).
  case malleatedScriptSig
  /// A witness of a key hash has not exactly two items (Core: `SCRIPT_ERR_WITNESS_PROGRAM_MISMATCH`).
  case wrongWitnessSize(found: Int)
}

extension FormFailure: CustomStringConvertible {
  /// What is wrong.
  public var description: String {
    switch self {
    case .missingItems(let needed, let found): "items pushed: \(found), needed: \(needed)"
    case .oversizedItem(let count): "pushed item of \(count) bytes, over 520"
    case .hashMismatch: "key or script without the hash that the output names"
    case .malformedSignature: "signature not in strict DER"
    case .wrongSignature: "signature does not fit the key"
    case .unexpectedWitness: "witness for an output that takes none"
    case .malleatedScriptSig: "script signature of a witness spend with more than it may hold"
    case .wrongWitnessSize(let found): "items in witness: \(found), needed: 2"
    }
  }
}
