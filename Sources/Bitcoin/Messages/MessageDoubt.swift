/// What leaves a signature over a text open (BIP-0322, "upgradeable rules").
public enum MessageDoubt: Equatable, Sendable {
  /// The version of the signed transaction is neither 0 nor 2.
  case unknownVersion(UInt32)
  /// A script uses what is kept for later rules.
  case upgradable(input: Int, ScriptFailure)
}

extension MessageDoubt: CustomStringConvertible {
  /// What is open.
  public var description: String {
    switch self {
    case .unknownVersion(let version): "transaction version \(version) is neither 0 nor 2"
    case .upgradable(let input, let failure): "\(failure) of input \(input)"
    }
  }
}
