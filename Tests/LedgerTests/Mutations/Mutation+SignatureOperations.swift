import Bitcoin

extension Mutation {
  /// The coinbase's P2PKH output has one operation, which costs four.
  static let signatureOperations: [Mutation] = [
    plain("20,001 OP_CHECKSIG in plain sight", 0xac, right: 19_999, wrong: 20_000),
    plain("20,001 OP_CHECKSIGVERIFY in plain sight", 0xad, right: 19_999, wrong: 20_000),
    plain("1,000 OP_CHECKMULTISIG count as 20,000", 0xae, right: 999, wrong: 1_000),
    plain("1,000 OP_CHECKMULTISIGVERIFY count as 20,000", 0xaf, right: 999, wrong: 1_000),
    Mutation(
      "small numbers before OP_CHECKMULTISIG do not count in plain sight",
      .tooManySignatureOperations, transaction: 1
    ) { shop in
      func block(_ count: Int) -> Block {
        operations(shop, script: (0..<count).flatMap { _ in [0x51, 0xae] as [UInt8] })
      }
      return Pair(right: block(999), wrong: block(1_000))
    },
    Mutation(
      "an operation more in the coinbase's script", .tooManySignatureOperations,
      transaction: 1
    ) { shop in
      func block(_ count: Int) -> Block {
        operations(shop, script: [UInt8](repeating: 0xac, count: 19_990)) {
          $0.coinbase.inputs[0].scriptSig.bytes += [UInt8](repeating: 0xac, count: count)
        }
      }
      return Pair(right: block(9), wrong: block(10))
    },
    // 5 redeem scripts with 3,800 operations cost 76,000; with the coinbase's 999 are left.
    revealed("an operation more with those of redeem scripts", count: 5, right: 999) {
      .scriptHash(.bare($0))
    },
    // 21 witness scripts with 3,800 operations cost 79,800; with the coinbase's 49 are left.
    revealed("an operation more with those of witness scripts", count: 21, right: 49) {
      .witnessScript($0)
    },
    revealed("an operation more with those of nested witness scripts", count: 21, right: 49) {
      .nested(.witnessScript($0))
    },
    // Each costs 1, and 4 are left.
    Mutation("a P2WPKH input more", .tooManySignatureOperations, transaction: 1) { shop in
      let keys = shop.fund([TestLock](repeating: .witnessKeyHash(TestKey(4)), count: 5))
      func block(_ count: Int) -> Block {
        let script = ScriptPubKey([UInt8](repeating: 0xac, count: 19_998))
        let outputs = [TxOut(value: .zero, scriptPubKey: script)]
        return shop.block([shop.spend([TestCoin](keys.prefix(count)), to: outputs)])
      }
      return Pair(right: block(4), wrong: block(5))
    },
  ]

  /// A block with one payment whose output has this script.
  private static func operations(
    _ shop: MutationShop, script: [UInt8], _ edit: (inout BlockDraft) -> Void = { _ in }
  ) -> Block {
    let outputs = [TxOut(value: .zero, scriptPubKey: ScriptPubKey(script))]
    return shop.block([shop.spend([shop.coinbase(1)], to: outputs)], edit)
  }

  private static func plain(
    _ name: String, _ opcode: UInt8, right: Int, wrong: Int
  ) -> Mutation {
    Mutation(name, .tooManySignatureOperations, transaction: 1) { shop in
      func block(_ count: Int) -> Block {
        operations(shop, script: [UInt8](repeating: opcode, count: count))
      }
      return Pair(right: block(right), wrong: block(wrong))
    }
  }

  /// Scripts with 190 OP_CHECKMULTISIG each that are not run, and so many in plain sight.
  private static func revealed(
    _ name: String, count: Int, right: Int, lock: @escaping @Sendable ([UInt8]) -> TestLock
  ) -> Mutation {
    Mutation(name, .tooManySignatureOperations, transaction: 1) { shop in
      let script = [0x00, 0x63] + [UInt8](repeating: 0xae, count: 190) + [0x68, 0x51]
      let coins = shop.fund([TestLock](repeating: lock(script), count: count))
      func block(_ count: Int) -> Block {
        let script = ScriptPubKey([UInt8](repeating: 0xac, count: count))
        return shop.block([shop.spend(coins, to: [TxOut(value: .zero, scriptPubKey: script)])])
      }
      return Pair(right: block(right), wrong: block(right + 1))
    }
  }
}
