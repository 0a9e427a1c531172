extension ScriptInterpreter {
  /// Runs what steers the script, and what does nothing.
  mutating func runControl(_ opcode: UInt8) throws(ScriptRule) {
    switch opcode {
    case Opcode.nop: break
    case Opcode.if, Opcode.notIf: try openCondition(isInverted: opcode == Opcode.notIf)
    case Opcode.else: guard conditions.turn() else { throw .unbalancedConditional }
    case Opcode.endIf: guard conditions.close() else { throw .unbalancedConditional }
    case Opcode.verify:
      try require(1)
      guard stack.isTrue() else { throw .verify }
      stack.drop()
    case Opcode.return: throw .opReturn
    case Opcode.checkLockTimeVerify: try checkLockTime()
    case Opcode.checkSequenceVerify: try checkSequence()
    case Opcode.nop1, Opcode.nop4...Opcode.nop10:
      if flags.contains(.discourageUpgradableNops) { throw .discourageUpgradableNops }
    default: throw .badOpcode
    }
  }

  private mutating func openCondition(isInverted: Bool) throws(ScriptRule) {
    guard conditions.isRunning else { return conditions.open(false) }
    guard stack.count >= 1 else { throw .unbalancedConditional }
    if version == .tapscript {
      guard isMinimalCondition else { throw .tapscriptMinimalIf }
    } else if version == .witnessV0, flags.contains(.minimalIf) {
      guard isMinimalCondition else { throw .minimalIf }
    }
    conditions.open(stack.isTrue() != isInverted)
    stack.drop()
  }

  /// Whether the top is nothing or 1.
  private var isMinimalCondition: Bool {
    let range = stack.range(0)
    return range.isEmpty || (range.count == 1 && stack.bytes[range.lowerBound] == 1)
  }

  /// BIP-0065; the number stays where it is.
  private mutating func checkLockTime() throws(ScriptRule) {
    guard flags.contains(.checkLockTimeVerify) else { return }
    try require(1)
    let lockTime = try number(0, maxSize: ScriptNumber.lockTimeSize)
    guard lockTime >= 0 else { throw .negativeLocktime }
    guard checker.isReached(lockTime: lockTime) else { throw .unsatisfiedLocktime }
  }

  /// BIP-0112; the number stays where it is.
  private mutating func checkSequence() throws(ScriptRule) {
    guard flags.contains(.checkSequenceVerify) else { return }
    try require(1)
    let sequence = try number(0, maxSize: ScriptNumber.lockTimeSize)
    guard sequence >= 0 else { throw .negativeLocktime }
    // With this bit the number means nothing yet.
    guard sequence & SequenceBits.disabled == 0 else { return }
    guard checker.isReached(sequence: sequence) else { throw .unsatisfiedLocktime }
  }
}
