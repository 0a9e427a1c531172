import Bitcoin
import TestSupport

extension Mutation {
  static let coins: [Mutation] = [
    missing("prevout of no transaction") {
      $0.outPoint = OutPoint(txid: Txid(Hash256(1, 1, 1, 1)), vout: 0)
    },
    missing("prevout beyond the transaction's outputs") {
      $0.outPoint = OutPoint(txid: $0.outPoint.txid, vout: 1)
    },
    missing("coinbase of genesis") {
      let coinbase = Block.genesis(of: .regtest).transactions[0]
      $0.outPoint = coinbase.outPoint(0)
    },
    Mutation("output with OP_RETURN", .missingCoin, transaction: 1, input: 0) { shop in
      let coins = shop.fund([.bare([0x51]), .bare([0x6a, 0x51])])
      return Pair(
        right: shop.block([shop.spend([coins[0]])]), wrong: shop.block([shop.spend([coins[1]])]))
    },
    Mutation("spent in an earlier block", .missingCoin, transaction: 1, input: 1) { shop in
      shop.add(shop.block([shop.spend([shop.coinbase(2)])]))
      return Pair(
        right: shop.block([shop.spend([shop.coinbase(1)])]),
        wrong: shop.block([shop.spend([shop.coinbase(1), shop.coinbase(2)])]))
    },
    Mutation("spent twice in one block", .missingCoin, transaction: 2, input: 0) { shop in
      let first = shop.spend([shop.coinbase(1)])
      let second = shop.spend([shop.coinbase(1)], to: [MutationShop.output(5)])
      return Pair(right: shop.block([first]), wrong: shop.block([first, second]))
    },
    Mutation("spends what a later transaction makes", .missingCoin, transaction: 1, input: 0) {
      shop in
      let first = shop.spend([shop.coinbase(1)])
      let coin = TestCoin(
        outPoint: first.outPoint(0), output: first.outputs[0], lock: .publicKeyHash(TestKey(2)))
      let second = shop.spend([coin])
      return Pair(right: shop.block([first, second]), wrong: shop.block([second, first]))
    },
    Mutation("a transaction once more, its outputs spent", .missingCoin, transaction: 1, input: 0) {
      shop in
      let first = shop.spend([shop.coinbase(1)])
      let coin = TestCoin(
        outPoint: first.outPoint(0), output: first.outputs[0], lock: .publicKeyHash(TestKey(2)))
      shop.add(shop.block([first, shop.spend([coin])]))
      return Pair(right: shop.block(), wrong: shop.block([first]))
    },
    Mutation("a transaction once more, its outputs unspent", .overwrittenCoin, transaction: 1) {
      shop in
      let first = shop.spend([shop.coinbase(1)])
      shop.add(shop.block([first]))
      return Pair(right: shop.block(), wrong: shop.block([first]))
    },

    Mutation("coinbase 99 blocks deep", .immatureCoinbase, transaction: 1, input: 0) { shop in
      Pair(
        right: shop.block([shop.spend([shop.coinbase(11)])]),
        wrong: shop.block([shop.spend([shop.coinbase(12)])]))
    },
    Mutation("coinbase 1 block deep, second input", .immatureCoinbase, transaction: 1, input: 1) {
      shop in
      Pair(
        right: shop.block([shop.spend([shop.coinbase(1), shop.coinbase(2)])]),
        wrong: shop.block([shop.spend([shop.coinbase(1), shop.coinbase(110)])]))
    },
    Mutation("coinbase of the same block", .immatureCoinbase, transaction: 1, input: 0) { shop in
      let right = shop.block()
      let coinbase = right.transactions[0]
      let coin = TestCoin(
        outPoint: coinbase.outPoint(0), output: coinbase.outputs[0],
        lock: .publicKeyHash(MutationShop.owner))
      return Pair(right: right, wrong: shop.block([shop.spend([coin])]))
    },

    Mutation("pays 1 sat more than it spends", .outputsExceedInputs, transaction: 1) { shop in
      func block(_ value: Int64) -> Block {
        shop.block([shop.spend([shop.coinbase(1)], to: [MutationShop.output(value)])])
      }
      return Pair(right: block(5_000_000_000), wrong: block(5_000_000_001))
    },
    Mutation("second transaction pays all the money there is", .outputsExceedInputs, transaction: 2)
    { shop in
      let first = shop.spend([shop.coinbase(1)])
      let second = shop.spend([shop.coinbase(2)])
      let most = MutationShop.output(2_100_000_000_000_000)
      return Pair(
        right: shop.block([first, second]),
        wrong: shop.block([first, shop.spend([shop.coinbase(2)], to: [most])]))
    },

    coinbase("coinbase takes 1 sat too many", fee: 0),
    coinbase("coinbase takes 1 sat more than subsidy and fees", fee: 1_000),
    Mutation("subsidy of before the halving", .coinbaseTooLarge, transaction: 0) { shop in
      shop.addBlocks(upTo: 149)
      return Pair(
        right: shop.block(),
        wrong: shop.block { $0.coinbase.outputs[0].value = Satoshi(5_000_000_000) })
    },
    Mutation("two outputs of the coinbase take too much", .coinbaseTooLarge, transaction: 0) {
      shop in
      Pair(
        right: shop.block { $0.coinbase.outputs.append(MutationShop.output(0)) },
        wrong: shop.block { $0.coinbase.outputs.append(MutationShop.output(1)) })
    },
  ]

  private static func missing(
    _ name: String, bend: @escaping @Sendable (inout TestCoin) -> Void
  ) -> Mutation {
    Mutation(name, .missingCoin, transaction: 1, input: 0) { shop in
      var coin = shop.coinbase(1)
      let right = shop.block([shop.spend([coin])])
      bend(&coin)
      return Pair(right: right, wrong: shop.block([shop.spend([coin])]))
    }
  }

  private static func coinbase(_ name: String, fee: Int64) -> Mutation {
    Mutation(name, .coinbaseTooLarge, transaction: 0) { shop in
      func block(_ value: Int64) -> Block {
        let spend = shop.spend(
          [shop.coinbase(1)], to: [MutationShop.output(5_000_000_000 - fee)])
        return shop.block(fee == 0 ? [] : [spend]) {
          $0.coinbase.outputs[0].value = Satoshi(value)
        }
      }
      return Pair(right: block(5_000_000_000 + fee), wrong: block(5_000_000_001 + fee))
    }
  }
}
