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
  /// What was read in advance, kept so that the reading is not optimised away.
  private var warmth: UInt64 = 0

  // Of the piece at hand: what its blocks spend.
  private var places: [PieceSpends.BlockPlace] = []
  private var spends: [PieceSpends.Spend] = []
  private var spent = SpentColumns()

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
    places.reserveCapacity(blocks.count)
    spent = SpentColumns(capacity: blocks.reduce(0) { $0 + ($1.block?.inputs.count ?? 0) })
    for number in blocks.indices {
      let spendCount = spends.count
      if let violation = connect(blocks[number], number) {
        // What the block itself left goes.
        spends.removeSubrange(spendCount...)
        batches += leave(blocks)
        let offence = Offence(
          height: blocks[number].height, block: blocks[number].hash, violation: violation,
          txids: blocks[number].txids)
        throw .offence(offence, tally, signatures: 0)
      }
      guard coins.count < Int(UInt32.max) - 1 else { throw .refused(.tooLarge(rows: "coins")) }
    }
    // A batch does not outlive its piece, so that all of a piece's scripts are done when it is.
    batches += leave(blocks)
  }

  /// Leaves the scripts of the piece to be run.
  private mutating func leave(_ blocks: [CheckedBlock]) -> [SpendBatch] {
    let piece = PieceSpends(blocks, places, spends, spent)
    places = []
    spends = []
    return piece.batches()
  }

  private mutating func connect(_ checked: CheckedBlock, _ number: Int) -> BlockViolation? {
    if let violation = checked.violation { return violation }
    guard let block = checked.block else { return nil }
    let isJudged = checked.height >= firstHeight
    // By block, also of those that are not judged.
    var flags = ScriptFlags()
    // The genesis coinbase is no coin (Core: `ConnectBlock`).
    if checked.height > 0 {
      let violation =
        isJudged ? judge(checked, block, number, &flags) : pass(checked, block)
      if let violation { return violation }
    }
    places.append(PieceSpends.BlockPlace(flags: flags, tally: tally))
    guard isJudged else { return nil }
    tally.blocks += 1
    tally.transactions += block.transactions.count
    // The block was checked: the first transaction is the coinbase, and there is no other.
    tally.inputs += block.inputs.count - 1
    return nil
  }

  /// Moves the coins of a block that is not judged.
  private mutating func pass(_ checked: CheckedBlock, _ block: PackedBlock) -> BlockViolation? {
    for place in block.transactions.indices {
      if let violation = takeCoins(block, place) { return violation }
      addCoins(block, place, checked.txids[place], checked.height)
    }
    return nil
  }

  private mutating func judge(
    _ checked: CheckedBlock, _ block: PackedBlock, _ number: Int, _ flags: inout ScriptFlags
  ) -> BlockViolation? {
    var connector = BlockConnector(headers.rules, height: checked.height, headers: headers)
    flags = connector.scriptFlags
    if connector.forbidsOverwriting, let violation = findOverwritten(block, checked.txids) {
      return violation
    }
    for place in block.transactions.indices {
      let first = spent.rows.count
      if let violation = takeCoins(block, place) { return violation }
      if let violation = connector.add(block, place, spent: spent, from: first) {
        return violation
      }
      leave(spent.rows.count - first, place, number, from: first)
      addCoins(block, place, checked.txids[place], checked.height)
    }
    return connector.finish(block)
  }

  /// The first output that would take the place of a coin (BIP-0030).
  private func findOverwritten(_ block: PackedBlock, _ txids: [Txid]) -> BlockViolation? {
    for place in block.transactions.indices {
      for vout in 0..<block.transactions[place].outputs.count {
        let outPoint = OutPoint(txid: txids[place], vout: UInt32(vout))
        if coins.contains(outPoint) { return .overwrittenCoin(outPoint, transaction: place) }
      }
    }
    return nil
  }

  /// Takes what the transaction spends out of the coins; a coinbase spends nothing.
  private mutating func takeCoins(_ block: PackedBlock, _ place: Int) -> BlockViolation? {
    let row = block.transactions[place]
    if row.isCoinbase { return nil }
    for input in row.inputs {
      let prevout = block.inputs[input].prevout
      guard coins.move(prevout, to: &spent) else {
        return .missingCoin(prevout, transaction: place, input: input - row.inputs.lowerBound)
      }
    }
    return nil
  }

  private mutating func addCoins(
    _ block: PackedBlock, _ place: Int, _ txid: Txid, _ height: Int
  ) {
    let row = block.transactions[place]
    for output in row.outputs {
      let script = block[block.outputs[output].scriptPubKey]
      if ScriptPubKey.isUnspendable(script) { continue }
      coins.insert(
        block.outputs[output].value, script, height: height, isCoinbase: row.isCoinbase,
        at: OutPoint(txid: txid, vout: UInt32(output - row.outputs.lowerBound)))
    }
  }

  /// Leaves the scripts of a transaction to be run, in parts where it has many inputs.
  private mutating func leave(_ inputCount: Int, _ place: Int, _ block: Int, from first: Int) {
    for start in stride(from: 0, to: inputCount, by: SpendBatch.size) {
      let end = min(inputCount, start + SpendBatch.size)
      spends.append(
        PieceSpends.Spend(block: block, place: place, inputs: start..<end, spent: first))
    }
  }
}
