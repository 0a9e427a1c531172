/// Why a text is no signature over a message.
public enum SignedMessageError: Error, Equatable, Sendable {
  /// It is not base 64 with its padding.
  case notBase64
  /// It is not 65 bytes.
  case wrongSize(found: Int)
  /// The first byte is none from 27 to 42.
  case unknownHeader(UInt8)
}

extension SignedMessageError: CustomStringConvertible {
  /// What is wrong.
  public var description: String {
    switch self {
    case .notBase64: "signature is not base64"
    case .wrongSize(let found): "signature of \(found) bytes instead of 65"
    case .unknownHeader(let byte): "signature header \(byte) is not from 27 to 42"
    }
  }
}
