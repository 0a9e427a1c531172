import Bitcoin

extension Mutation {
  static let witnesses: [Mutation] = [
    witness("no commitment", .unexpectedWitness, transaction: 1) { $0.commits = false },
    witness("commitment without its last byte", .unexpectedWitness, transaction: 0) {
      $0.bendCommitment = { $0.bytes.removeLast() }
    },
    witness("commitment with another header", .unexpectedWitness, transaction: 0) {
      $0.bendCommitment = { $0.bytes[5] = 0xee }
    },
    witness("commitment to other witnesses", .wrongWitnessCommitment, transaction: 0) {
      $0.bendCommitment = { $0.bytes[37] ^= 1 }
    },
    witness("reserved value of 31 bytes", .wrongWitnessReservedValue, transaction: 0, input: 0) {
      $0.coinbase.inputs[0].witness = Witness([[UInt8](repeating: 0, count: 31)])
    },
    witness("reserved value of 33 bytes", .wrongWitnessReservedValue, transaction: 0, input: 0) {
      $0.coinbase.inputs[0].witness = Witness([[UInt8](repeating: 0, count: 33)])
    },
    witness("two reserved values", .wrongWitnessReservedValue, transaction: 0, input: 0) {
      $0.coinbase.inputs[0].witness = Witness([Hash256.zero.bytes, Hash256.zero.bytes])
    },
    witness("another reserved value", .wrongWitnessCommitment, transaction: 0) {
      $0.coinbase.inputs[0].witness = Witness([Hash256(1, 0, 0, 0).bytes])
    },
    Mutation(
      "no reserved value", .wrongWitnessReservedValue, transaction: 0, input: 0,
      shows: .notBySubmitting
    ) { shop in
      let right = witnessed(&shop)
      var wrong = right
      wrong.transactions[0].inputs[0].witness = Witness()
      return Pair(right: right, wrong: wrong)
    },
    Mutation("a signature is replaced after the block", .wrongWitnessCommitment, transaction: 0) {
      shop in
      let right = witnessed(&shop)
      var wrong = right
      wrong.transactions[1].inputs[0].witness.stack[0][20] ^= 1
      return Pair(right: right, wrong: wrong)
    },
    Mutation("the last of two commitments counts", .wrongWitnessCommitment, transaction: 0) {
      shop in
      let right = witnessed(&shop)
      var wrong = right
      let script = Block.witnessCommitmentScript(Hash256(5, 5, 5, 5))
      wrong.transactions[0].outputs.append(TxOut(value: .zero, scriptPubKey: script))
      return Pair(right: right, wrong: wrong.sealed())
    },
    Mutation("witness in the coinbase that nothing commits to", .unexpectedWitness, transaction: 0)
    { shop in
      Pair(
        right: shop.block(),
        wrong: shop.block { $0.coinbase.inputs[0].witness = Witness([Hash256.zero.bytes]) })
    },
    Mutation("weight of 4,000,001", .overweight) { shop in
      let coin = shop.fund([.taprootKey(TestKey(5))])[0]
      func block(_ count: Int) -> Block {
        let annex = [0x50] + [UInt8](repeating: 0, count: count - 1)
        return shop.block([
          shop.spend([coin.satisfied(by: .taprootKey(TestKey(5), annex: annex))])
        ])
      }
      // From 65,536 bytes on the annex's length takes five bytes.
      let small = block(70_000)
      let weight = 3 * small.strippedCount + small.encoded().count
      return Pair(
        right: block(70_000 + 4_000_000 - weight), wrong: block(70_001 + 4_000_000 - weight))
    },
  ]

  /// A block with a payment that has a witness.
  private static func witnessed(
    _ shop: inout MutationShop, _ edit: (inout BlockDraft) -> Void = { _ in }
  ) -> Block {
    let coin = shop.fund([.witnessKeyHash(TestKey(4))])[0]
    return shop.block([shop.spend([coin])], edit)
  }

  private static func witness(
    _ name: String, _ rule: BlockRule, transaction: Int?, input: Int? = nil,
    edit: @escaping @Sendable (inout BlockDraft) -> Void
  ) -> Mutation {
    Mutation(name, rule, transaction: transaction, input: input) { shop in
      let coin = shop.fund([.witnessKeyHash(TestKey(4))])[0]
      let spend = shop.spend([coin])
      return Pair(right: shop.block([spend]), wrong: shop.block([spend], edit))
    }
  }
}

extension Block {
  /// How many bytes the block takes without witnesses, by encoding.
  var strippedCount: Int {
    var plain = self
    for index in plain.transactions.indices {
      for input in plain.transactions[index].inputs.indices {
        plain.transactions[index].inputs[input].witness = Witness()
      }
    }
    return plain.encoded().count
  }
}
