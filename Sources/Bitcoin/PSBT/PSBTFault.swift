/// What is wrong with one entry of a PSBT's map.
public enum PSBTFault: Equatable, Sendable {
  /// The type stands once, so that its key has nothing after the type.
  case keyDataNotEmpty(count: Int)
  /// The key data has a size that the type does not have.
  case keyDataSize(found: Int)
  /// The value has a size that the type does not have.
  case valueSize(found: Int)
  /// A key is no point of the curve in a form that the type takes.
  case invalidKey
  /// A signature is not strict DER with a sighash type that is defined.
  case invalidSignature
  /// The preimage does not have the hash under which it stands.
  case wrongPreimage
  /// The value does not decode; positions count from its first byte.
  case malformedValue(DecodingError)
  /// The unsigned transaction has a script or a witness.
  case notUnsigned(input: Int)
  /// The path does not have as many steps as the extended key's depth says.
  case wrongDepth(needed: Int, found: Int)
  /// The leaves with their depths make no whole tree.
  case malformedTree
  /// A required lock time is not a time, or not a height.
  case lockTimeOutOfRange(UInt32)
  /// A text is not UTF-8.
  case notText
}

extension PSBTFault: CustomStringConvertible {
  /// What is wrong.
  public var description: String {
    switch self {
    case .keyDataNotEmpty(let count): "key with \(count) bytes too many"
    case .keyDataSize(let found): "key data of \(found) bytes"
    case .valueSize(let found): "value of \(found) bytes"
    case .invalidKey: "public key that is no point of the curve"
    case .invalidSignature: "signature not in strict der with a sighash type"
    case .wrongPreimage: "preimage without the hash that it stands under"
    case .malformedValue(let error): "value with \(error)"
    case .notUnsigned(let input): "input \(input) that is signed"
    case .wrongDepth(let needed, let found): "path of \(found) steps for a depth of \(needed)"
    case .malformedTree: "leaves that make no tree"
    case .lockTimeOutOfRange(let value): "lock time \(value) out of range"
    case .notText: "text that is not utf-8"
    }
  }
}
