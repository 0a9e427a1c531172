import Bitcoin

/// Puts the blocks of losing branches together while the best chain is written beside them.
///
/// A losing block stands before the best chain's block of its height, so what it shares with that
/// chain is signed by then; it is kept from the fork on until the branch ends.
struct StalePress: Sendable {
  private let plan: Plan
  private var next = 0
  private var kept: [Int: SignedTransaction] = [:]
  private var previous: BlockHash?
  /// The txids of lost transactions that stand in losing blocks, by row.
  private(set) var lostTxids: [Int: Txid] = [:]
  /// The hashes of the losing blocks, in the order in which they were found.
  private(set) var hashes: [BlockHash] = []

  /// No branch has begun.
  init(_ plan: Plan) {
    self.plan = plan
  }

  private var branch: StaleBranch? {
    next < plan.staleBranches.count ? plan.staleBranches[next] : nil
  }

  /// Keeps a transaction of the best chain as long as a losing block may want it.
  mutating func keep(_ transaction: SignedTransaction, _ number: Int) {
    guard let branch, Int(plan.transactionHeight[number]) > branch.fork else { return }
    kept[number] = transaction
  }

  /// The losing block of a height, when all but the coinbase of the best chain's block is signed; nil
  /// where there is none.
  ///
  /// - Parameter forkHash: the hash of the last block that both branches have, if this is the first.
  /// - Throws: `unplayable` where the block would be too large, or wants what is not signed yet.
  mutating func makeBlock(
    at height: Int, after forkHash: BlockHash, _ desk: SigningDesk
  ) throws(ScenarioError) -> [UInt8]? {
    guard let branch, let block = branch.block(at: height) else { return nil }
    let transactions = block.entries.compactMap { entry -> SignedTransaction? in
      switch entry {
      case .shared(let number): return kept[number]
      case .lost(let row): return desk.makeLost(row)
      }
    }
    guard transactions.count == block.entries.count else {
      throw .unplayable(
        actor: "blocks", time: block.time,
        reason: "the losing block \(height) wants a transaction that is not signed yet")
    }
    for case (.lost(let row), let transaction) in zip(block.entries, transactions) {
      lostTxids[row] = transaction.txid
    }
    let hasWitness = transactions.contains { $0.strippedSize != $0.bytes.count }
    let coinbase = desk.makeCoinbase(
      of: block, height: height,
      committingTo: hasWitness ? transactions.map(\.wtxid.hash) : nil)
    let all = [coinbase] + transactions
    let weight = all.reduce(4 * 85) { $0 + $1.weight }
    guard weight <= BlockRules.maxWeight else {
      throw .unplayable(
        actor: "blocks", time: block.time,
        reason: "the losing block \(height) would have weight \(weight), more than "
          + "\(BlockRules.maxWeight)")
    }
    var header = BlockHeader(
      version: BlockRules.version, previousBlock: previous ?? forkHash,
      merkleRoot: MerkleTree.root(of: all.map(\.txid.hash)).root, time: block.time,
      bits: BlockRules.bits, nonce: 0)
    while !header.meetsTarget() { header.nonce += 1 }
    var writer = ByteWriter(capacity: all.reduce(90) { $0 + $1.bytes.count })
    header.encode(into: &writer)
    writer.write(compactSize: all.count)
    for transaction in all { writer.write(transaction.bytes) }
    previous = header.computeHash()
    hashes.append(header.computeHash())
    if height == branch.fork + branch.blocks.count {
      next += 1
      previous = nil
      kept = [:]
    }
    return writer.bytes
  }
}
