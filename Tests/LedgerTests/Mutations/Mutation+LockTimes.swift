import Bitcoin
import TestSupport

extension Mutation {
  static let lockTimes: [Mutation] = [
    Mutation("lock time is the block's height", .notFinal, transaction: 1) { shop in
      let height = UInt32(shop.height)
      func block(_ lockTime: UInt32) -> Block {
        shop.block([shop.spend([shop.coinbase(1)], sequence: 0, lockTime: lockTime)])
      }
      return Pair(right: block(height - 1), wrong: block(height))
    },
    Mutation("lock time is the median of the blocks before", .notFinal, transaction: 1) { shop in
      let median = shop.medianTimePast
      func block(_ lockTime: UInt32) -> Block {
        shop.block([shop.spend([shop.coinbase(1)], sequence: 0, lockTime: lockTime)])
      }
      return Pair(right: block(median - 1), wrong: block(median))
    },
    Mutation("lock time between the median and the block's time", .notFinal, transaction: 1) {
      shop in
      let time = shop.block().header.time
      func block(_ sequence: UInt32) -> Block {
        shop.block([shop.spend([shop.coinbase(1)], sequence: sequence, lockTime: time - 1)])
      }
      return Pair(right: block(0xffff_ffff), wrong: block(0xffff_fffe))
    },
    Mutation("coinbase is not final", .notFinal, transaction: 0) { shop in
      let height = UInt32(shop.height)
      func block(_ sequence: UInt32) -> Block {
        shop.block {
          $0.coinbase.inputs[0].sequence = sequence
          $0.coinbase.lockTime = height
        }
      }
      return Pair(right: block(0xffff_ffff), wrong: block(0))
    },

    relative("coin 1 block old, 2 asked for", right: 1, wrong: 2),
    relative("coin 600 seconds old, 1,024 asked for", right: 1 << 22 | 1, wrong: 1 << 22 | 2),
    relative("coin 1 block old, 65,535 asked for", right: 0x8000_ffff, wrong: 0x0000_ffff),
    Mutation("second input is too young", .notFinal, transaction: 1, input: 1) { shop in
      let coin = shop.fund([.publicKeyHash(TestKey(3))])[0]
      func block(_ sequence: UInt32) -> Block {
        shop.block([shop.spend([shop.coinbase(2), coin], sequence: sequence)])
      }
      return Pair(right: block(1), wrong: block(2))
    },
    Mutation("coin of the same block, 1 block asked for", .notFinal, transaction: 2, input: 0) {
      shop in
      let first = shop.spend([shop.coinbase(1)])
      let coin = TestCoin(
        outPoint: first.outPoint(0), output: first.outputs[0], lock: .publicKeyHash(TestKey(2)))
      func block(_ sequence: UInt32) -> Block {
        shop.block([first, shop.spend([coin], sequence: sequence)])
      }
      return Pair(right: block(0), wrong: block(1))
    },
    Mutation("version of all ones has relative lock times", .notFinal, transaction: 1, input: 0) {
      shop in
      let coin = shop.fund([.publicKeyHash(TestKey(3))])[0]
      func block(_ version: UInt32) -> Block {
        shop.block([shop.spend([coin], version: version, sequence: 2)])
      }
      return Pair(right: block(1), wrong: block(0xffff_ffff))
    },
  ]

  /// A coin made in the block before is spent with one sequence and with the other.
  private static func relative(_ name: String, right: UInt32, wrong: UInt32) -> Mutation {
    Mutation(name, .notFinal, transaction: 1, input: 0) { shop in
      let coin = shop.fund([.publicKeyHash(TestKey(3))])[0]
      return Pair(
        right: shop.block([shop.spend([coin], sequence: right)]),
        wrong: shop.block([shop.spend([coin], sequence: wrong)]))
    }
  }
}
