extension ScriptInterpreter {
  /// OP_CHECKMULTISIG and OP_CHECKMULTISIGVERIFY.
  ///
  /// ```
  /// dummy | signature 1 … m | m | key 1 … n | n
  /// ```
  mutating func runCheckMultisig(_ script: Span<UInt8>, verifies: Bool) throws(ScriptRule) {
    guard version != .tapscript else { throw .tapscriptCheckMultisig }
    try require(1)
    let keys = try number(0)
    guard keys >= 0, keys <= MultisigForm.maxKeys else { throw .pubkeyCount }
    try count(operations: Int(keys))
    let keyCount = Int(keys)
    try require(keyCount + 2)
    let signatures = try number(keyCount + 1)
    guard signatures >= 0, signatures <= keys else { throw .sigCount }
    let signatureCount = Int(signatures)
    let firstSignature = keyCount + 2
    // The dummy too: what lacks it fails before a signature is looked at.
    try require(firstSignature + signatureCount + 1)

    let isValid = try checkMultisig(
      firstSignature..<firstSignature + signatureCount, keyCount: keyCount, script)
    if !isValid, flags.contains(.nullFail) {
      for depth in firstSignature..<firstSignature + signatureCount
      where !stack.range(depth).isEmpty {
        throw .sigNullFail
      }
    }
    stack.drop(firstSignature + signatureCount)
    // One item more is taken, by a mistake that every node makes.
    if flags.contains(.nullDummy), !stack.range(0).isEmpty { throw .sigNullDummy }
    stack.drop()
    guard verifies else { return stack.push(isValid) }
    guard isValid else { throw .checkMultisigVerify }
  }

  /// Whether each signature fits a key, both being in the same order, from the last ones on.
  private mutating func checkMultisig(
    _ signatures: Range<Int>, keyCount: Int, _ script: Span<UInt8>
  ) throws(ScriptRule) -> Bool {
    let signed = script.extracting(codeStart..<script.count)
    var shorter: [UInt8]?
    if version == .legacy {
      for depth in signatures {
        let range = stack.range(depth)
        if let found = shorter {
          shorter = try removing(range, from: found.span) ?? found
        } else {
          shorter = try removing(range, from: signed)
        }
      }
    }
    guard let shorter else { return try match(signatures, keyCount, scriptCode: signed) }
    checker.forgetDigests()
    let isValid = try match(signatures, keyCount, scriptCode: shorter.span)
    checker.forgetDigests()
    return isValid
  }

  private mutating func match(
    _ signatures: Range<Int>, _ keyCount: Int, scriptCode: Span<UInt8>
  ) throws(ScriptRule) -> Bool {
    var signatures = signatures
    // The keys lie below their count.
    var keys = 1..<keyCount + 1
    while !signatures.isEmpty {
      let signature = stack.range(signatures.lowerBound)
      let key = stack.range(keys.lowerBound)
      // The order of these two shows where a script turns the result around.
      try SignatureEncoding.check(stack[signature], flags)
      try SignatureEncoding.check(key: stack[key], flags, version)
      if checker.checkECDSA(signature, key: key, on: stack, scriptCode: scriptCode, version) {
        signatures.removeFirst()
      }
      keys.removeFirst()
      guard signatures.count <= keys.count else { return false }
    }
    return true
  }
}
