import Bitcoin

extension Mutation {
  private static let alice = TestKey(3)
  private static let bob = TestKey(4)

  static let witnessScripts: [Mutation] = [
    script(
      "P2WPKH signed by another key", .evalFalse, right: .witnessKeyHash(alice),
      wrong: .witnessKeyHash(alice, signer: bob)),
    script(
      "P2WPKH with another key", .equalVerify, right: .witnessKeyHash(alice),
      wrong: .witnessKeyHash(alice).bent { $0.witness.stack[1] = bob.publicKey.bytes }),
    script(
      "P2WPKH with one item", .witnessProgramMismatch, right: .witnessKeyHash(alice),
      wrong: .witnessKeyHash(alice).bent { $0.witness.stack.removeLast() }),
    script(
      "P2WPKH with three items", .witnessProgramMismatch, right: .witnessKeyHash(alice),
      wrong: .witnessKeyHash(alice).bent { $0.witness.stack.insert([], at: 0) }),
    script(
      "P2WPKH without a witness", .witnessProgramMismatch, right: .witnessKeyHash(alice),
      wrong: .witnessKeyHash(alice).bent { $0.witness = Witness() }),
    script(
      "P2WPKH with a scriptSig", .witnessMalleated, right: .witnessKeyHash(alice),
      wrong: .witnessKeyHash(alice).bent { $0.scriptSig = ScriptSig([0x51]) }),
    script(
      "P2WPKH for another amount", .evalFalse, right: .witnessKeyHash(alice),
      wrong: TestLock.witnessKeyHash(alice).satisfied { transaction, input, spent in
        var other = spent
        other[input].value = Satoshi(other[input].value.rawValue + 1)
        return TestLock.witnessKeyHash(alice).satisfy(transaction, input, other)
      }),
    script(
      "nested P2WPKH with a push too many", .witnessMalleatedP2SH,
      right: .nested(.witnessKeyHash(alice)),
      wrong: .nested(.witnessKeyHash(alice)).bent { $0.scriptSig.bytes.insert(0x51, at: 0) }),
    script(
      "nested P2WPKH signed by another key", .evalFalse, right: .nested(.witnessKeyHash(alice)),
      wrong: .nested(.witnessKeyHash(alice, signer: bob))),
    script(
      "witness for P2PKH", .witnessUnexpected, right: .publicKeyHash(alice),
      wrong: .publicKeyHash(alice).bent { $0.witness = Witness([[1]]) }),
    script(
      "witness program of 30 bytes", .witnessProgramWrongLength, right: .bare([0x51]),
      wrong: .bare([0x00, 30] + [UInt8](repeating: 1, count: 30))),

    script(
      "P2WSH without a witness", .witnessProgramWitnessEmpty, right: .witnessScript([0x51]),
      wrong: .witnessScript([0x51]).bent { $0.witness = Witness() }),
    script(
      "P2WSH with another script", .witnessProgramMismatch, right: .witnessScript([0x51]),
      wrong: .witnessScript([0x51]).bent { $0.witness = Witness([[0x52]]) }),
    script(
      "P2WSH leaves false", .evalFalse, right: .witnessScript([0x51]),
      wrong: .witnessScript([0x00])),
    script(
      "P2WSH leaves two items", .cleanStack, right: .witnessScript([0x51]),
      wrong: .witnessScript([0x51, 0x51])),
    script(
      "P2WSH with an item of 521 bytes", .pushSize,
      right: .witnessScript([0x75, 0x51], [[UInt8](repeating: 1, count: 520)]),
      wrong: .witnessScript([0x75, 0x51], [[UInt8](repeating: 1, count: 521)])),
    script(
      "P2WSH script of 10,001 bytes", .scriptSize, right: .witnessScript(long(10_000)),
      wrong: .witnessScript(long(10_001))),
    script(
      "P2WSH with 202 operations", .opCount,
      right: .witnessScript([0x51] + [UInt8](repeating: 0x61, count: 201)),
      wrong: .witnessScript([0x51] + [UInt8](repeating: 0x61, count: 202))),
    script(
      "P2WSH signed by another key", .checkSigVerify,
      right: .witnessScript(checked, by: [alice]), wrong: .witnessScript(checked, by: [bob])),
    script(
      "P2WSH multisig in the wrong order", .evalFalse,
      right: .witnessScript(twoOfTwo, by: [alice, bob]).dummied,
      wrong: .witnessScript(twoOfTwo, by: [bob, alice]).dummied),
    script(
      "P2WSH multisig with something below", .sigNullDummy,
      right: .witnessScript(twoOfTwo, by: [alice, bob]).dummied,
      wrong: .witnessScript(twoOfTwo, by: [alice, bob]).bent {
        $0.witness.stack.insert([1], at: 0)
      }),
    script(
      "nested P2WSH with another script", .witnessProgramMismatch,
      right: .nested(.witnessScript([0x51])),
      wrong: .nested(.witnessScript([0x51])).bent { $0.witness = Witness([[0x52]]) }),
  ]

  private static let twoOfTwo = ScriptPubKey.multisig(2, [alice.publicKey, bob.publicKey]).bytes
  private static let checked = [33] + alice.publicKey.bytes + [0xad, 0x51]

  /// OP_1, items pushed and dropped, and so many bytes in all.
  private static func long(_ count: Int) -> [UInt8] {
    let push = ScriptSig.pushes([[UInt8](repeating: 1, count: 496)]).bytes + [0x75]
    let pushes = (0..<19).flatMap { _ in push }
    return [0x51] + pushes
      + ScriptSig.pushes([[UInt8](repeating: 1, count: count - 19 * 500 - 5)]).bytes + [0x75]
  }
}

extension TestLock {
  /// With the empty item that OP_CHECKMULTISIG takes too many.
  fileprivate var dummied: TestLock { bent { $0.witness.stack.insert([], at: 0) } }
}
