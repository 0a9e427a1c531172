extension ScriptInterpreter {
  /// Runs what moves and copies items.
  mutating func runStack(_ opcode: UInt8) throws(ScriptRule) {
    switch opcode {
    case Opcode.fromAltStack:
      guard !stack.isAlternativeEmpty else { throw .invalidAltstackOperation }
      stack.moveFromAlternative()
    case Opcode.depth: stack.push(number: Int64(stack.count))
    case Opcode.toAltStack, Opcode.ifDup, Opcode.drop, Opcode.dup, Opcode.size:
      try require(1)
      runOnOne(opcode)
    case Opcode.drop2, Opcode.dup2, Opcode.nip, Opcode.over, Opcode.swap, Opcode.tuck:
      try require(2)
      runOnTwo(opcode)
    case Opcode.pick, Opcode.roll:
      try require(2)
      let depth = try number(0)
      stack.drop()
      guard depth >= 0, depth < stack.count else { throw .invalidStackOperation }
      if opcode == Opcode.pick { stack.copy(Int(depth)) } else { stack.lift(Int(depth)) }
    case Opcode.dup3, Opcode.rotate:
      try require(3)
      if opcode == Opcode.dup3 { copy(3, from: 2) } else { stack.lift(2) }
    case Opcode.over2, Opcode.swap2:
      try require(4)
      if opcode == Opcode.over2 { copy(2, from: 3) } else { lift(2, from: 3) }
    case Opcode.rotate2:
      try require(6)
      lift(2, from: 5)
    default: throw .badOpcode
    }
  }

  private mutating func runOnOne(_ opcode: UInt8) {
    switch opcode {
    case Opcode.toAltStack: stack.moveToAlternative()
    case Opcode.ifDup: if stack.isTrue() { stack.copy(0) }
    case Opcode.drop: stack.drop()
    case Opcode.dup: stack.copy(0)
    default: stack.push(number: Int64(stack.range(0).count))
    }
  }

  private mutating func runOnTwo(_ opcode: UInt8) {
    switch opcode {
    case Opcode.drop2: stack.drop(2)
    case Opcode.dup2: copy(2, from: 1)
    case Opcode.nip: stack.remove(1)
    case Opcode.over: stack.copy(1)
    case Opcode.swap: stack.exchange(0, 1)
    default: stack.tuck()
    }
  }

  /// Copies items that lie next to each other to the top; each copy makes the next lie as deep.
  private mutating func copy(_ count: Int, from depth: Int) {
    for _ in 0..<count { stack.copy(depth) }
  }

  /// Moves items that lie next to each other to the top.
  private mutating func lift(_ count: Int, from depth: Int) {
    for _ in 0..<count { stack.lift(depth) }
  }
}

// MARK: - Comparing and hashing

extension ScriptInterpreter {
  /// OP_EQUAL and OP_EQUALVERIFY.
  mutating func runEqual(verifies: Bool) throws(ScriptRule) {
    try require(2)
    let areEqual = stack.areEqual(0, 1)
    stack.drop(2)
    guard verifies else { return stack.push(areEqual) }
    guard areEqual else { throw .equalVerify }
  }

  /// The hash functions.
  mutating func runHash(_ opcode: UInt8) throws(ScriptRule) {
    try require(1)
    switch opcode {
    case Opcode.ripemd160: replace(by: hasher.ripemd160(stack.top))
    case Opcode.hash160: replace(by: hasher.hash160(stack.top))
    case Opcode.sha256: replace(by: hasher.sha256(stack.top))
    case Opcode.hash256: replace(by: hasher.hash256(stack.top))
    default:
      let hash = Digest.sha1([UInt8](stack.top))
      stack.drop()
      stack.push(hash.span)
    }
  }

  private mutating func replace(by hash: Hash160) {
    stack.drop()
    stack.push(hash)
  }

  private mutating func replace(by hash: Hash256) {
    stack.drop()
    stack.push(hash)
  }
}
