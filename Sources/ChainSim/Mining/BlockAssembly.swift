import Bitcoin
import Files
import SystemPackage

/// Puts a signed plan's blocks together and writes them as Bitcoin Core does.
struct BlockAssembly: Sendable {
  /// The plan.
  let plan: Plan
  /// Its transactions.
  let signed: SignedPlan
  /// When blocks are found.
  let schedule: BlockSchedule
  /// The network.
  let network: Network

  /// The version of all blocks (BIP-0065: at least 4; no version bits).
  static let blockVersion: UInt32 = 4
  /// The easiest target (Core: kernel/chainparams.cpp, CRegTestParams, no retargeting).
  static let bits: UInt32 = 0x207f_ffff
  /// How large a block file gets (Core: node/blockstorage.h, MAX_BLOCKFILE_SIZE).
  static let maxFileSize = 0x800_0000
  /// How heavy a block may be (WU; Core: consensus/consensus.h, MAX_BLOCK_WEIGHT).
  static let maxBlockWeight = 4_000_000
  /// How much a block's signature checks may count (Core: consensus/consensus.h,
  /// MAX_BLOCK_SIGOPS_COST).
  static let maxSigopCost = 80_000

  /// Writes `blk00000.dat` and so on into `folder`.
  ///
  /// - Returns: the hash of each block by height, the genesis block's first.
  /// - Throws: `unplayable` where a block would be too large, `file` where the system refuses.
  func write(into folder: FilePath) throws(ScenarioError) -> [BlockHash] {
    do throws(FileError) { try Folder.create(folder) } catch { throw ScenarioError(error) }
    var hashes: [BlockHash] = []
    hashes.reserveCapacity(plan.tip + 1)
    var files = BlockFileSeries(folder: folder, network: network)
    let genesis = Block.genesis(of: network)
    hashes.append(genesis.header.computeHash())
    try files.append(genesis.encoded())
    for height in 1...max(plan.tip, 1) where height <= plan.tip {
      let (bytes, hash) = try makeBlock(height, previous: hashes[height - 1])
      try files.append(bytes)
      hashes.append(hash)
    }
    try files.finish()
    return hashes
  }

  private func makeBlock(
    _ height: Int, previous: BlockHash
  ) throws(ScenarioError) -> (bytes: [UInt8], hash: BlockHash) {
    let order = plan.chainOrder(ofBlock: height)
    let root = MerkleTree.root(of: order.map { signed.txids[$0].hash }).root
    var header = BlockHeader(
      version: BlockAssembly.blockVersion, previousBlock: previous, merkleRoot: root,
      time: schedule.times[height], bits: BlockAssembly.bits, nonce: 0)
    // Half of all nonces meet this target.
    while !header.meetsTarget() { header.nonce += 1 }
    let size = order.reduce(85) { $0 + signed.encoded[$1].count }
    try checkLimits(height, order)
    var writer = ByteWriter(capacity: size)
    header.encode(into: &writer)
    writer.write(compactSize: order.count)
    for transaction in order { writer.write(signed.encoded[transaction]) }
    return (writer.bytes, header.computeHash())
  }

  /// Refuses a block that no node would take because it is too large.
  private func checkLimits(_ height: Int, _ order: [Int]) throws(ScenarioError) {
    // Header and count of transactions weigh four times their bytes: 80 and at most 5.
    let weight = order.reduce(4 * 85) { $0 + signed.weight(of: $1) }
    let sigops = order.reduce(0) { $0 + plan.sigopCost(of: $1) }
    let excess: String
    if weight > BlockAssembly.maxBlockWeight {
      excess = "weight \(weight), more than \(BlockAssembly.maxBlockWeight)"
    } else if sigops > BlockAssembly.maxSigopCost {
      excess = "sigop cost \(sigops), more than \(BlockAssembly.maxSigopCost)"
    } else {
      return
    }
    throw .unplayable(
      actor: "blocks", time: schedule.times[height],
      reason: "block \(height) would have \(excess)")
  }
}

extension Plan {
  /// The transactions of a block in the block's order: the coinbase, then the others.
  func chainOrder(ofBlock height: Int) -> [Int] {
    let range = transactions(ofBlock: height)
    guard let coinbase = range.last else { return [] }
    return [coinbase] + range.dropLast()
  }
}
