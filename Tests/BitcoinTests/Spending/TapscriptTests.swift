import Testing

@testable import Bitcoin

/// Signs a tapscript by the key of the number 5, under a type and after an OP_CODESEPARATOR.
typealias TapscriptSigner = (_ type: SighashType, _ separator: UInt32) -> [UInt8]

/// What no official file has: the limits of BIP-0341 and BIP-0342, each met and each passed by one.
@Suite("Tapscript")
struct TapscriptTests {
  let secret: SecretKey
  let internalKey: XOnlyPublicKey
  let key: [UInt8]

  init() throws {
    secret = try KeyTests.secret(5)
    key = secret.xOnlyPublicKey.bytes
    internalKey = try KeyTests.secret(6).xOnlyPublicKey
  }

  /// `valid`, or what is wrong with the spend of a leaf; `path` are the hashes beside it.
  func judge(
    _ script: [UInt8], version: UInt8 = 0xc0, path: [Hash256] = [], annex: [UInt8]? = nil,
    flags: ScriptFlags = .consensus, _ items: (TapscriptSigner) -> [[UInt8]] = { _ in [] },
    control: ([UInt8]) -> [UInt8] = { $0 }
  ) throws -> String {
    let leaf = TapLeaf(script: script, version: version)
    let root = path.reduce(leaf.leafHash) { TaprootTree.hashBranch($0, $1) }
    let tweak = internalKey.computeTapTweak(merkleRoot: root)
    let output = try #require(internalKey.tweaked(by: tweak))
    let block =
      [version | (output.isOdd ? 1 : 0)] + internalKey.bytes + path.flatMap { $0.bytes }
    let spent = TxOut(value: .coin, scriptPubKey: .payToTaproot(output.key))
    let other = TxIn(prevout: OutPoint(txid: Txid(Hash256(1, 1, 1, 1)), vout: 7))
    let own = TxIn(prevout: OutPoint(txid: Txid(Hash256(2, 2, 2, 2)), vout: 0), sequence: 16)
    var transaction = Transaction(
      version: 2, inputs: [other, own],
      outputs: [TxOut(value: .zero, scriptPubKey: ScriptPubKey([0x6a]))], lockTime: 99)
    let signer: TapscriptSigner = { type, separator in
      guard
        let digest = transaction.taprootSighash(
          input: 1, spentOutputs: [spent, spent], type: type, annex: annex,
          leafHash: leaf.leafHash, codeSeparator: separator)
      else { return [] }
      return secret.signSchnorr(digest).bytes + (type == .taprootDefault ? [] : [type.byte])
    }
    let stack = items(signer) + [script, control(block)] + (annex.map { [$0] } ?? [])
    transaction.inputs[1].witness = Witness(stack)
    let verdict = SpendVerifier.verify(
      transaction, input: 1, spentOutputs: [spent, spent], flags: flags)
    guard case .invalid(let failure) = verdict else { return "valid" }
    return "\(failure)"
  }

  func pushed(_ bytes: [UInt8]) -> [UInt8] {
    var writer = ByteWriter()
    writer.write(push: bytes)
    return writer.bytes
  }

  var checkSig: [UInt8] { pushed(key) + [Opcode.checkSig] }

