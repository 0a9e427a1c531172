extension KeyExpression {
  /// Which keys may stand in a place.
  enum Form {
    /// Compressed or not.
    case any
    /// Compressed, as segwit wants it (BIP-0143).
    case compressed
    /// Compressed, or its x alone (BIP-0386).
    case xOnly

    init(_ place: DescriptorReader.Place) {
      switch place {
      case .top, .scriptHash: self = .any
      case .witnessScriptHash: self = .compressed
      case .tree: self = .xOnly
      }
    }
  }

  /// Reads a key expression that begins at `start` of the descriptor.
  init(
    _ text: ArraySlice<UInt8>, at start: Int, _ form: Form, _ network: Network
  ) throws(DescriptorError) {
    guard !text.isEmpty else { throw DescriptorError(.missingKey, at: start) }
    var rest = text
    var origin: (KeyOrigin, HardenedMark)?
    if rest.first == UInt8(ascii: "[") {
      origin = try KeyExpression.readOrigin(&rest)
    }
    if let bracket = rest.firstIndex(where: { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "]") })
    {
      throw DescriptorError(.invalidOrigin, at: bracket)
    }
    let keyEnd = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
    let source = try KeyExpression.readSource(rest[..<keyEnd], form, network)
    self.init(source: source, position: start)
    if let origin { (self.origin, originMark) = origin }
    try readSteps(rest[keyEnd...])
  }

  /// Reads what stands between brackets.
  private static func readOrigin(
    _ text: inout ArraySlice<UInt8>
  ) throws(DescriptorError) -> (KeyOrigin, HardenedMark) {
    guard let end = text.firstIndex(of: UInt8(ascii: "]")) else {
      throw DescriptorError(.invalidOrigin, at: text.startIndex)
    }
    let inner = text[(text.startIndex + 1)..<end]
    guard let origin = KeyOrigin(String(decoding: inner, as: UTF8.self)) else {
      throw DescriptorError(.invalidOrigin, at: inner.startIndex)
    }
    text = text[(end + 1)...]
    return (origin, mark(inner))
  }

  /// Reads the key itself: hexadecimal digits, WIF or an extended key.
  private static func readSource(
    _ text: ArraySlice<UInt8>, _ form: Form, _ network: Network
  ) throws(DescriptorError) -> Source {
    let start = text.startIndex
    guard !text.isEmpty else { throw DescriptorError(.missingKey, at: start) }
    // No key is longer than the 130 digits of an uncompressed one.
    guard text.count <= 130 else { throw DescriptorError(.invalidKey, at: start) }
    let string = String(decoding: text, as: UTF8.self)
    if let bytes = Hex.decode(string) {
      if bytes.count == XOnlyPublicKey.size, form == .xOnly, let key = XOnlyPublicKey(bytes: bytes)
      {
        return .xOnly(key)
      }
      guard let key = PublicKey(bytes: bytes) else { throw DescriptorError(.invalidKey, at: start) }
      guard !key.isHybrid else { throw DescriptorError(.hybridKey, at: start) }
      guard key.isCompressed || form == .any else {
        throw DescriptorError(.uncompressedKey, at: start)
      }
      return .publicKey(key)
    }
    if let key = WalletImportKey(wif: string, network: network) {
      guard key.isCompressed || form == .any else {
        throw DescriptorError(.uncompressedKey, at: start)
      }
      return .secret(key)
    }
    return try readExtended(string, at: start, network)
  }

  private static func readExtended(
    _ text: String, at start: Int, _ network: Network
  ) throws(DescriptorError) -> Source {
    do throws(ExtendedKeyError) {
      return .extendedPublic(try ExtendedPublicKey(text, network: network))
    } catch {
      guard error == .isSecret else {
        throw DescriptorError(
          error == .unreadable ? .invalidKey : .invalidExtendedKey(error), at: start)
      }
    }
    do throws(ExtendedKeyError) {
      return .extendedSecret(try ExtendedSecretKey(text, network: network))
    } catch {
      throw DescriptorError(.invalidExtendedKey(error), at: start)
    }
  }

  /// Reads the steps after the key, each with its slash.
  private mutating func readSteps(_ text: ArraySlice<UInt8>) throws(DescriptorError) {
    guard !text.isEmpty else { return }
    switch source {
    case .publicKey, .xOnly, .secret:
      throw DescriptorError(.stepsAfterSingleKey, at: text.startIndex)
    case .extendedPublic, .extendedSecret: break
    }
    pathMark = KeyExpression.mark(text)
    let parts = text.dropFirst().split(
      separator: UInt8(ascii: "/"), maxSplits: DerivationPath.maxCount + 1,
      omittingEmptySubsequences: false)
    for part in parts {
      guard wildcard == .none else { throw DescriptorError(.invalidStep, at: part.startIndex) }
      guard path.steps.count < DerivationPath.maxCount else {
        throw DescriptorError(.tooManySteps(max: DerivationPath.maxCount), at: part.startIndex)
      }
      let step = String(decoding: part, as: UTF8.self)
      switch step {
      case "*": wildcard = .children
      case "*h", "*'": wildcard = .hardenedChildren
      default:
        guard let number = ChildNumber(step) else {
          throw DescriptorError(.invalidStep, at: part.startIndex)
        }
        path.steps.append(number)
      }
    }
  }

  /// How hardened steps are told in a text; where both ways are mixed it is the last one.
  private static func mark(_ text: ArraySlice<UInt8>) -> HardenedMark {
    let last = text.last { $0 == UInt8(ascii: "h") || $0 == UInt8(ascii: "'") }
    return last == UInt8(ascii: "'") ? .apostrophe : .letter
  }
}
