/// How signatures and keys may be written in scripts: rules about their bytes alone.
enum SignatureEncoding {
  /// Whether a signature with its sighash type is strict DER (BIP-0066).
  static func isStrictDER(_ signature: Span<UInt8>) -> Bool {
    guard signature.count > 0 else { return false }
    return ECDSASignature.isStrictDER(signature.extracting(0..<signature.count - 1))
  }

  /// Whether the sighash type at the end has a meaning (Core: `IsDefinedHashtypeSignature`).
  static func hasKnownType(_ signature: Span<UInt8>) -> Bool {
    guard signature.count > 0 else { return false }
    return (1...3).contains(signature[signature.count - 1] & 0x7f)
  }

  /// Whether S is in the lower half of a signature with its sighash type (Core: `IsLowDERSignature`).
  static func hasLowS(_ signature: Span<UInt8>) -> Bool {
    let der = [UInt8](signature.extracting(0..<signature.count - 1))
    return ECDSASignature(laxDER: der)?.isLowS ?? false
  }

  /// Holds a signature against the rules that are on (Core: `CheckSignatureEncoding`,
  /// script/interpreter.cpp); an empty one is a plain no, and passes.
  ///
  /// - Throws: `sigDer`, `sigHighS`, `sigHashtype`.
  static func check(_ signature: Span<UInt8>, _ flags: ScriptFlags) throws(ScriptRule) {
    guard signature.count > 0 else { return }
    if !flags.isDisjoint(with: [.derSignatures, .lowS, .strictEncoding]), !isStrictDER(signature) {
      throw .sigDer
    }
    if flags.contains(.lowS), !hasLowS(signature) { throw .sigHighS }
    if flags.contains(.strictEncoding), !hasKnownType(signature) { throw .sigHashtype }
  }

  /// Holds a key against the rules that are on (Core: `CheckPubKeyEncoding`, script/interpreter.cpp).
  ///
  /// - Throws: `pubkeyType`, `witnessPubkeyType`.
  static func check(
    key: Span<UInt8>, _ flags: ScriptFlags, _ version: ScriptVersion
  ) throws(ScriptRule) {
    if flags.contains(.strictEncoding), !isCompressed(key), !isUncompressed(key) {
      throw .pubkeyType
    }
    if flags.contains(.witnessPublicKeyType), version == .witnessV0, !isCompressed(key) {
      throw .witnessPubkeyType
    }
  }

  private static func isCompressed(_ key: Span<UInt8>) -> Bool {
    key.count == PublicKey.compressedSize && (key[0] == 2 || key[0] == 3)
  }

  private static func isUncompressed(_ key: Span<UInt8>) -> Bool {
    key.count == PublicKey.uncompressedSize && key[0] == 4
  }
}
