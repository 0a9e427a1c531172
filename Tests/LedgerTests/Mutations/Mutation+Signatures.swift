import Bitcoin

extension Mutation {
  private static let alice = TestKey(3)
  private static let bob = TestKey(4)

  /// A script that fails: two coins with two locks are made, and one of them is spent.
  static func script(
    _ name: String, _ rule: ScriptRule, right: TestLock, wrong: TestLock
  ) -> Mutation {
    Mutation(name, .failedScript, script: rule, transaction: 1, input: 0) { shop in
      let coins = shop.fund([right, wrong])
      return Pair(
        right: shop.block([shop.spend([coins[0]])]), wrong: shop.block([shop.spend([coins[1]])]))
    }
  }

  /// A signed payment that is right, and wrong once it is bent.
  static func altered(
    _ name: String, _ rule: ScriptRule = .evalFalse, input: Int = 0,
    locks: [TestLock] = [.publicKeyHash(alice)],
    bend: @escaping @Sendable (inout Transaction) -> Void
  ) -> Mutation {
    Mutation(name, .failedScript, script: rule, transaction: 1, input: input) { shop in
      let right = shop.spend(shop.fund(locks))
      var wrong = right
      bend(&wrong)
      return Pair(right: shop.block([right]), wrong: shop.block([wrong]))
    }
  }

  static let signatures: [Mutation] =
    [
      altered("output's value differs from what was signed") { $0.outputs[0].value = .zero },
      altered("output's script differs from what was signed") {
        $0.outputs[0].scriptPubKey = ScriptPubKey([0x51])
      },
      altered("output added after signing") { $0.outputs.append(MutationShop.output(0)) },
      altered("lock time differs from what was signed") { $0.lockTime = 1 },
      altered("version differs from what was signed") { $0.version = 1 },
      altered("sequence differs from what was signed") { $0.inputs[0].sequence = 0xffff_fffe },
      altered(
        "sequence of another input differs from what was signed", input: 0,
        locks: [.publicKeyHash(alice), .publicKeyHash(bob, type: .all.anyoneCanPay)]
      ) { $0.inputs[1].sequence = 0xffff_fffe },
      altered(
        "second input's signature covers the outputs", input: 1,
        locks: [.publicKeyHash(alice, type: .none), .publicKeyHash(bob)]
      ) { $0.outputs[0].value = .zero },
      altered(
        "single signs the output at the input's place",
        locks: [.publicKeyHash(alice, type: .single)]
      ) { $0.outputs[0].value = .zero },
      altered("type byte differs from what was signed", locks: [.publicKey(alice)]) {
        let count = $0.inputs[0].scriptSig.bytes.count
        $0.inputs[0].scriptSig.bytes[count - 1] = 2
      },

      Mutation(
        "signature of a coinbase's output is another key's", .failedScript, script: .evalFalse,
        transaction: 1, input: 0
      ) { shop in
        let coin = shop.coinbase(1)
        let lock = TestLock.signed(
          coin.output.scriptPubKey.bytes, by: alice,
          rest: [MutationShop.owner.publicKey.bytes])
        return Pair(
          right: shop.block([shop.spend([coin])]),
          wrong: shop.block([shop.spend([coin.satisfied(by: lock)])]))
      },
      Mutation(
        "second transaction's third input is wrong", .failedScript, script: .evalFalse,
        transaction: 2, input: 2
      ) { shop in
        let first = shop.spend([shop.coinbase(1)])
        let right = shop.spend((2...4).map { shop.coinbase($0) })
        var wrong = right
        wrong.inputs[2].scriptSig = wrong.inputs[1].scriptSig
        return Pair(right: shop.block([first, right]), wrong: shop.block([first, wrong]))
      },
      script(
        "P2PKH with another key", .equalVerify, right: .publicKeyHash(alice),
        wrong: .signed(
          ScriptPubKey.payToPublicKeyHash(alice.publicKey.computeHash160()).bytes, by: bob,
          rest: [bob.publicKey.bytes])),
      script(
        "P2PK signed by another key", .evalFalse, right: .publicKey(alice),
        wrong: .signed(ScriptPubKey.payToPublicKey(alice.publicKey).bytes, by: bob)),
      script(
        "P2PK without a signature", .invalidStackOperation, right: .publicKey(alice),
        wrong: .publicKey(alice).bent { $0.scriptSig = ScriptSig() }),
      script(
        "empty signature", .evalFalse, right: .publicKey(alice),
        wrong: .publicKey(alice).bent { $0.scriptSig = .pushes([[]]) }),
      script(
        "signature with a byte too many", .sigDer, right: .publicKey(alice),
        wrong: .publicKey(alice).bent {
          let bytes = $0.scriptSig.bytes
          $0.scriptSig = ScriptSig([bytes[0] + 1] + bytes.dropFirst() + [1])
        }),
      script(
        "signature whose R is negative", .sigDer, right: .publicKey(alice),
        wrong: .publicKey(alice).bent { $0.scriptSig.bytes[5] |= 0x80 }),
      script(
        "signature for a key that is no point", .evalFalse, right: .publicKey(alice),
        wrong: .signed([33, 5] + alice.publicKey.bytes.dropFirst() + [0xac], by: alice)),

      script(
        "multisig in the wrong order", .evalFalse,
        right: .multisig(twoOfTwo, by: [alice, bob]), wrong: .multisig(twoOfTwo, by: [bob, alice])),
      script(
        "multisig signed twice by one key", .evalFalse,
        right: .multisig(twoOfTwo, by: [alice, bob]),
        wrong: .multisig(twoOfTwo, by: [alice, alice])),
      script(
        "multisig with a signature too few", .invalidStackOperation,
        right: .multisig(twoOfTwo, by: [alice, bob]), wrong: .multisig(twoOfTwo, by: [alice])),
      script(
        "multisig with something below", .sigNullDummy,
        right: .multisig(twoOfTwo, by: [alice, bob]),
        wrong: .multisig(twoOfTwo, by: [alice, bob], dummy: [1])),

      script(
        "P2SH with another redeem script", .evalFalse, right: .scriptHash(.publicKey(alice)),
        wrong: TestLock.scriptHash(.publicKey(alice)).satisfied(
          TestLock.scriptHash(.publicKey(bob)).satisfy)),
      script(
        "P2SH signed by another key", .evalFalse, right: .scriptHash(.publicKey(alice)),
        wrong: .scriptHash(
          .signed(ScriptPubKey.payToPublicKey(alice.publicKey).bytes, by: bob))),
      script(
        "P2SH whose input does more than push", .sigPushOnly, right: .scriptHash(.publicKey(alice)),
        wrong: .scriptHash(.publicKey(alice)).bent { $0.scriptSig.bytes.insert(0x61, at: 0) }),
      script(
        "P2SH without a redeem script", .invalidStackOperation,
        right: .scriptHash(.publicKey(alice)),
        wrong: .scriptHash(.publicKey(alice)).bent { $0.scriptSig = ScriptSig() }),
      script(
        "P2SH multisig with a signature of another", .evalFalse,
        right: .scriptHash(.multisig(twoOfTwo, by: [alice, bob])),
        wrong: .scriptHash(.multisig(twoOfTwo, by: [alice, TestKey(5)]))),
    ]

  private static let twoOfTwo = ScriptPubKey.multisig(2, [alice.publicKey, bob.publicKey]).bytes
}
