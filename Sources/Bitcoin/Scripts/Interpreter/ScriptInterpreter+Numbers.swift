extension ScriptInterpreter {
  /// Runs what calculates.
  mutating func runNumeric(_ opcode: UInt8) throws(ScriptRule) {
    switch opcode {
    case Opcode.add1...Opcode.notEqual0: try runOnNumber(opcode)
    case Opcode.within:
      try require(3)
      let (value, least, end) = (try number(2), try number(1), try number(0))
      stack.drop(3)
      stack.push(least <= value && value < end)
    case Opcode.numEqualVerify:
      try require(2)
      let (left, right) = (try number(1), try number(0))
      stack.drop(2)
      guard left == right else { throw .numEqualVerify }
    default: try runOnNumbers(opcode)
    }
  }

  private mutating func runOnNumber(_ opcode: UInt8) throws(ScriptRule) {
    try require(1)
    let value = try number(0)
    let result: Int64 =
      switch opcode {
      case Opcode.add1: value + 1
      case Opcode.subtract1: value - 1
      case Opcode.negate: -value
      case Opcode.abs: value < 0 ? -value : value
      case Opcode.not: value == 0 ? 1 : 0
      case Opcode.notEqual0: value == 0 ? 0 : 1
      default: throw .badOpcode
      }
    stack.drop()
    stack.push(number: result)
  }

  private mutating func runOnNumbers(_ opcode: UInt8) throws(ScriptRule) {
    try require(2)
    let (left, right) = (try number(1), try number(0))
    let result: Int64 =
      switch opcode {
      case Opcode.add: left + right
      case Opcode.subtract: left - right
      case Opcode.boolAnd: left != 0 && right != 0 ? 1 : 0
      case Opcode.boolOr: left != 0 || right != 0 ? 1 : 0
      case Opcode.numEqual: left == right ? 1 : 0
      case Opcode.numNotEqual: left != right ? 1 : 0
      case Opcode.lessThan: left < right ? 1 : 0
      case Opcode.greaterThan: left > right ? 1 : 0
      case Opcode.lessThanOrEqual: left <= right ? 1 : 0
      case Opcode.greaterThanOrEqual: left >= right ? 1 : 0
      case Opcode.min: left < right ? left : right
      case Opcode.max: left > right ? left : right
      default: throw .badOpcode
      }
    stack.drop(2)
    stack.push(number: result)
  }
}
