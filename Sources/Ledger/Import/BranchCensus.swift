import Bitcoin
import Files

/// Which blocks break a rule, of all branches of a tree, found in one walk.
///
/// An import tries one chain after the other, the best first, and learns of one bad block each time.
/// This looks at each block once, on the coins of the blocks below it. The coins are held in memory, and
/// what a side branch does to them is undone behind it.
struct BranchCensus: Sendable {
  /// The blocks that break a rule, as far as they stand on none that does.
  private(set) var refusals: [BlockHash: ChainScan.Refusal] = [:]
  /// How many bytes of blocks were read.
  private(set) var bytesRead = 0
  private var network: Network
  private var coins: [OutPoint: Satoshi] = [:]
  /// The blocks below the one at hand.
  private var path: [Step] = []
  /// By block: whether a rule is broken in it or below.
  private var isBad: [Bool]

  /// A block that was connected, and what takes it back.
  private struct Step: Sendable {
    var number: Int
    var changes: [Change] = []
  }

  private struct Change: Sendable {
    var place: OutPoint
    /// What was there before.
    var coin: Satoshi?
  }

  /// Walks over a tree of blocks whose bodies are whole; where one is not after all, the walk ends.
  ///
  /// - Throws: `file`.
  init(
    _ tree: BranchTree, in folder: BlockFolder, network: Network, threads: Int
  ) throws(LedgerError) {
    self.network = network
    isBad = [Bool](repeating: false, count: tree.blocks.count)
    var census = self
    let blocks = tree.blocks
    do throws(ImportStop) {
      try Workers.pipeline(
        count: blocks.count, threads: threads, window: 4 * threads,
        make: { number throws(ImportStop) in
          let plan = ChunkPlan(heights: number..<number + 1, byteCount: blocks[number].size)
          return try ChunkParser.parse(plan, of: blocks, in: folder)
        },
        take: { number, chunk throws(ImportStop) in census.take(chunk, number, of: tree) })
    } catch {
      if case .failed(let error) = error { throw error }
    }
    self = census
  }

  private mutating func take(_ chunk: ParsedChunk, _ number: Int, of tree: BranchTree) {
    bytesRead += tree.blocks[number].size
    let below = tree.parents[number]
    if below >= 0, isBad[below] {
      isBad[number] = true
      return
    }
    while let last = path.last, last.number != below { undo(path.removeLast()) }
    var step = Step(number: number)
    do throws(BlockFlaw) {
      try connect(chunk, height: tree.heights[number], &step)
      if !tree.isLeftAgain[number] { step.changes = [] }
      path.append(step)
    } catch {
      undo(step)
      isBad[number] = true
      refusals[tree.blocks[number].hash] = ChainScan.Refusal(
        height: tree.heights[number], flaw: error)
    }
  }

  private mutating func undo(_ step: Step) {
    for change in step.changes.reversed() { coins[change.place] = change.coin }
  }

  // MARK: - Connecting

  /// Connects a block by the rules that an import holds it against (`Resolver`).
  private mutating func connect(
    _ chunk: ParsedChunk, height: Int, _ step: inout Step
  ) throws(BlockFlaw) {
    var fees: Int64 = 0
    for index in chunk.txids.indices {
      let isCoinbase = index == 0
      if !isCoinbase { fees += try spend(chunk, index, &step) }
      try make(chunk, index, isGenesis: height == 0, &step)
    }
    let allowed = network.subsidy(at: height).rawValue + fees
    guard chunk.outputSum[0] <= allowed else {
      throw .coinbaseValue(
        chunk.txids[0], taken: Satoshi(chunk.outputSum[0]), allowed: Satoshi(allowed),
        halvingInterval: network.subsidyHalvingInterval)
    }
  }

  /// Takes what a transaction spends, and gives its fee.
  private mutating func spend(
    _ chunk: ParsedChunk, _ index: Int, _ step: inout Step
  ) throws(BlockFlaw) -> Int64 {
    var sum = Satoshi.zero
    for input in chunk.inputEnd[index - 1]..<chunk.inputEnd[index] {
      let prevout = chunk.prevouts[input]
      guard let coin = coins.removeValue(forKey: prevout) else {
        throw .missingPrevout(prevout, by: chunk.txids[index])
      }
      step.changes.append(Change(place: prevout, coin: coin))
      guard let total = sum.addingInMoneyRange(coin) else { throw .valueRange(prevout, coin) }
      sum = total
    }
    let paid = chunk.outputSum[index]
    guard paid <= sum.rawValue else {
      throw .outputsExceedInputs(chunk.txids[index], inputs: sum, outputs: Satoshi(paid))
    }
    return sum.rawValue - paid
  }

  /// Adds what a transaction makes; a coinbase may do so in the place of one with its txid (BIP-0030).
  private mutating func make(
    _ chunk: ParsedChunk, _ index: Int, isGenesis: Bool, _ step: inout Step
  ) throws(BlockFlaw) {
    let txid = chunk.txids[index]
    let start = index == 0 ? 0 : chunk.outputEnd[index - 1]
    let places = (0..<chunk.outputEnd[index] - start).map { OutPoint(txid: txid, vout: UInt32($0)) }
    if index > 0, places.contains(where: { coins[$0] != nil }) { throw .repeatedTxid(txid) }
    for (place, output) in zip(places, start...) {
      if isGenesis || chunk.isUnspendable[output] { continue }
      step.changes.append(Change(place: place, coin: coins[place]))
      coins[place] = chunk.values[output]
    }
  }
}
