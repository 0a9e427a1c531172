public import Bitcoin

/// Builds small regtest chains out of made-up transactions, with headers that are really mined.
///
/// Nothing is signed and nothing is refused: a test may build what no node would accept.
///
/// ```swift
/// var chain = ChainBuilder()
/// let first = chain.addBlock()
/// let payment = ChainBuilder.transaction(
///   spending: [first.coinbaseOutPoint],
///   paying: [(Satoshi(4_000_000_000), ChainBuilder.script(1))])
/// chain.addBlock([payment])
/// let world = try chain.makeLedger()
/// ```
public struct ChainBuilder: Sendable {
  /// The network whose genesis the chain begins with.
  public var network: Network
  /// All blocks in the order in which they were added, genesis first; blocks of forks among them.
  public private(set) var blocks: [Block]
  private var hashes: [BlockHash]
  private var heights: [BlockHash: Int]
  private var values: [OutPoint: Satoshi] = [:]

  /// A chain of nothing but genesis.
  public init(network: Network = .regtest) {
    self.network = network
    let genesis = Block.genesis(of: network)
    blocks = [genesis]
    hashes = [network.genesis]
    heights = [network.genesis: 0]
    remember(genesis.transactions)
  }

  /// The hash of the block that was added last.
  public var tip: BlockHash { hashes[hashes.count - 1] }

  /// The height of a block of this builder.
  public func height(of hash: BlockHash) -> Int? { heights[hash] }

  /// Mines a block.
  ///
  /// - Parameters:
  ///   - transactions: What follows the coinbase.
  ///   - coinbase: The coinbase's outputs; nil for one output of subsidy and fees to
  ///     `ChainBuilder.script(1_000_000 + height)`.
  ///   - parent: The block below; nil for the one that was added last.
  ///   - extra: Bytes that make the coinbase differ from another one at the same height.
  ///   - time: The header's time; nil for ten minutes after the parent's.
  ///   - bits: The header's target; the easiest unless told otherwise.
  @discardableResult
  public mutating func addBlock(
    _ transactions: [Transaction] = [], coinbase: [TxOut]? = nil, on parent: BlockHash? = nil,
    extra: [UInt8] = [], time: UInt32? = nil, bits: UInt32 = 0x207f_ffff
  ) -> Block {
    let parent = parent ?? tip
    let height = (heights[parent] ?? -1) + 1
    let below = hashes.firstIndex(of: parent).map { blocks[$0].header.time }
    remember(transactions)
    let outputs =
      coinbase ?? [
        TxOut(
          value: network.subsidy(at: height) + fees(of: transactions),
          scriptPubKey: ChainBuilder.script(1_000_000 + height))
      ]
    let first = Transaction(
      inputs: [
        TxIn(prevout: .null, scriptSig: ScriptSig.coinbase(height: height, extra: extra))
      ], outputs: outputs)
    return add(
      [first] + transactions, parent: parent, height: height,
      time: time ?? (below ?? 1_296_688_602) + 600, bits: bits)
  }

  /// Mines a block of exactly these transactions, the coinbase (or none) among them.
  @discardableResult
  public mutating func addRawBlock(
    _ transactions: [Transaction], on parent: BlockHash? = nil
  ) -> Block {
    let parent = parent ?? tip
    let below = hashes.firstIndex(of: parent).map { blocks[$0].header.time }
    remember(transactions)
    return add(
      transactions, parent: parent, height: (heights[parent] ?? -1) + 1,
      time: (below ?? 1_296_688_602) + 600, bits: 0x207f_ffff)
  }

  private mutating func add(
    _ transactions: [Transaction], parent: BlockHash, height: Int, time: UInt32,
    bits: UInt32
  ) -> Block {
    var block = Block(
      header: BlockHeader(
        version: 0x2000_0000, previousBlock: parent, merkleRoot: .zero, time: time,
        bits: bits, nonce: 0), transactions: transactions)
    block.header.merkleRoot = block.computeMerkleRoot()
    block.mine()
    let hash = block.header.computeHash()
    blocks.append(block)
    hashes.append(hash)
    heights[hash] = height
    remember([transactions[0]])
    return block
  }

  private mutating func remember(_ transactions: [Transaction]) {
    for transaction in transactions {
      let txid = transaction.computeTxid()
      for (vout, output) in transaction.outputs.enumerated() {
        values[OutPoint(txid: txid, vout: UInt32(vout))] = output.value
      }
    }
  }

  /// What the transactions pay; what a test gets wrong on purpose counts as nothing.
  private func fees(of transactions: [Transaction]) -> Satoshi {
    var sum: Int64 = 0
    for transaction in transactions {
      var fee: Int64 = 0
      for input in transaction.inputs { fee &+= values[input.prevout]?.rawValue ?? 0 }
      for output in transaction.outputs { fee &-= output.value.rawValue }
      if fee > 0 { sum += fee }
    }
    return Satoshi(sum)
  }
}

// MARK: - Parts

extension ChainBuilder {
  /// A transaction that spends outputs, unsigned, and pays.
  public static func transaction(
    spending prevouts: [OutPoint], paying outputs: [(Satoshi, ScriptPubKey)], version: UInt32 = 1,
    sequence: UInt32 = 0xffff_ffff, lockTime: UInt32 = 0
  ) -> Transaction {
    Transaction(
      version: version, inputs: prevouts.map { TxIn(prevout: $0, sequence: sequence) },
      outputs: outputs.map { TxOut(value: $0.0, scriptPubKey: $0.1) }, lockTime: lockTime)
  }

  /// A P2PKH script, another one for each number, whose key nobody has.
  public static func script(_ number: Int) -> ScriptPubKey {
    ScriptPubKey.payToPublicKeyHash(Hash160(hashing: Array("script \(number)".utf8)))
  }
}

extension Transaction {
  /// The reference to the output at place `vout`.
  public func outPoint(_ vout: Int) -> OutPoint {
    OutPoint(txid: computeTxid(), vout: UInt32(vout))
  }
}

extension Block {
  /// The reference to the first output of the coinbase.
  public var coinbaseOutPoint: OutPoint { transactions[0].outPoint(0) }

  /// Counts the nonce up until the header meets its target.
  public mutating func mine() {
    while !header.meetsTarget() { header.nonce &+= 1 }
  }
}
