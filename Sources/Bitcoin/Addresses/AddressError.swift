/// Why a text is no address of the network that was asked for.
public enum AddressError: Error, Equatable, Sendable {
  /// Neither Base58 nor Bech32 can be read from it.
  case unreadable(String)
  /// The checksum is wrong, so it was mistyped or cut.
  case wrongChecksum(String)
  /// It is an address of another kind of network.
  case otherNetwork(String, expected: String)
  /// The checksum is right, but what it holds is no script that an address stands for.
  case wrongContent(String, reason: String)
}

extension AddressError: CustomStringConvertible {
  /// What is wrong, with the text.
  public var description: String {
    switch self {
    case .unreadable(let text): "\(AddressError.quote(text)) is no address"
    case .wrongChecksum(let text): "wrong checksum in address \(AddressError.quote(text))"
    case .otherNetwork(let text, let expected):
      "\(AddressError.quote(text)) is no address of \(expected)"
    case .wrongContent(let text, let reason):
      "\(reason) in address \(AddressError.quote(text))"
    }
  }

  /// The text in quotes, cut where it is too long for an address, without control characters.
  private static func quote(_ text: String) -> String {
    let printable = text.unicodeScalars.map { scalar in
      scalar.value < 32 || scalar.value == 127 ? "?" : String(scalar)
    }
    let shown = printable.prefix(Bech32.maxLength).joined()
    return printable.count > Bech32.maxLength ? "\"\(shown)\"..." : "\"\(shown)\""
  }
}
