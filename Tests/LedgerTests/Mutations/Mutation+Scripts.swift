import Bitcoin

extension Mutation {
  /// Bare scripts without signatures: each is a right and a wrong one, with what its input pushes.
  static let scripts: [Mutation] =
    [
      bare("false on top", .evalFalse, [], [0x51], [0x00]),
      bare("negative zero on top", .evalFalse, [], [0x51], [1, 0x80]),
      bare("nothing on the stack", .evalFalse, [], [0x61, 0x51], [0x61]),
      bare("OP_VERIFY meets false", .verify, [], [0x51, 0x69, 0x51], [0x00, 0x69, 0x51]),
      bare("OP_EQUALVERIFY", .equalVerify, [0x52], [0x52, 0x88, 0x51], [0x53, 0x88, 0x51]),
      bare("OP_NUMEQUALVERIFY", .numEqualVerify, [0x52], [0x52, 0x9d, 0x51], [0x53, 0x9d, 0x51]),
      bare("OP_RETURN in a branch", .opReturn, [], [0x00] + branch, [0x51] + branch),
      bare("OP_IF without end", .unbalancedConditional, [0x51], [0x63, 0x51, 0x68], [0x63, 0x51]),
      bare("OP_ELSE alone", .unbalancedConditional, [0x51], [0x61], [0x67]),
      bare("OP_ENDIF alone", .unbalancedConditional, [0x51], [0x61], [0x68]),
      bare("OP_ADD with one item", .invalidStackOperation, [0x51], [0x51, 0x93], [0x93]),
      bare("OP_PICK below the stack", .invalidStackOperation, [0x51], [0x00, 0x79], [0x52, 0x79]),
      bare(
        "OP_FROMALTSTACK with nothing there", .invalidAltstackOperation, [0x51], [0x6b, 0x6c],
        [0x6c]),
      bare("OP_RESERVED", .badOpcode, [0x51], [0x61], [0x50]),
      bare("OP_VERIF where it is not run", .badOpcode, [0x00], skipped(0x50), skipped(0x65)),
      bare("opcode without meaning", .badOpcode, [0x51], [0x61], [0xba]),
      bare("push of more than is left", .badOpcode, [0x51], [0x61], [5, 1, 1]),
      bare("OP_CAT where it is not run", .disabledOpcode, [0x00], skipped(0x61), skipped(0x7e)),
      bare("OP_MUL", .disabledOpcode, [0x52, 0x52], [0x93], [0x95]),
      bare("202 operations", .opCount, [0x51], nops(201), nops(202)),
      bare("1,001 items", .stackSize, [0x51], items(1_000), items(1_001)),
      bare("number of 5 bytes", .unknownError, number(4), [0x8b], number(5), [0x8b]),
      bare("item of 521 bytes", .pushSize, push(520), [0x61], push(521), [0x61]),
      bare("script of 10,001 bytes", .scriptSize, pushes(10_000), [0x51], pushes(10_001), [0x51]),
      bare(
        "21 keys", .pubkeyCount, [], multisig(signatures: [0x00], keys: 20),
        multisig(signatures: [0x00], keys: 21)),
      bare(
        "-1 keys", .pubkeyCount, [0x00, 0x00], [0x00, 0xae], [0x4f, 0xae]),
      bare(
        "more signatures than keys", .sigCount, [], multisig(signatures: [0x00], keys: 1),
        multisig(signatures: [0x00, 0x00, 0x52], keys: 1)),
      bare(
        "OP_CHECKSIGVERIFY with an empty signature", .checkSigVerify, [0x00], [0x75, 0x51],
        [33] + TestKey(3).publicKey.bytes + [0xad, 0x51]),
      bare(
        "OP_CHECKMULTISIGVERIFY with an empty signature", .checkMultisigVerify, [0x00, 0x00],
        [0x75, 0x75, 0x51],
        [0x51, 33] + TestKey(3).publicKey.bytes + [0x51, 0xaf, 0x51]),
    ] + locks

