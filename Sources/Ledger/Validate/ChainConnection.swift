import Bitcoin

/// Connects blocks in order: finds the coins that they spend, holds them against the rules that need
/// coins, and leaves the scripts as batches (Core: `ConnectBlock`, validation.cpp).
struct ChainConnection: Sendable {
  let headers: HeaderChain
  /// Blocks below are only read for their coins.
  let firstHeight: Int
  /// What stands in the blocks so far, from the first height on.
  private(set) var tally = ValidationTally()
  private var coins = CoinSet()
  private var batch = SpendBatch()
  /// What the transaction at hand spends.
  private var spent: [Coin] = []
  /// What was read in advance, kept so that the reading is not optimised away.
  private var warmth: UInt64 = 0

  init(_ headers: HeaderChain, firstHeight: Int) {
    self.headers = headers
    self.firstHeight = firstHeight
  }

  /// Connects the blocks of one piece and adds the batches that they leave.
  ///
  /// - Throws: `offence` at the first block that breaks a rule. Its own scripts are then not run: as
  ///   in a node that runs them on other threads, what is wrong with a block beside its scripts
  ///   counts before them. Those of the blocks below are.
  mutating func connect(
    _ blocks: [CheckedBlock], _ batches: inout [SpendBatch]
  ) throws(ValidationStop) {
    warmth ^= coins.touch(blocks)
    for block in blocks {
      let spendCount = batch.spends.count
      let batchCount = batches.count
      if let violation = connect(block, &batches) {
        // What the block itself left goes; it may stand in batches that are full already.
        if batches.count > batchCount { batch = batches[batchCount] }
        batches.removeSubrange(batchCount...)
        batch.spends.removeSubrange(spendCount...)
        flush(&batches)
        let offence = Offence(
          height: block.height, block: block.hash, violation: violation, txids: block.txids)
        throw .offence(offence, tally, signatures: 0)
      }
      guard coins.count < Int(UInt32.max) - 1 else { throw .refused(.tooLarge(rows: "coins")) }
    }
    // A batch does not outlive its piece, so that all of a piece's scripts are done when it is.
    flush(&batches)
  }

  private mutating func flush(_ batches: inout [SpendBatch]) {
    guard !batch.spends.isEmpty else { return }
    batches.append(batch)
    batch = SpendBatch()
  }

  private mutating func connect(
    _ block: CheckedBlock, _ batches: inout [SpendBatch]
  ) -> BlockViolation? {
    if let violation = block.violation { return violation }
    let isJudged = block.height >= firstHeight
    // The genesis coinbase is no coin (Core: `ConnectBlock`).
    if block.height > 0 {
      let violation = isJudged ? judge(block, &batches) : pass(block)
      if let violation { return violation }
    }
    guard isJudged else { return nil }
    tally.blocks += 1
    tally.transactions += block.transactions.count
    // The block was checked: the first transaction is the coinbase, and there is no other.
    for place in block.transactions.indices.dropFirst() {
      tally.inputs += block.transactions[place].inputs.count
    }
    return nil
  }

  /// Moves the coins of a block that is not judged.
  private mutating func pass(_ block: CheckedBlock) -> BlockViolation? {
    for place in block.transactions.indices {
      let transaction = block.transactions[place]
      if let violation = takeCoins(transaction, place) { return violation }
      addCoins(transaction, block.txids[place], block.height)
    }
    return nil
  }

  private mutating func judge(
    _ block: CheckedBlock, _ batches: inout [SpendBatch]
  ) -> BlockViolation? {
    var connector = BlockConnector(headers.rules, height: block.height, headers: headers)
    if connector.forbidsOverwriting, let violation = findOverwritten(block) { return violation }
    let at = SpendBatch.BlockPlace(
      height: block.height, hash: block.hash, flags: connector.scriptFlags, tally: tally)
    for place in block.transactions.indices {
      let transaction = block.transactions[place]
      if let violation = takeCoins(transaction, place) { return violation }
      if let violation = connector.add(transaction, spent: spent) { return violation }
      if !spent.isEmpty { leave(transaction, place, at, &batches) }
      addCoins(transaction, block.txids[place], block.height)
    }
    return connector.finish(coinbase: block.transactions[0])
  }

  /// The first output that would take the place of a coin (BIP-0030).
  private func findOverwritten(_ block: CheckedBlock) -> BlockViolation? {
    for place in block.transactions.indices {
      for vout in block.transactions[place].outputs.indices {
        let outPoint = OutPoint(txid: block.txids[place], vout: UInt32(vout))
        if coins.contains(outPoint) { return .overwrittenCoin(outPoint, transaction: place) }
      }
    }
    return nil
  }

  /// Takes what the transaction spends out of the coins; a coinbase spends nothing.
  private mutating func takeCoins(_ transaction: Transaction, _ place: Int) -> BlockViolation? {
    spent.removeAll(keepingCapacity: true)
    if transaction.isCoinbase { return nil }
    // By index: a copy of an input would count references.
    for input in transaction.inputs.indices {
      let prevout = transaction.inputs[input].prevout
      guard let coin = coins.remove(prevout) else {
        return .missingCoin(prevout, transaction: place, input: input)
      }
      spent.append(coin)
    }
    return nil
  }

  private mutating func addCoins(_ transaction: Transaction, _ txid: Txid, _ height: Int) {
    let isCoinbase = transaction.isCoinbase
    for (vout, output) in transaction.outputs.enumerated()
    where !output.scriptPubKey.isUnspendable {
      let coin = Coin(output: output, height: UInt32(height), isCoinbase: isCoinbase)
      coins.insert(coin, at: OutPoint(txid: txid, vout: UInt32(vout)))
    }
  }

  /// Leaves the scripts of a transaction to be run, in pieces where it has many inputs.
  private mutating func leave(
    _ transaction: Transaction, _ place: Int, _ block: SpendBatch.BlockPlace,
    _ batches: inout [SpendBatch]
  ) {
    let outputs = spent.map(\.output)
    var start = 0
    while start < outputs.count {
      let end = min(outputs.count, start + SpendBatch.size - batch.inputCount)
      batch.spends.append(
        SpendBatch.Spend(
          transaction: transaction, spentOutputs: outputs, place: place, inputs: start..<end,
          block: block))
      batch.inputCount += end - start
      if batch.inputCount == SpendBatch.size { flush(&batches) }
      start = end
    }
  }
}
