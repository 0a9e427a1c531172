import Bitcoin

/// A block is written back as it stood, and judging it ends with a verdict whatever stands in it.
///
/// Few inputs have a right merkle root and work, so the block is judged again with those mended: that
/// is how an input gets to the rules behind them.
enum BlockLaws {
  private static let rules = ConsensusRules(.regtest)
  private static let genesis = HeaderChain(rules)

  static func check(_ input: [UInt8]) throws(FuzzFinding) {
    try comparePacked(input)
    let span = input.span
    var reader = ByteReader(span)
    guard var block = try? Block(from: &reader) else { return }
    let bytes = block.encoded()
    try expect(bytes == [UInt8](input[..<reader.position]), "written back otherwise")
    try expect(
      block.computeWeight() == 3 * block.computeStrippedSize() + bytes.count,
      "weight \(block.computeWeight())")
    judge(block, rules)
    judge(block, ConsensusRules(.mainnet))
    guard let first = block.transactions.first else { return }
    mend(&block)
    judge(block, rules)
    try connect(block, first)
  }

  /// Columns read and refuse what objects do, with the same error.
  private static func comparePacked(_ input: [UInt8]) throws(FuzzFinding) {
    let objects = Result { () throws(DecodingError) in try Block(decoding: input).transactions }
    let columns = Result { () throws(DecodingError) in
      let block = try PackedBlock(decoding: input)
      return block.transactions.indices.map { block.makeTransaction(at: $0) }
    }
    try expect(objects == columns, "read otherwise into columns")
  }

  /// Makes work, root, time and the block below right, as far as that is quickly done.
  private static func mend(_ block: inout Block) {
    block.header.previousBlock = genesis.tip
    block.header.version = 4
    block.header.bits = genesis.bits(at: 0)
    block.header.time = max(block.header.time, genesis.time(at: 0) + 1)
    let (root, _) = block.computeMerkleTree()
    block.header.merkleRoot = root
    for nonce: UInt32 in 0..<40 {
      block.header.nonce = nonce
      if block.header.meetsTarget() { break }
    }
  }

  private static func judge(_ block: Block, _ rules: ConsensusRules) {
    let txids = block.transactions.map { $0.computeTxid() }
    _ = block.check(rules, txids: txids).map { "\($0) \($0.reason)" }
    for height in [1, 500_000] {
      _ = block.checkInContext(rules, height: height, medianTimePast: 1_300_000_000)
        .map { "\($0) \($0.reason)" }
    }
    _ = block.checkWitnessCommitment()
  }

  /// Connects the block on top of genesis, with coins made up from its own outputs.
  private static func connect(_ block: Block, _ coinbase: Transaction) throws(FuzzFinding) {
    var headers = genesis
    if headers.append(block.header) != nil { return }
    let work = headers.work
    try expect(work > genesis.work, "a block without work")
    // What did not pass by itself is never connected.
    let txids = block.transactions.map { $0.computeTxid() }
    guard block.check(rules, txids: txids) == nil else { return }
    var connector = BlockConnector(rules, height: 1, headers: headers)
    for transaction in block.transactions {
      let coins = transaction.inputs.enumerated().map { index, input in
        let output = coinbase.outputs[index % coinbase.outputs.count]
        return Coin(
          output: output, height: input.sequence & 1, isCoinbase: input.sequence & 2 != 0)
      }
      if connector.add(transaction, spent: transaction.isCoinbase ? [] : coins) != nil { return }
    }
    try expect(connector.fees.isInMoneyRange, "fees of \(connector.fees)")
    _ = connector.finish(coinbase: coinbase)
  }
}
