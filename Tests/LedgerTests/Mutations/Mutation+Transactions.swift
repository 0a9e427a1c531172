import Bitcoin

extension Mutation {
  private static let most: Int64 = 2_100_000_000_000_000

  static let transactions: [Mutation] = [
    bent("no inputs", .noInputs) {
      $0.inputs = []
      $0.outputs = []
    },
    bent("no outputs", .noOutputs) { $0.outputs = [] },
    bent("output of -1 sat", .negativeOutput) { $0.outputs[0].value = Satoshi(-1) },
    bent("output of the least number", .negativeOutput) { $0.outputs[0].value = Satoshi(.min) },
    bent("output of 21 million BTC and 1 sat", .oversizedOutput) {
      $0.outputs[0].value = Satoshi(most + 1)
    },
    bent("outputs whose sum overflows (CVE-2010-5139)", .oversizedOutput) {
      $0.outputs = [MutationShop.output(.max), MutationShop.output(.max)]
    },
    bent("outputs of 21 million BTC and 1 sat together", .oversizedOutputSum) {
      $0.outputs = [MutationShop.output(most), MutationShop.output(1)]
    },
    bent("the same input twice (CVE-2018-17144)", .repeatedInput, input: 1) {
      $0.inputs.append($0.inputs[0])
    },
    Mutation(
      "the first of ten inputs once more at the end", .repeatedInput, transaction: 1, input: 10
    ) { shop in
      let spend = shop.spend((1...10).map { shop.coinbase($0) })
      var wrong = spend
      wrong.inputs.append(spend.inputs[0])
      return Pair(right: shop.block([spend]), wrong: shop.block([wrong]))
    },
    bent("second input refers to nothing", .nullPrevout, input: 1) {
      $0.inputs.append(TxIn(prevout: .null))
    },
    Mutation("coinbase pays -1 sat", .negativeOutput, transaction: 0) { shop in
      Pair(
        right: shop.block(),
        wrong: shop.block { $0.coinbase.outputs.append(MutationShop.output(-1)) })
    },
    Mutation("coinbase without outputs", .noOutputs, transaction: 0) { shop in
      Pair(right: shop.block(), wrong: shop.block { $0.coinbase.outputs = [] })
    },
  ]

  /// A payment that is right, and wrong once it is bent; nobody comes to look at its signature.
  private static func bent(
    _ name: String, _ rule: BlockRule, input: Int? = nil,
    bend: @escaping @Sendable (inout Transaction) -> Void
  ) -> Mutation {
    Mutation(name, rule, transaction: 1, input: input) { shop in
      let right = shop.spend([shop.coinbase(1)])
      var wrong = right
      bend(&wrong)
      return Pair(right: shop.block([right]), wrong: shop.block([wrong]))
    }
  }
}