  @Test("an annex is signed, and needs its first byte")
  func annex() throws {
    let annex: [UInt8] = [0x50, 1, 2, 3]
    #expect(try judge(checkSig, annex: annex) { [$0(.all, .max)] } == "valid")
    #expect(try judge(checkSig, annex: [0x50]) { [$0(.all, .max)] } == "valid")
    // Any other last item is the control block.
    #expect(
      try judge(checkSig, annex: [0x51]) { [$0(.all, .max)] }
        == "TAPROOT_WRONG_CONTROL_SIZE in the witness")
  }

  @Test("a path has up to 128 steps, and a control block no other sizes")
  func controlBlocks() throws {
    for depth in [0, 1, 2, 127, 128] {
      let path = (0..<depth).map { Hash256(UInt64($0), 0, 0, ~UInt64($0)) }
      #expect(try judge([0x51], path: path) == "valid")
      let reversed = try judge([0x51], path: path) { _ in [] }
      #expect(reversed == "valid")
      guard depth > 0 else { continue }
      #expect(
        try judge([0x51], path: path, control: { $0.dropLast() + [$0[$0.count - 1] ^ 1] })
          == "WITNESS_PROGRAM_MISMATCH in the witness")
    }
    let path = [Hash256](repeating: .zero, count: 129)
    #expect(try judge([0x51], path: path) == "TAPROOT_WRONG_CONTROL_SIZE in the witness")
    for change: ([UInt8]) -> [UInt8] in [
      { $0 + [0] }, { $0.dropLast() }, { _ in [] }, { [UInt8]($0[..<32]) },
      { $0 + [UInt8](repeating: 0, count: 31) },
    ] {
      #expect(
        try judge([0x51], control: change) == "TAPROOT_WRONG_CONTROL_SIZE in the witness")
    }
    // The lowest bit is the y of the output key.
    #expect(
      try judge([0x51], control: { [$0[0] ^ 1] + $0.dropFirst() })
        == "WITNESS_PROGRAM_MISMATCH in the witness")
    #expect(
      try judge([0x51], control: { [$0[0]] + [UInt8](repeating: 0xff, count: 32) })
        == "WITNESS_PROGRAM_MISMATCH in the witness")
  }

  @Test("leaf versions without a meaning are anyone's, and policy leaves them alone")
  func leafVersions() throws {
    for version in stride(from: UInt8(0), through: 0xfe, by: 2)
    where ![0x50, 0xc0].contains(version) {
      #expect(try judge([0x6a], version: version) == "valid")
      #expect(
        try judge([0x6a], version: version, flags: .standard)
          == "DISCOURAGE_UPGRADABLE_TAPROOT_VERSION in the witness")
    }
    // A control block that begins like an annex is one, if the output key's y is even.
    let annexed = try judge([0x6a], version: 0x50, control: { [0x50] + $0.dropFirst() })
    #expect(annexed == "SCHNORR_SIG_SIZE in the witness")
    #expect(try judge([0x6a]) == "OP_RETURN at OP_RETURN, byte 0 of the tapscript")
  }

  @Test("an OP_SUCCESSx overrides whatever stands before it and is not cut off")
  func success() throws {
    for opcode in UInt8.min...UInt8.max where Opcode.isSuccess(opcode) {
      #expect(try judge([0x6a, opcode]) == "valid")
      #expect(
        try judge([0x6a, opcode], flags: .standard)
          == "DISCOURAGE_OP_SUCCESS at \(Opcode.name(of: opcode)), byte 1 of the tapscript")
    }
    let large = [UInt8](repeating: 0, count: 521)
    // Neither sizes nor what comes after count.
    #expect(try judge([0x50, 0x4c]) { _ in [large] } == "valid")
    #expect(try judge([0x51, 0x4c]) == "BAD_OPCODE at OP_PUSHDATA1, byte 1 of the tapscript")
    #expect(try judge([0x02, 0x50]) == "BAD_OPCODE at OP_PUSHBYTES_2, byte 0 of the tapscript")
    #expect(try judge([0x01, 0x50]) == "valid")
    #expect(try judge([0x51]) { _ in [large] } == "PUSH_SIZE in the witness")
  }

  @Test("scripts may be over 10,000 bytes and 201 operations, stacks not over 1,000 items")
  func limits() throws {
    #expect(try judge([UInt8](repeating: Opcode.nop, count: 30_000) + [0x51]) == "valid")
    let ones = [UInt8](repeating: Opcode.push1, count: 999)
    let drops = [UInt8](repeating: Opcode.drop, count: 1_000)
    #expect(try judge(ones + [Opcode.push1] + drops + [0x51]) == "valid")
    #expect(
      try judge(ones + [0x51, 0x51])
        == "STACK_SIZE at OP_1, byte 1000 of the tapscript")
    let items = [[UInt8]](repeating: [1], count: 1_000)
    #expect(try judge(drops + [0x51]) { _ in items } == "valid")
    #expect(try judge(drops + [0x51]) { _ in items + [[1]] } == "STACK_SIZE in the witness")
    #expect(
      try judge(pushed([UInt8](repeating: 1, count: 521)))
        == "PUSH_SIZE at OP_PUSHDATA2, byte 0 of the tapscript")
    #expect(try judge(pushed([UInt8](repeating: 1, count: 520))) == "valid")
  }

  @Test("what tapscript changed: OP_IF's argument, OP_CHECKMULTISIG, OP_VERIF")
  func changes() throws {
    let condition: [UInt8] = [Opcode.if, 0x51, Opcode.else, 0x51, Opcode.endIf]
    #expect(try judge(condition) { _ in [[1]] } == "valid")
    #expect(try judge(condition) { _ in [[]] } == "valid")
    for item in [[0], [2], [1, 0], [0x80]] as [[UInt8]] {
      #expect(
        try judge(condition) { _ in [item] }
          == "TAPSCRIPT_MINIMALIF at OP_IF, byte 0 of the tapscript")
    }
    for opcode in [Opcode.checkMultisig, Opcode.checkMultisigVerify] {
      #expect(
        try judge([0, 0, 0, opcode])
          == "TAPSCRIPT_CHECKMULTISIG at \(Opcode.name(of: opcode)), byte 3 of the tapscript")
    }
    #expect(
      try judge([0x51, Opcode.push0, Opcode.if, Opcode.verIf, Opcode.endIf])
        == "BAD_OPCODE at OP_VERIF, byte 3 of the tapscript")
    #expect(try judge([0x51, 0x51]) == "CLEANSTACK in the tapscript")
    #expect(try judge([0x51, Opcode.if]) == "UNBALANCED_CONDITIONAL in the tapscript")
    #expect(try judge([]) == "CLEANSTACK in the tapscript")
  }

  @Test("times: the transaction waits until height 99, the input for 16 blocks")
  func times() throws {
    func script(_ number: Int, _ opcode: UInt8) -> [UInt8] {
      var writer = ByteWriter()
      writer.write(scriptNumber: number)
      return writer.bytes + [opcode, Opcode.drop, 0x51]
    }
    for number: Int in [0, 1, 98, 99] {
      #expect(try judge(script(number, Opcode.checkLockTimeVerify)) == "valid")
    }
    for number: Int in [100, 499_999_999, 500_000_000, 549_755_813_887] {
      #expect(
        try judge(script(number, Opcode.checkLockTimeVerify)).hasPrefix("UNSATISFIED_LOCKTIME"))
    }
    // Bits beyond the sixteen that count, and beyond the kind, say nothing.
    for number: Int in [0, 15, 16, 0x1_0010, 0x8000_0000, 0x8040_ffff, 0x1_0000_0010] {
      #expect(try judge(script(number, Opcode.checkSequenceVerify)) == "valid", "\(number)")
    }
    for number: Int in [17, 0x40_0000, 0x40_0010, 0xffff] {
      #expect(
        try judge(script(number, Opcode.checkSequenceVerify)).hasPrefix("UNSATISFIED_LOCKTIME"))
    }
    for opcode in [Opcode.checkLockTimeVerify, Opcode.checkSequenceVerify] {
      #expect(try judge(script(-1, opcode)).hasPrefix("NEGATIVE_LOCKTIME"))
      #expect(try judge(script(1 << 40, opcode)).hasPrefix("UNKNOWN_ERROR"))
      #expect(try judge([opcode]).hasPrefix("INVALID_STACK_OPERATION"))
    }
  }

  @Test("nothing in a witness is anyone's where taproot is not on")
  func beforeTaproot() throws {
    #expect(try judge([0x6a], flags: [.p2sh, .witness]) == "valid")
  }
}