  /// OP_CHECKLOCKTIMEVERIFY and OP_CHECKSEQUENCEVERIFY, which leave what they look at.
  private static let locks: [Mutation] = [
    lock("OP_CHECKLOCKTIMEVERIFY of -1", .negativeLocktime, [0x00, 0xb1], [0x4f, 0xb1]),
    lock(
      "OP_CHECKLOCKTIMEVERIFY of 101, lock time 100", .unsatisfiedLocktime,
      [1, 100, 0xb1], [1, 101, 0xb1]),
    lock(
      "OP_CHECKLOCKTIMEVERIFY of a time, lock time a height", .unsatisfiedLocktime,
      [1, 100, 0xb1], [4, 0x00, 0x65, 0xcd, 0x1d, 0xb1]),
    lock(
      "OP_CHECKLOCKTIMEVERIFY in a final input", .unsatisfiedLocktime, [1, 100, 0xb1],
      [1, 100, 0xb1], sequence: 0xffff_ffff),
    lock("OP_CHECKLOCKTIMEVERIFY of nothing", .invalidStackOperation, [0x00, 0xb1], [0xb1, 0x51]),
    lock("OP_CHECKSEQUENCEVERIFY of -1", .negativeLocktime, [0x00, 0xb2], [0x4f, 0xb2]),
    lock(
      "OP_CHECKSEQUENCEVERIFY of 2, sequence 1", .unsatisfiedLocktime, [0x51, 0xb2],
      [0x52, 0xb2]),
    lock(
      "OP_CHECKSEQUENCEVERIFY of a time, sequence in blocks", .unsatisfiedLocktime,
      [0x51, 0xb2], [3, 1, 0, 0x40, 0xb2]),
    lock(
      "OP_CHECKSEQUENCEVERIFY in a transaction of version 1", .unsatisfiedLocktime,
      [0x51, 0xb2], [0x51, 0xb2], version: 1),
    lock(
      "OP_CHECKSEQUENCEVERIFY, the sequence says nothing", .unsatisfiedLocktime,
      [0x51, 0xb2], [0x51, 0xb2], sequence: 0x8000_0001),
  ]

  // MARK: Making them

  private static func bare(
    _ name: String, _ rule: ScriptRule, _ input: [UInt8], _ right: [UInt8], _ wrong: [UInt8]
  ) -> Mutation {
    script(name, rule, right: .bare(right, input), wrong: .bare(wrong, input))
  }

  private static func bare(
    _ name: String, _ rule: ScriptRule, _ rightInput: [UInt8], _ right: [UInt8],
    _ wrongInput: [UInt8], _ wrong: [UInt8]
  ) -> Mutation {
    script(name, rule, right: .bare(right, rightInput), wrong: .bare(wrong, wrongInput))
  }

  /// The right one has lock time 100, sequence 1 and version 2; an item more keeps zero from failing.
  private static func lock(
    _ name: String, _ rule: ScriptRule, _ right: [UInt8], _ wrong: [UInt8], version: UInt32 = 2,
    sequence: UInt32 = 1
  ) -> Mutation {
    Mutation(name, .failedScript, script: rule, transaction: 1, input: 0) { shop in
      let coins = shop.fund([.bare(right + [0x51]), .bare(wrong + [0x51])])
      return Pair(
        right: shop.block([shop.spend([coins[0]], sequence: 1, lockTime: 100)]),
        wrong: shop.block([
          shop.spend([coins[1]], version: version, sequence: sequence, lockTime: 100)
        ]))
    }
  }

  /// OP_IF OP_RETURN OP_ENDIF OP_1.
  private static let branch: [UInt8] = [0x63, 0x6a, 0x68, 0x51]

  /// OP_IF `opcode` OP_ENDIF OP_1, with what is on the stack.
  private static func skipped(_ opcode: UInt8) -> [UInt8] { [0x63, opcode, 0x68, 0x51] }

  private static func nops(_ count: Int) -> [UInt8] { [UInt8](repeating: 0x61, count: count) }

  /// So many items with the one that the input pushes.
  private static func items(_ count: Int) -> [UInt8] { [UInt8](repeating: 0x51, count: count - 1) }

  private static func number(_ count: Int) -> [UInt8] {
    [UInt8(count)] + [UInt8](repeating: 1, count: count)
  }

  private static func push(_ count: Int) -> [UInt8] {
    ScriptSig.pushes([[UInt8](repeating: 1, count: count)]).bytes
  }

  /// A script of so many bytes that pushes items of 497 bytes, and small numbers at the end.
  private static func pushes(_ count: Int) -> [UInt8] {
    (0..<19).flatMap { _ in push(497) } + [UInt8](repeating: 0x51, count: count - 19 * 500)
  }

  /// A dummy, `signatures`, so many times the number 1 as key, their number, and OP_CHECKMULTISIG.
  private static func multisig(signatures: [UInt8], keys: Int) -> [UInt8] {
    [0x00] + signatures + [UInt8](repeating: 0x51, count: keys) + [1, UInt8(keys), 0xae]
  }
}
