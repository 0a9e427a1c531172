/// What a signature over a text proves (BIP-0322, "Verification").
public enum MessageVerdict: Equatable, Sendable {
  /// Whoever controls the script signed the text, if `time` and `age` of the terms are reached.
  ///
  /// Terms of 0 hold always. No chain is asked here: neither whether the terms are reached nor whether
  /// the coins of a proof of funds exist, are what it says and are unspent. A script that asks for no key
  /// is controlled by anyone.
  case valid(MessageChallenge.Terms)
  /// The rules of today take the signature, but it uses what later rules may give another meaning.
  case inconclusive(MessageDoubt)
  /// The signature proves nothing.
  case invalid(MessageFault)

  /// Whether the text was signed.
  public var isValid: Bool {
    if case .valid = self { true } else { false }
  }
}

extension MessageVerdict: CustomStringConvertible {
  /// The state in the BIP's words, with the reason.
  public var description: String {
    switch self {
    case .valid(let terms) where terms.time == 0 && terms.age == 0: "valid"
    case .valid(let terms): "valid at time \(terms.time) and age \(terms.age)"
    case .inconclusive(let doubt): "inconclusive: \(doubt)"
    case .invalid(let fault): "invalid: \(fault)"
    }
  }
}
