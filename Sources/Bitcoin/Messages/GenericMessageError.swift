/// Why a text is no signature of BIP-0322.
public enum GenericMessageError: Error, Equatable, Sendable {
  /// There is nothing.
  case empty
  /// What follows the prefix, if there is one, is not base 64 with its padding.
  case notBase64
  /// The bytes are no witness, as the prefix `smp` or none at all announces.
  case notWitness(DecodingError)
  /// The bytes are no transaction, as the prefix `ful` announces.
  case notTransaction(DecodingError)
  /// The bytes are no PSBT, as the prefix `pof` announces.
  case notPSBT(PSBTError)
}

extension GenericMessageError: CustomStringConvertible {
  /// What is wrong.
  public var description: String {
    switch self {
    case .empty: "signature is empty"
    case .notBase64: "signature is not base64"
    case .notWitness(let error): "signature is no witness: \(error)"
    case .notTransaction(let error): "signature is no transaction: \(error)"
    case .notPSBT(let error): "signature is no PSBT: \(error)"
    }
  }
}
