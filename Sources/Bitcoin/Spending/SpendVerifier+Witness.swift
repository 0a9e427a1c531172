extension SpendVerifier {
  /// Judges what satisfies a witness program (Core: `VerifyWitnessProgram`, script/interpreter.cpp).
  mutating func judgeProgram(
    _ script: [UInt8], _ version: Int, _ witness: Witness, isNested: Bool
  ) throws(ScriptRule) {
    role = .witness
    let size = script.count - 2
    switch (version, size) {
    case (0, 20): try judgeKeyHash(script, witness)
    case (0, 32): try judgeScriptHash(script, witness)
    case (0, _): throw .witnessProgramWrongLength
    case (1, 32) where !isNested:
      if flags.contains(.taproot) { try judgeTaproot(script, witness) }
    case (1, 2) where !isNested && script[2] == 0x4e && script[3] == 0x73:
      // Pay-to-anchor, which anyone can spend (Core: `IsPayToAnchor`, script/script.cpp).
      break
    default:
      if flags.contains(.discourageUpgradableWitnessProgram) {
        throw .discourageUpgradableWitnessProgram
      }
    }
  }

  /// P2WPKH: a P2PKH script in all but name (BIP-0141).
  private mutating func judgeKeyHash(
    _ script: [UInt8], _ witness: Witness
  ) throws(ScriptRule) {
    guard witness.stack.count == 2 else { throw .witnessProgramMismatch }
    var implied: [UInt8] = []
    implied.reserveCapacity(25)
    implied.append(Opcode.dup)
    implied.append(Opcode.hash160)
    implied.append(contentsOf: script[1...])
    implied.append(Opcode.equalVerify)
    implied.append(Opcode.checkSig)
    try run(implied, witness.stack[...], .witnessV0, as: .witnessScript)
  }

  /// P2WSH: the last item is the script (BIP-0141).
  private mutating func judgeScriptHash(
    _ script: [UInt8], _ witness: Witness
  ) throws(ScriptRule) {
    guard let witnessScript = witness.stack.last else { throw .witnessProgramWitnessEmpty }
    let hash = interpreter.hasher.sha256(witnessScript.span)
    guard hash.bytes[...] == script[2...] else { throw .witnessProgramMismatch }
    try run(witnessScript, witness.stack.dropLast(), .witnessV0, as: .witnessScript)
  }

  /// Runs a script on items of the witness; one true item has to be left (Core:
  /// `ExecuteWitnessScript`, script/interpreter.cpp).
  mutating func run(
    _ script: [UInt8], _ items: ArraySlice<[UInt8]>, _ version: ScriptVersion, as role: ScriptRole
  ) throws(ScriptRule) {
    self.role = .witness
    interpreter.leaveInstruction()
    for item in items where item.count > ScriptLimits.itemSize { throw .pushSize }
    interpreter.stack.removeAll()
    for item in items { interpreter.stack.push(item.span) }
    self.role = role
    try interpreter.run(script.span, version)
    guard interpreter.stack.count == 1 else { throw .cleanStack }
    try requireTrue()
  }
}
