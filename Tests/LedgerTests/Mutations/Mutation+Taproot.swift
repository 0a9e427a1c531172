import Bitcoin

extension Mutation {
  private static let alice = TestKey(3)
  private static let bob = TestKey(4)
  /// `key OP_CHECKSIG` with a key of 32 bytes.
  private static let checked = [32] + alice.secret.xOnlyPublicKey.bytes + [0xac]

  static let taproot: [Mutation] = [
    script(
      "key path signed by another key", .schnorrSig, right: .taprootKey(alice),
      wrong: TestLock.taprootKey(alice).satisfied(TestLock.taprootKey(bob).satisfy)),
    altered(
      "taproot output's value differs from what was signed", .schnorrSig,
      locks: [.taprootKey(alice)]
    ) { $0.outputs[0].value = .zero },
    altered(
      "sequence of another input differs from what taproot signed", .schnorrSig, input: 0,
      locks: [.taprootKey(alice), .taprootKey(bob, type: .all.anyoneCanPay)]
    ) { $0.inputs[1].sequence = 0xffff_fffe },
    script(
      "key path for another amount", .schnorrSig, right: .taprootKey(alice),
      wrong: TestLock.taprootKey(alice).satisfied { transaction, input, spent in
        var other = spent
        other[input].value = Satoshi(other[input].value.rawValue + 1)
        return TestLock.taprootKey(alice).satisfy(transaction, input, other)
      }),
    script(
      "signature of 63 bytes", .schnorrSigSize, right: .taprootKey(alice),
      wrong: .taprootKey(alice).bent { $0.witness.stack[0].removeLast() }),
    script(
      "signature of 66 bytes", .schnorrSigSize, right: .taprootKey(alice),
      wrong: .taprootKey(alice).bent { $0.witness.stack[0] += [1, 1] }),
    script(
      "empty key path signature", .schnorrSigSize, right: .taprootKey(alice),
      wrong: .taprootKey(alice).bent { $0.witness.stack[0] = [] }),
    script(
      "sighash type 0 in a byte of its own", .schnorrSigHashtype, right: .taprootKey(alice),
      wrong: .taprootKey(alice).bent { $0.witness.stack[0].append(0) }),
    script(
      "sighash type 4", .schnorrSigHashtype, right: .taprootKey(alice),
      wrong: .taprootKey(alice).bent { $0.witness.stack[0].append(4) }),
    Mutation(
      "taproot single without an output at the input's place", .failedScript,
      script: .schnorrSigHashtype, transaction: 1, input: 1
    ) { shop in
      let coins = shop.fund([.taprootKey(alice), .taprootKey(bob)])
      let right = shop.spend(coins)
      var wrong = right
      wrong.inputs[1].witness.stack[0].append(SighashType.single.byte)
      return Pair(right: shop.block([right]), wrong: shop.block([wrong]))
    },
    script(
      "annex that was not signed", .schnorrSig,
      right: .taprootKey(alice, annex: [0x50, 1]),
      wrong: .taprootKey(alice, annex: [0x50, 1]).bent { $0.witness.stack[1] = [0x50, 2] }),
    script(
      "taproot without a witness", .witnessProgramWitnessEmpty, right: .taprootKey(alice),
      wrong: .taprootKey(alice).bent { $0.witness = Witness() }),
    script(
      "taproot with a scriptSig", .witnessMalleated, right: .taprootKey(alice),
      wrong: .taprootKey(alice).bent { $0.scriptSig = ScriptSig([0x51]) }),

    script(
      "control block of 34 bytes", .taprootWrongControlSize, right: .taprootScript([0x51]),
      wrong: .taprootScript([0x51]).bent { $0.witness.stack[1].append(0) }),
    script(
      "control block with the other parity", .witnessProgramMismatch,
      right: .taprootScript([0x51]),
      wrong: .taprootScript([0x51]).bent { $0.witness.stack[1][0] ^= 1 }),
    script(
      "control block with a branch too many", .witnessProgramMismatch,
      right: .taprootScript([0x51]),
      wrong: .taprootScript([0x51]).bent {
        $0.witness.stack[1] += [UInt8](repeating: 1, count: 32)
      }),
    script(
      "script that is not in the tree", .witnessProgramMismatch, right: .taprootScript([0x51]),
      wrong: .taprootScript([0x51]).bent { $0.witness.stack[0] = [0x52] }),
    script(
      "leaf of an unknown version is not run, a tapscript is", .opReturn,
      right: .taprootScript([0x6a], version: 0xc2), wrong: .taprootScript([0x6a])),
    script(
      "OP_SUCCESS80 passes, OP_VERIF does not", .badOpcode,
      right: .taprootScript([0x65, 0x50]), wrong: .taprootScript([0x65])),
    script(
      "tapscript leaves false", .evalFalse, right: .taprootScript([0x51]),
      wrong: .taprootScript([0x00])),
    script(
      "tapscript leaves two items", .cleanStack, right: .taprootScript([0x51]),
      wrong: .taprootScript([0x51, 0x51])),
    script(
      "tapscript OP_IF of 2", .tapscriptMinimalIf, right: .taprootScript(chosen, [[1]]),
      wrong: .taprootScript(chosen, [[2]])),
    script(
      "tapscript OP_CHECKMULTISIG", .tapscriptCheckMultisig,
      right: .taprootScript([0x61, 0x51]), wrong: .taprootScript([0x00, 0x00, 0x00, 0xae])),
    script(
      "tapscript signed by another key", .schnorrSig, right: .taprootScript(checked, by: [alice]),
      wrong: .taprootScript(checked, by: [bob])),
    script(
      "tapscript with an empty signature", .evalFalse, right: .taprootScript(checked, by: [alice]),
      wrong: .taprootScript(checked, [[]])),
    script(
      "tapscript with an empty key", .pubkeyType, right: .taprootScript(checked, by: [alice]),
      wrong: .taprootScript([0x00, 0xac], by: [alice])),
    script(
      "tapscript OP_CHECKSIGVERIFY with an empty signature", .checkSigVerify,
      right: .taprootScript(verified, by: [alice]), wrong: .taprootScript(verified, [[]])),
    script(
      "one of two signatures for OP_CHECKSIGADD", .numEqualVerify,
      right: .taprootScript(counted, by: [bob, alice]),
      wrong: .taprootScript(counted, by: [alice]).bent { $0.witness.stack.insert([], at: 0) }),
    script(
      "more signature operations than the witness pays for", .tapscriptValidationWeight,
      right: .taprootScript(costly(3), by: [alice]), wrong: .taprootScript(costly(30), by: [alice])),
    script(
      "item of 521 bytes for a tapscript", .pushSize,
      right: .taprootScript([0x75, 0x51], [[UInt8](repeating: 1, count: 520)]),
      wrong: .taprootScript([0x75, 0x51], [[UInt8](repeating: 1, count: 521)])),
    script(
      "1,001 items for a tapscript", .stackSize, right: .taprootScript(items(1_000)),
      wrong: .taprootScript(items(1_001))),
  ]

  /// OP_IF OP_1 OP_ENDIF.
  private static let chosen: [UInt8] = [0x63, 0x51, 0x68]
  private static let verified = [32] + alice.secret.xOnlyPublicKey.bytes + [0xad, 0x51]
  /// Alice's and Bob's signatures, counted: two are asked for.
  private static let counted =
    checked + [32] + bob.secret.xOnlyPublicKey.bytes + [0xba, 0x52, 0x9d, 0x51]

  /// One signature, checked so many times; each takes 50 of the witness's weight (BIP-0342).
  private static func costly(_ count: Int) -> [UInt8] {
    let key = [32] + alice.secret.xOnlyPublicKey.bytes
    let checks: [UInt8] = (1..<count).flatMap { _ in [0x6e, 0xad] as [UInt8] }
    return key + checks + [0xac]
  }

  /// Pushes so many items and drops all but one.
  private static func items(_ count: Int) -> [UInt8] {
    [UInt8](repeating: 0x51, count: count) + [UInt8](repeating: 0x75, count: count - 1)
  }
}
