/// The machine that runs scripts (Core: `EvalScript`, script/interpreter.cpp).
///
/// One machine runs all scripts of a transaction, one after the other; its stack is handed on or
/// emptied in between by whoever runs it.
struct ScriptInterpreter: ~Copyable {
  var stack = ScriptStack()
  var checker: SignatureChecker
  var flags: ScriptFlags
  let hasher = ScriptHasher()

  /// What the running tapscript's signatures commit to beside the transaction.
  var extra = TaprootSighashExtra()
  /// How much of the witness's weight is left for signatures in a tapscript (BIP-0342).
  var weightLeft = 0

  private(set) var version = ScriptVersion.legacy
  /// The instruction that runs; nil before the first and after the last.
  private(set) var instruction: ScriptInstruction?
  /// Where the signed part of the running script begins.
  private(set) var codeStart = 0
  var conditions = ConditionStack()
  private var operations = 0
  /// How many instructions stand before the one that runs.
  private var count: UInt32 = 0

  /// A machine with an empty stack.
  init(_ checker: consuming SignatureChecker, flags: ScriptFlags) {
    self.checker = checker
    self.flags = flags
  }

  /// Whether every push and number has to be in its shortest form.
  var isMinimal: Bool { flags.contains(.minimalData) }

  /// Runs a script on the stack as it stands.
  ///
  /// - Throws: the rule that it breaks; `instruction` then says where, nil being the script as a whole.
  mutating func run(_ script: Span<UInt8>, _ version: ScriptVersion) throws(ScriptRule) {
    self.version = version
    instruction = nil
    codeStart = 0
    conditions = ConditionStack()
    operations = 0
    count = 0
    extra.codeSeparator = .max
    checker.forgetDigests()
    stack.removeAlternative()
    guard version == .tapscript || script.count <= ScriptPubKey.maxSize else { throw .scriptSize }
    var reader = ScriptReader(script)
    while !reader.isAtEnd {
      guard let next = reader.next() else {
        stand(atMalformed: script, position: reader.position)
        throw .badOpcode
      }
      instruction = next
      try step(next, script)
      count += 1
    }
    instruction = nil
    guard conditions.isEmpty else { throw .unbalancedConditional }
  }

  private mutating func step(
    _ next: ScriptInstruction, _ script: Span<UInt8>
  ) throws(ScriptRule) {
    let opcode = next.opcode
    guard next.operand.count <= ScriptLimits.itemSize else { throw .pushSize }
    if opcode > Opcode.push16 {
      if version != .tapscript { try count(operations: 1) }
      // Two rules hold even where nothing is run.
      if Opcode.isDisabled(opcode) { throw .disabledOpcode }
      if opcode == Opcode.codeSeparator, version == .legacy, flags.contains(.constScriptCode) {
        throw .opCodeSeparator
      }
    }
    if opcode <= Opcode.pushData4 {
      if conditions.isRunning {
        let item = script.extracting(next.operand)
        if isMinimal, !ScriptInterpreter.isShortest(item, opcode) { throw .minimalData }
        stack.push(item)
      }
    } else if conditions.isRunning || (Opcode.if...Opcode.endIf).contains(opcode) {
      try execute(next, script)
    }
    guard stack.total <= ScriptLimits.items else { throw .stackSize }
  }

  /// Counts operations, which scripts before taproot have a limit of.
  mutating func count(operations more: Int) throws(ScriptRule) {
    operations += more
    guard operations <= ScriptLimits.operations else { throw .opCount }
  }

  /// Makes what comes after the running instruction the signed part.
  mutating func separateCode() {
    codeStart = (instruction?.position ?? 0) + 1
    extra.codeSeparator = count
    checker.forgetDigests()
  }

  /// Stands outside of any instruction.
  mutating func leaveInstruction() {
    instruction = nil
  }

  /// Stands at an instruction.
  mutating func stand(at instruction: ScriptInstruction) {
    self.instruction = instruction
  }

  /// Stands at a push of more bytes than are left.
  mutating func stand(atMalformed script: Span<UInt8>, position: Int) {
    instruction = ScriptInstruction(
      opcode: script[position], position: position, operand: position..<position)
  }

  /// Whether a push of these bytes cannot be written shorter (Core: `CheckMinimalPush`,
  /// script/script.cpp).
  private static func isShortest(_ item: Span<UInt8>, _ opcode: UInt8) -> Bool {
    switch item.count {
    case 0: opcode == Opcode.push0
    case 1 where (1...16).contains(item[0]) || item[0] == 0x81: false
    case ..<Int(Opcode.pushData1): Int(opcode) == item.count
    case ...0xff: opcode == Opcode.pushData1
    case ...0xffff: opcode == Opcode.pushData2
    default: true
    }
  }
}

// MARK: - Which opcode does what

extension ScriptInterpreter {
  private mutating func execute(
    _ next: ScriptInstruction, _ script: Span<UInt8>
  ) throws(ScriptRule) {
    switch next.opcode {
    case Opcode.negate1, Opcode.push1...Opcode.push16:
      stack.push(number: Int64(next.opcode) - Int64(Opcode.push1) + 1)
    case Opcode.nop...Opcode.return, Opcode.nop1...Opcode.nop10:
      try runControl(next.opcode)
    case Opcode.toAltStack...Opcode.tuck, Opcode.size:
      try runStack(next.opcode)
    case Opcode.equal, Opcode.equalVerify:
      try runEqual(verifies: next.opcode == Opcode.equalVerify)
    case Opcode.add1...Opcode.within:
      try runNumeric(next.opcode)
    case Opcode.ripemd160...Opcode.hash256:
      try runHash(next.opcode)
    case Opcode.codeSeparator:
      separateCode()
    case Opcode.checkSig, Opcode.checkSigVerify:
      try runCheckSig(script, verifies: next.opcode == Opcode.checkSigVerify)
    case Opcode.checkMultisig, Opcode.checkMultisigVerify:
      try runCheckMultisig(script, verifies: next.opcode == Opcode.checkMultisigVerify)
    case Opcode.checkSigAdd:
      try runCheckSigAdd()
    default:
      throw .badOpcode
    }
  }

  /// Makes sure of as many items.
  func require(_ count: Int) throws(ScriptRule) {
    guard stack.count >= count else { throw .invalidStackOperation }
  }

  /// The number with `depth` items above it.
  func number(_ depth: Int, maxSize: Int = ScriptNumber.defaultSize) throws(ScriptRule) -> Int64 {
    try ScriptNumber.decode(
      stack[stack.range(depth)], isMinimal: isMinimal, maxSize: maxSize)
  }
}
