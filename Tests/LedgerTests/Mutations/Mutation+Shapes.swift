import Bitcoin

extension Mutation {
  static let shapes: [Mutation] = [
    Mutation("last byte is missing", .undecodable) { shop in
      let right = shop.block([shop.spend([shop.coinbase(1)])])
      return Pair(right: right, wrong: right.encoded().dropLast())
    },
    Mutation("count of transactions in a longer form than need be", .undecodable) { shop in
      let right = shop.block()
      let bytes = right.encoded()
      return Pair(right: right, wrong: bytes[..<80] + [0xfd, 1, 0] + bytes[81...])
    },
    Mutation("witness marker without a witness", .undecodable) { shop in
      let spend = shop.spend([shop.coinbase(1)])
      let right = shop.block([spend])
      let bytes = right.encoded()
      let plain = spend.encoded()
      // Version, marker and flags, the rest without lock time, an empty witness, the lock time.
      let marked = plain[..<4] + [0, 1] + plain[4..<plain.count - 4] + [0] + plain.suffix(4)
      return Pair(right: right, wrong: bytes.dropLast(plain.count) + marked)
    },

    Mutation("merkle root of other transactions", .wrongMerkleRoot) { shop in
      let right = shop.block()
      var wrong = right
      wrong.header.merkleRoot = Hash256(7, 7, 7, 7)
      wrong.remine()
      return Pair(right: right, wrong: wrong)
    },
    Mutation("two transactions change places", .wrongMerkleRoot) { shop in
      let right = shop.block(payments(shop, 2))
      var wrong = right
      wrong.transactions.swapAt(1, 2)
      return Pair(right: right, wrong: wrong)
    },
    Mutation("a transaction is left out", .wrongMerkleRoot) { shop in
      let right = shop.block(payments(shop, 2))
      var wrong = right
      wrong.transactions.removeLast()
      return Pair(right: right, wrong: wrong)
    },
    repeated("last of 3 transactions stands twice", count: 3, last: 1),
    repeated("last of 5 transactions stands twice", count: 5, last: 1),
    repeated("last two of 6 transactions stand twice", count: 6, last: 2),

    Mutation("no transaction", .wrongLength) { shop in
      let right = shop.block()
      let wrong = Block(header: right.header, transactions: [])
      return Pair(right: right, wrong: wrong.sealed())
    },
    Mutation("a byte too long without witnesses", .wrongLength) { shop in
      // Nothing is signed here, since the sizes of signatures differ.
      let coin = shop.fund([.bare([0x51])])[0]
      func block(_ count: Int) -> Block {
        let script = ScriptPubKey([0x6a] + [UInt8](repeating: 0, count: count - 1))
        return shop.block([shop.spend([coin], to: [TxOut(value: .zero, scriptPubKey: script)])])
      }
      let small = block(100_000).encoded().count
      return Pair(
        right: block(100_000 + 1_000_000 - small), wrong: block(100_001 + 1_000_000 - small))
    },

    Mutation("first transaction is no coinbase", .missingCoinbase, transaction: 0) { shop in
      let right = shop.block(payments(shop, 1))
      var wrong = right
      wrong.transactions.removeFirst()
      return Pair(right: right, wrong: wrong.sealed())
    },
    Mutation("coinbase stands second", .missingCoinbase, transaction: 0) { shop in
      let right = shop.block(payments(shop, 1))
      var wrong = right
      wrong.transactions.swapAt(0, 1)
      return Pair(right: right, wrong: wrong.sealed())
    },
    Mutation("two coinbases", .secondCoinbase, transaction: 2) { shop in
      let right = shop.block(payments(shop, 1))
      var wrong = right
      var second = right.transactions[0]
      second.outputs[0].value = .zero
      wrong.transactions.append(second)
      return Pair(right: right, wrong: wrong.sealed())
    },
    Mutation("coinbase script of 1 byte", .wrongCoinbaseLength, transaction: 0, input: 0) { shop in
      Pair(
        right: shop.block(),
        wrong: shop.block { $0.coinbase.inputs[0].scriptSig = ScriptSig([1]) })
    },
    Mutation("coinbase script of 101 bytes", .wrongCoinbaseLength, transaction: 0, input: 0) {
      shop in
      func block(_ count: Int) -> Block {
        shop.block {
          let script = $0.coinbase.inputs[0].scriptSig.bytes
          let rest = [UInt8](repeating: 0x61, count: count - script.count)
          $0.coinbase.inputs[0].scriptSig = ScriptSig(script + rest)
        }
      }
      return Pair(right: block(100), wrong: block(101))
    },
    Mutation(
      "coinbase begins with the height below", .wrongCoinbaseHeight, transaction: 0, input: 0
    ) { shop in
      let height = shop.height
      return Pair(
        right: shop.block(),
        wrong: shop.block {
          $0.coinbase.inputs[0].scriptSig = ScriptSig.coinbase(height: height - 1)
        })
    },
    Mutation(
      "height pushed in two bytes where one will do", .wrongCoinbaseHeight, transaction: 0, input: 0
    ) { shop in
      let height = UInt8(shop.height)
      return Pair(
        right: shop.block(),
        wrong: shop.block { $0.coinbase.inputs[0].scriptSig = ScriptSig([2, height, 0]) })
    },
  ]

  /// Payments out of as many mature coinbases.
  static func payments(_ shop: MutationShop, _ count: Int) -> [Transaction] {
    (1...count).map { shop.spend([shop.coinbase($0)]) }
  }

  /// CVE-2012-2459: the last transactions once more, which leaves the root as it is.
  private static func repeated(_ name: String, count: Int, last: Int) -> Mutation {
    Mutation(name, .repeatedTransactions) { shop in
      let right = shop.block(payments(shop, count - 1))
      var wrong = right
      wrong.transactions += right.transactions.suffix(last)
      return Pair(right: right, wrong: wrong)
    }
  }
}
