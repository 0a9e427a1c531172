import Bitcoin
import Files
import SystemPackage
import Truth

/// Puts signed transactions together into blocks and writes these as Bitcoin Core does, with what is
/// true of them beside; all of it in chain order, one block at a time.
struct BlockPress: ~Copyable, Sendable {
  /// What is kept of the transactions.
  private(set) var signed: SignedPlan
  private let plan: Plan
  private let schedule: BlockSchedule
  private let rows: TruthRows
  private var stale: StalePress
  private var files: BlockFileSeries
  private var truth: TruthWriter
  /// The transactions of the block that is being filled, its coinbase not among them.
  private var body = ByteWriter()
  private var txids: [Hash256] = []
  private var wtxids: [Hash256] = []
  private var hasWitness = false
  private var weight = 0
  private var sigopCost = 0

  /// Begins the block files with the genesis block, and the truth.
  ///
  /// - Throws: `file` where the system refuses.
  init(
    _ plan: Plan, schedule: BlockSchedule, network: Network, blocks: FilePath, truth: FilePath
  ) throws(ScenarioError) {
    let writer: TruthWriter
    do throws(FileError) {
      try Folder.create(blocks)
      writer = try TruthWriter(truth)
    } catch {
      throw ScenarioError(error)
    }
    var files = BlockFileSeries(folder: blocks, network: network)
    let genesis = Block.genesis(of: network)
    try files.append(genesis.encoded())
    self.plan = plan
    self.schedule = schedule
    stale = StalePress(plan)
    self.files = files
    self.truth = writer
    rows = TruthRows(plan)
    signed = SignedPlan(plan)
    signed.hashes.append(genesis.header.computeHash())
  }

  /// Adds a transaction to the block that is being filled.
  mutating func add(_ transaction: SignedTransaction, _ number: Int) {
    body.write(transaction.bytes)
    txids.append(transaction.txid.hash)
    wtxids.append(transaction.wtxid.hash)
    if transaction.strippedSize != transaction.bytes.count { hasWitness = true }
    weight += transaction.weight
    sigopCost += plan.sigopCost(of: number)
    stale.keep(transaction, number)
    guard let other = transaction.otherTxid else { return }
    if plan.malleations[number] != nil {
      signed.originalTxids[number] = other
    } else {
      signed.refusedTxids[number] = other
    }
  }

  /// Makes the coinbase, which is the last of a block to be handed over and the first in it, and
  /// writes the block.
  ///
  /// - Throws: `unplayable` where the block would be too large, `file` where the system refuses.
  mutating func close(_ number: Int, _ desk: SigningDesk) throws(ScenarioError) {
    let height = Int(plan.transactionHeight[number])
    let coinbase = desk.makeCoinbase(number, committingTo: hasWitness ? wtxids : nil)
    signed.txids.publish(coinbase.txid, at: number)
    weight += coinbase.weight
    sigopCost += plan.sigopCost(of: number)
    try checkLimits(height)
    txids.insert(coinbase.txid.hash, at: 0)
    var header = BlockHeader(
      version: BlockRules.version, previousBlock: signed.hashes[height - 1],
      merkleRoot: MerkleTree.root(of: txids).root, time: schedule.times[height],
      bits: BlockRules.bits, nonce: 0)
    // Half of all nonces meet this target.
    while !header.meetsTarget() { header.nonce += 1 }
    var front = ByteWriter(capacity: 90 + coinbase.bytes.count)
    header.encode(into: &front)
    front.write(compactSize: txids.count)
    front.write(coinbase.bytes)
    // A losing block of the same height was seen a little earlier.
    let fork = signed.hashes[height - 1]
    if let losing = try stale.makeBlock(at: height, after: fork, desk) { try files.append(losing) }
    try files.append(front.bytes, body.bytes)
    signed.hashes.append(header.computeHash())
    signed.hasCommitment.append(hasWitness)
    signed.transactionBytes += coinbase.bytes.count + body.bytes.count
    do throws(FileError) {
      try rows.write(block: height, signed, to: &truth)
    } catch {
      throw ScenarioError(error)
    }
    empty()
  }

  /// Closes the block files.
  ///
  /// - Throws: `file` where the system refuses.
  consuming func finish() throws(ScenarioError) -> WrittenChain {
    signed.lostTxids = stale.lostTxids
    signed.staleHashes = stale.hashes
    try files.finish()
    return WrittenChain(signed: signed, truth: truth)
  }

  private mutating func empty() {
    body.removeAll()
    txids.removeAll(keepingCapacity: true)
    wtxids.removeAll(keepingCapacity: true)
    hasWitness = false
    weight = 0
    sigopCost = 0
  }

  /// Refuses a block that no node would take because it is too large.
  private func checkLimits(_ height: Int) throws(ScenarioError) {
    // Header and count of transactions weigh four times their bytes: 80 and at most 5.
    let weight = weight + 4 * 85
    let excess: String
    if weight > BlockRules.maxWeight {
      excess = "weight \(weight), more than \(BlockRules.maxWeight)"
    } else if sigopCost > BlockRules.maxSigopCost {
      excess = "sigop cost \(sigopCost), more than \(BlockRules.maxSigopCost)"
    } else {
      return
    }
    throw .unplayable(
      actor: "blocks", time: schedule.times[height],
      reason: "block \(height) would have \(excess)")
  }
}

/// A chain that is written, and the truth, which is not yet: thefts, holders and claims come after it.
struct WrittenChain: ~Copyable {
  /// What is kept of the transactions.
  let signed: SignedPlan
  /// The truth up to here.
  var truth: TruthWriter

  /// Ends the truth as it is.
  ///
  /// - Throws: what the system refuses.
  consuming func finish() throws(FileError) {
    try truth.finish()
  }
}
