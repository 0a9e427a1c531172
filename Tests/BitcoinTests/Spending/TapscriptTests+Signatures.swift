import Testing

@testable import Bitcoin

// MARK: - Signatures

extension TapscriptTests {
  @Test("one signature, under every type that there is")
  func types() throws {
    for type: UInt32 in [0, 1, 2, 0x81, 0x82] {
      #expect(try judge(checkSig) { [$0(SighashType(rawValue: type), .max)] } == "valid")
    }
    // The input at place 1 has no output beside it.
    let lonely = try judge(checkSig) { [$0(.all, .max).dropLast() + [3]] }
    #expect(lonely == "SCHNORR_SIG_HASHTYPE at OP_CHECKSIG, byte 33 of the tapscript")
    for type: UInt8 in [0, 4, 0x80, 0x84, 0xff] {
      let unknown = try judge(checkSig) { [$0(.all, .max).dropLast() + [type]] }
      #expect(unknown == "SCHNORR_SIG_HASHTYPE at OP_CHECKSIG, byte 33 of the tapscript")
    }
    #expect(
      try judge(checkSig) { [$0(.all, .max) + [1]] }
        == "SCHNORR_SIG_SIZE at OP_CHECKSIG, byte 33 of the tapscript")
    #expect(
      try judge(checkSig) { [$0(.all, .max).dropLast() + [2]] }
        == "SCHNORR_SIG at OP_CHECKSIG, byte 33 of the tapscript")
    #expect(try judge(checkSig) { _ in [[]] } == "EVAL_FALSE in the tapscript")
    #expect(try judge(checkSig) { [$0(.all, .max), []] } == "CLEANSTACK in the tapscript")
    #expect(
      try judge(checkSig) { [[], $0(.all, .max)] } == "CLEANSTACK in the tapscript")
  }

  @Test("each signature costs 50 of the witness's weight")
  func budget() throws {
    // Items of 64 (65 bytes with its size) and 0 bytes: the witness weighs more, the longer the script.
    func spend(_ checks: Int, padding: Int) throws -> String {
      let one = [Opcode.dup] + pushed(key) + [Opcode.checkSig + 1]
      var script = [UInt8]((0..<checks).flatMap { _ in one })
      script += [Opcode.drop, Opcode.push1]
      return try judge(script, annex: [0x50] + [UInt8](repeating: 0, count: padding)) {
        [$0(.taprootDefault, .max)]
      }
    }
    // 1 for the count, 65 for the signature, 34 for the control block, script and annex with theirs.
    func weight(_ checks: Int, padding: Int) -> Int {
      let script = checks * 35 + 2
      return 50 + 1 + 65 + 34 + (script < 253 ? 1 : 3) + script + 2 + padding
    }
    for checks in [1, 5, 10, 15, 20, 22] {
      let needed = checks * 50
      let free = weight(checks, padding: 0)
      if free >= needed {
        #expect(try spend(checks, padding: 0) == "valid")
      } else {
        let short = needed - free
        #expect(try spend(checks, padding: short) == "valid")
        #expect(
          try spend(checks, padding: short - 1)
            == "TAPSCRIPT_VALIDATION_WEIGHT at OP_CHECKSIGVERIFY, byte \(checks * 35 - 1) of the tapscript"
        )
      }
    }
  }

  @Test("keys of other sizes fit every signature, and empty ones none")
  func keyTypes() throws {
    let odd = pushed([9, 9]) + [Opcode.checkSig]
    #expect(try judge(odd) { _ in [[1]] } == "valid")
    #expect(try judge(odd) { _ in [[]] } == "EVAL_FALSE in the tapscript")
    #expect(
      try judge(odd, flags: .standard) { _ in [[1]] }
        == "DISCOURAGE_UPGRADABLE_PUBKEYTYPE at OP_CHECKSIG, byte 3 of the tapscript")
    for item in [[], [1]] as [[UInt8]] {
      #expect(
        try judge([Opcode.push0, Opcode.checkSig]) { _ in [item] }
          == "PUBKEYTYPE at OP_CHECKSIG, byte 1 of the tapscript")
    }
  }

  @Test("OP_CHECKSIGADD counts signatures that fit")
  func checkSigAdd() throws {
    let two =
      [Opcode.push0] + pushed(key) + [Opcode.checkSigAdd] + pushed(key)
      + [Opcode.checkSigAdd, 0x52, Opcode.numEqual]
    #expect(try judge(two) { [$0(.all, .max), $0(.taprootDefault, .max)] } == "valid")
    let script =
      pushed(key) + [Opcode.checkSig] + pushed(key) + [Opcode.checkSigAdd, 0x52, Opcode.numEqual]
    #expect(try judge(script) { [$0(.all, .max), $0(.taprootDefault, .max)] } == "valid")
    #expect(try judge(script) { [[], $0(.all, .max)] } == "EVAL_FALSE in the tapscript")
    #expect(
      try judge([0x51, 0x51, Opcode.checkSigAdd])
        == "INVALID_STACK_OPERATION at OP_CHECKSIGADD, byte 2 of the tapscript")
    // The number comes first: one that is too long fails before the signature is looked at.
    let long = pushed([1, 2, 3, 4, 5]) + pushed(key) + [Opcode.checkSigAdd]
    #expect(
      try judge(long) { [$0(.all, .max)] }
        == "UNKNOWN_ERROR at OP_CHECKSIGADD, byte 39 of the tapscript")
  }

  @Test("OP_CODESEPARATOR counts opcodes, and only those that ran last")
  func codeSeparator() throws {
    let script = [Opcode.push1, Opcode.codeSeparator, Opcode.drop] + checkSig
    #expect(try judge(script) { [$0(.all, 1)] } == "valid")
    #expect(
      try judge(script) { [$0(.all, .max)] }
        == "SCHNORR_SIG at OP_CHECKSIG, byte 36 of the tapscript")
    let branch =
      [Opcode.push0, Opcode.if, Opcode.codeSeparator, Opcode.endIf] + checkSig
    #expect(try judge(branch) { [$0(.all, .max)] } == "valid")
    let pushes = pushed([1, 2, 3]) + [Opcode.drop, Opcode.codeSeparator] + checkSig
    #expect(try judge(pushes) { [$0(.all, 2)] } == "valid")
  }
}
