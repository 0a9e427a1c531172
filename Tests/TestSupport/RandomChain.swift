public import Bitcoin

/// A random chain with forks, whose transactions spend at random and pay to few scripts.
public struct RandomChain: Sendable {
  /// All blocks, forks among them, parents first.
  public let builder: ChainBuilder
  /// The blocks of the best chain, genesis first.
  public let best: [Block]
  /// How many blocks are off it.
  public var staleCount: Int { builder.blocks.count - best.count }

  /// The chain that follows from `seed`.
  ///
  /// - Parameters:
  ///   - blockCount: How many blocks are added to genesis, those of forks counted.
  ///   - forks: Whether some blocks fork off.
  public init(seed: UInt64, blockCount: Int, forks: Bool = true) {
    var generator = SeededGenerator(seed: seed)
    var builder = ChainBuilder()
    var main = [builder.tip]
    for number in 0..<blockCount {
      let isFork = forks && main.count > 3 && Int.random(in: 0..<8, using: &generator) == 0
      let parent = isFork ? main[main.count - Int.random(in: 1...3, using: &generator)] : main.last
      let path = RandomChain.path(to: parent ?? builder.tip, in: builder)
      let transactions = RandomChain.transactions(
        spending: RandomChain.unspent(path), using: &generator)
      let block = builder.addBlock(
        transactions, on: parent, extra: [UInt8(number & 0xff), UInt8(number >> 8)])
      if parent == main.last { main.append(block.header.computeHash()) }
    }
    self.builder = builder
    self.best = RandomChain.best(of: builder)
  }

  /// The longest chain; of two the one with the smaller hash of the last block. All have equal targets.
  private static func best(of builder: ChainBuilder) -> [Block] {
    var tip = builder.blocks[0].header.computeHash()
    for block in builder.blocks {
      let hash = block.header.computeHash()
      let height = builder.height(of: hash) ?? 0
      let most = builder.height(of: tip) ?? 0
      if height > most || (height == most && hash < tip) { tip = hash }
    }
    return path(to: tip, in: builder)
  }

  private static func path(to tip: BlockHash, in builder: ChainBuilder) -> [Block] {
    var byHash: [BlockHash: Block] = [:]
    for block in builder.blocks { byHash[block.header.computeHash()] = block }
    var path: [Block] = []
    var next = tip
    while let block = byHash[next] {
      path.append(block)
      next = block.header.previousBlock
    }
    return path.reversed()
  }

  private static func unspent(_ path: [Block]) -> [(OutPoint, Satoshi)] {
    var values: [OutPoint: Satoshi] = [:]
    for block in path.dropFirst() {
      for transaction in block.transactions {
        for input in transaction.inputs { values[input.prevout] = nil }
        let txid = transaction.computeTxid()
        for (vout, output) in transaction.outputs.enumerated()
        where !output.scriptPubKey.isUnspendable {
          values[OutPoint(txid: txid, vout: UInt32(vout))] = output.value
        }
      }
    }
    return values.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private static func transactions(
    spending unspent: [(OutPoint, Satoshi)], using generator: inout SeededGenerator
  ) -> [Transaction] {
    var coins = unspent
    var transactions: [Transaction] = []
    for _ in 0..<Int.random(in: 0...4, using: &generator) where !coins.isEmpty {
      var inputs: [TxIn] = []
      var sum: Int64 = 0
      for _ in 0..<min(coins.count, Int.random(in: 1...3, using: &generator)) {
        let coin = coins.remove(at: Int.random(in: 0..<coins.count, using: &generator))
        let hasWitness = Int.random(in: 0..<4, using: &generator) == 0
        inputs.append(
          TxIn(
            prevout: coin.0,
            scriptSig: ScriptSig([UInt8](repeating: 1, count: Int(sum % 5))),
            sequence: UInt32(truncatingIfNeeded: generator.next()),
            witness: Witness(hasWitness ? [[1, 2, 3], []] : [])))
        sum += coin.1.rawValue
      }
      var outputs: [TxOut] = []
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        // Values of nothing and fees of everything happen too.
        let value = Int64.random(in: 0...sum, using: &generator)
        sum -= value
        outputs.append(TxOut(value: Satoshi(value), scriptPubKey: script(using: &generator)))
      }
      let transaction = Transaction(
        version: UInt32.random(in: 1...2, using: &generator), inputs: inputs, outputs: outputs,
        lockTime: UInt32(truncatingIfNeeded: generator.next()))
      // What was just made may be spent in the same block.
      for (vout, output) in outputs.enumerated() where !output.scriptPubKey.isUnspendable {
        coins.append((transaction.outPoint(vout), output.value))
      }
      transactions.append(transaction)
    }
    return transactions
  }

  private static func script(using generator: inout SeededGenerator) -> ScriptPubKey {
    switch Int.random(in: 0..<10, using: &generator) {
    case 0: .nullData(Array("data \(generator.next() % 5)".utf8))
    case 1: ScriptPubKey([])
    case 2: ScriptPubKey([0x51])
    case 3: ScriptPubKey([0x76, 0xa9, 0x00, 0x88, 0xac])
    case 4:
      ScriptPubKey([UInt8](repeating: 0x61, count: generator.next() % 2 == 0 ? 10_000 : 10_001))
    default: ChainBuilder.script(Int(generator.next() % 12))
    }
  }
}
