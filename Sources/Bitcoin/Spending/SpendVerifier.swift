/// Judges the inputs of one transaction by running their scripts, with what their sighashes share
/// computed once (Core: `VerifyScript`, script/interpreter.cpp).
///
/// Not for two threads at once: each makes its own.
public struct SpendVerifier: ~Copyable {
  var interpreter: ScriptInterpreter
  /// The script in which a rule would be broken now.
  var role = ScriptRole.scriptSig

  /// A verifier of the inputs of `transaction`, which spend `spentOutputs`.
  ///
  /// - Precondition: there are as many spent outputs as inputs.
  public init(
    _ transaction: Transaction, spentOutputs: [TxOut], flags: ScriptFlags = .consensus
  ) {
    SpendVerifier.requireMatch(transaction, spentOutputs)
    interpreter = ScriptInterpreter(
      SignatureChecker(transaction, spentOutputs: spentOutputs), flags: flags)
  }

  /// Turns to another transaction and keeps the room that the last one took.
  ///
  /// - Precondition: there are as many spent outputs as inputs.
  public mutating func restart(
    _ transaction: Transaction, spentOutputs: [TxOut], flags: ScriptFlags? = nil
  ) {
    SpendVerifier.requireMatch(transaction, spentOutputs)
    interpreter.checker.restart(transaction, spentOutputs: spentOutputs)
    if let flags { interpreter.flags = flags }
  }

  /// The transaction that spends.
  public var transaction: Transaction { interpreter.checker.transaction }
  /// The outputs that it spends, one for each input.
  public var spentOutputs: [TxOut] { interpreter.checker.spentOutputs }
  /// The rules by which it judges.
  public var flags: ScriptFlags { interpreter.flags }
  /// How many signatures have been held against a key since the verifier was made.
  public var signatureChecks: Int { interpreter.checker.checks }
  /// The sighash types of the signatures that were held against a key over the last judged input,
  /// each once.
  public var sighashTypes: [SighashType] { interpreter.checker.sighashTypes }

  /// Judges the input at place `input`.
  ///
  /// - Precondition: `input` is the place of an input.
  public mutating func verify(input: Int) -> SpendVerdict {
    precondition(
      interpreter.checker.transaction.inputs.indices.contains(input), "no input at place \(input)")
    do {
      try judge(input)
      return .valid
    } catch {
      let place = interpreter.instruction
      return .invalid(
        ScriptFailure(rule: error, script: role, opcode: place?.opcode, position: place?.position))
    }
  }

  /// Judges one input of `transaction`, which spends `spentOutputs`.
  ///
  /// - Precondition: there are as many spent outputs as inputs, and `input` is the place of one.
  public static func verify(
    _ transaction: Transaction, input: Int, spentOutputs: [TxOut],
    flags: ScriptFlags = .consensus
  ) -> SpendVerdict {
    var verifier = SpendVerifier(transaction, spentOutputs: spentOutputs, flags: flags)
    return verifier.verify(input: input)
  }

  private static func requireMatch(_ transaction: Transaction, _ spentOutputs: [TxOut]) {
    precondition(transaction.inputs.count == spentOutputs.count, "a spent output for each input")
  }
}

// MARK: - Judging

extension SpendVerifier {
  private mutating func judge(_ input: Int) throws(ScriptRule) {
    interpreter.checker.input = input
    interpreter.leaveInstruction()
    interpreter.stack.removeAll()
    let scriptSig = interpreter.checker.transaction.inputs[input].scriptSig
    let scriptPubKey = interpreter.checker.spentOutputs[input].scriptPubKey.bytes
    let isScriptHash = flags.contains(.p2sh) && ScriptKind.isScriptHash(scriptPubKey.span)
    role = .scriptSig
    if flags.contains(.signaturePushOnly) { try requirePushes(scriptSig) }
    try interpreter.run(scriptSig.bytes.span, .legacy)
    // Redeem scripts run on what the scriptSig left. Both scripts before them are too short to make
    // the stack tidy its room, so the items stay where they are.
    let pushed = isScriptHash ? interpreter.stack.snapshot() : []

    role = .scriptPubKey
    try interpreter.run(scriptPubKey.span, .legacy)
    try requireTrue()
    var hasWitness = false
    if flags.contains(.witness), let (version, _) = ScriptKind.witnessProgram(scriptPubKey.span) {
      hasWitness = true
      role = .scriptSig
      guard scriptSig.bytes.isEmpty else { throw .witnessMalleated }
      try judgeProgram(scriptPubKey, version, witness(of: input), isNested: false)
    } else if isScriptHash {
      hasWitness = try judgeRedeemScript(scriptSig, input, pushed)
    }
    if flags.contains(.cleanStack), !hasWitness, interpreter.stack.count != 1 {
      throw .cleanStack
    }
    if flags.contains(.witness), !hasWitness, !witness(of: input).isEmpty {
      role = .witness
      throw .witnessUnexpected
    }
  }

  /// Runs the redeem script of P2SH (BIP-0016); whether it is a witness program.
  private mutating func judgeRedeemScript(
    _ scriptSig: ScriptSig, _ input: Int, _ pushed: [Range<Int>]
  ) throws(ScriptRule) -> Bool {
    role = .scriptSig
    try requirePushes(scriptSig)
    interpreter.stack.restore(pushed)
    // The hash of the scriptPubKey was that of an item, so there is one.
    guard let last = pushed.last else { throw .invalidStackOperation }
    let redeemScript = [UInt8](interpreter.stack.bytes[last])
    interpreter.stack.drop()
    role = .redeemScript
    try interpreter.run(redeemScript.span, .legacy)
    try requireTrue()
    guard flags.contains(.witness),
      let (version, _) = ScriptKind.witnessProgram(redeemScript.span)
    else { return false }
    role = .scriptSig
    guard scriptSig == .pushes([redeemScript]) else { throw .witnessMalleatedP2SH }
    try judgeProgram(redeemScript, version, witness(of: input), isNested: true)
    return true
  }

  private func witness(of input: Int) -> Witness {
    interpreter.checker.transaction.inputs[input].witness
  }

  private func requirePushes(_ scriptSig: ScriptSig) throws(ScriptRule) {
    guard ScriptKind.isPushOnly(scriptSig.bytes.span) else { throw .sigPushOnly }
  }

  /// Makes sure that a script ended with true.
  func requireTrue() throws(ScriptRule) {
    guard interpreter.stack.count > 0, interpreter.stack.isTrue() else { throw .evalFalse }
  }
}
