extension ScriptPubKey {
  /// Tells the script's form from its bytes alone.
  public func classify() -> ScriptKind {
    ScriptKind.classify(bytes.span)
  }
}

extension ScriptKind {
  /// Tells a scriptPubKey's form from its bytes alone (Core: `Solver`, script/solver.cpp).
  ///
  /// Allocates nothing. The forms exclude each other, so the frequent ones are asked first.
  public static func classify(_ script: Span<UInt8>) -> ScriptKind {
    let count = script.count
    guard count > 0 else { return .nonstandard }
    let first = script[0]
    if isPublicKeyHash(script) { return .publicKeyHash }
    if isScriptHash(script) { return .scriptHash }
    if let (version, size) = witnessProgram(script) {
      return switch (version, size) {
      case (0, 20): .witnessV0KeyHash
      case (0, 32): .witnessV0ScriptHash
      case (0, _): .nonstandard
      case (1, 32): .witnessV1Taproot
      default: .witnessUnknown
      }
    }
    if first == Opcode.return {
      return isPushOnly(script.extracting(1..<count)) ? .nullData : .nonstandard
    }
    if isPublicKey(script) { return .publicKey }
    return MultisigForm.isMatched(by: script) ? .multisig : .nonstandard
  }

  /// Whether this is exactly `OP_DUP OP_HASH160 20 bytes OP_EQUALVERIFY OP_CHECKSIG`.
  static func isPublicKeyHash(_ script: Span<UInt8>) -> Bool {
    script.count == 25 && script[0] == Opcode.dup && script[1] == Opcode.hash160
      && script[2] == 20 && script[23] == Opcode.equalVerify && script[24] == Opcode.checkSig
  }

  /// Whether this is exactly a key of 33 or 65 bytes and OP_CHECKSIG.
  static func isPublicKey(_ script: Span<UInt8>) -> Bool {
    let count = script.count
    return (count == 35 || count == 67) && Int(script[0]) == count - 2
      && script[count - 1] == Opcode.checkSig
      && PublicKey.hasValidSize(script.extracting(1..<count - 1))
  }

  /// Whether this is exactly `OP_HASH160 20 bytes OP_EQUAL` (Core: `IsPayToScriptHash`).
  static func isScriptHash(_ script: Span<UInt8>) -> Bool {
    script.count == 23 && script[0] == Opcode.hash160 && script[1] == 20
      && script[22] == Opcode.equal
  }

  /// The version (0 to 16) and program size (2 to 40) of a witness program; nil for other scripts
  /// (Core: `IsWitnessProgram`, script/script.cpp).
  static func witnessProgram(_ script: Span<UInt8>) -> (version: Int, size: Int)? {
    guard script.count >= 4, script.count <= 42, Int(script[1]) + 2 == script.count else {
      return nil
    }
    if script[0] == Opcode.push0 { return (0, script.count - 2) }
    guard let version = Opcode.smallNumber(of: script[0]) else { return nil }
    return (version, script.count - 2)
  }

  /// Whether the script only pushes, all the way to its end (Core: `CScript::IsPushOnly`).
  static func isPushOnly(_ script: Span<UInt8>) -> Bool {
    var reader = ScriptReader(script)
    while let instruction = reader.next() {
      guard instruction.isPush else { return false }
    }
    return !reader.isMalformed
  }
}
