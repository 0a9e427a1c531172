extension ScriptInterpreter {
  /// OP_CHECKSIG and OP_CHECKSIGVERIFY.
  mutating func runCheckSig(_ script: Span<UInt8>, verifies: Bool) throws(ScriptRule) {
    try require(2)
    let isValid =
      version == .tapscript
      ? try checkTapscript(signature: stack.range(1), key: stack.range(0))
      : try check(signature: stack.range(1), key: stack.range(0), script)
    stack.drop(2)
    guard verifies else { return stack.push(isValid) }
    guard isValid else { throw .checkSigVerify }
  }

  /// OP_CHECKSIGADD (BIP-0342).
  mutating func runCheckSigAdd() throws(ScriptRule) {
    guard version == .tapscript else { throw .badOpcode }
    try require(3)
    let sum = try number(1)
    let isValid = try checkTapscript(signature: stack.range(2), key: stack.range(0))
    stack.drop(3)
    stack.push(number: sum + (isValid ? 1 : 0))
  }

  /// Whether an ECDSA signature fits (Core: `EvalChecksigPreTapscript`).
  private mutating func check(
    signature: Range<Int>, key: Range<Int>, _ script: Span<UInt8>
  ) throws(ScriptRule) -> Bool {
    let signed = script.extracting(codeStart..<script.count)
    let shorter = version == .legacy ? try removing(signature, from: signed) : nil
    try SignatureEncoding.check(stack[signature], flags)
    try SignatureEncoding.check(key: stack[key], flags, version)
    let isValid: Bool
    if let shorter {
      checker.forgetDigests()
      isValid = checker.checkECDSA(
        signature, key: key, on: stack, scriptCode: shorter.span, version)
      checker.forgetDigests()
    } else {
      isValid = checker.checkECDSA(signature, key: key, on: stack, scriptCode: signed, version)
    }
    if !isValid, flags.contains(.nullFail), !signature.isEmpty { throw .sigNullFail }
    return isValid
  }

  /// The signed part without a signature that stands in it; nil where it does not.
  func removing(
    _ signature: Range<Int>, from signed: Span<UInt8>
  ) throws(ScriptRule) -> [UInt8]? {
    guard let shorter = ScriptCode.removing(stack[signature], from: signed) else { return nil }
    if flags.contains(.constScriptCode) { throw .sigFindAndDelete }
    return shorter
  }

  /// Whether a Schnorr signature fits; an empty one is a plain no (Core: `EvalChecksigTapscript`,
  /// BIP-0342).
  private mutating func checkTapscript(
    signature: Range<Int>, key: Range<Int>
  ) throws(ScriptRule) -> Bool {
    if !signature.isEmpty {
      weightLeft -= ScriptLimits.weightPerSignature
      guard weightLeft >= 0 else { throw .tapscriptValidationWeight }
    }
    switch key.count {
    case 0: throw .pubkeyType
    case XOnlyPublicKey.size:
      guard !signature.isEmpty else { return false }
      try checker.checkSchnorr(signature, key: key, on: stack, extra)
      return true
    default:
      // Keys of other sizes are kept for later, and fit every signature until then.
      if flags.contains(.discourageUpgradablePublicKeyType) {
        throw .discourageUpgradablePubkeyType
      }
      return !signature.isEmpty
    }
  }
}
