import Bitcoin

/// A block that was decoded and held against all rules that need no coins.
struct CheckedBlock: Sendable {
  var height: Int
  var hash: BlockHash
  /// What stands in the block; nil where its bytes are no block.
  var block: PackedBlock?
  /// By transaction.
  var txids: [Txid] = []
  /// The first rule that the block breaks by itself.
  var violation: BlockViolation?
}

/// Decodes and checks blocks; one for each piece of work, since its hasher is not for two threads.
struct BlockChecker: ~Copyable {
  let rules: ConsensusRules
  let headers: HeaderChain
  /// Blocks below are only decoded.
  let firstHeight: Int
  private let hasher = DoubleSHA256()

  init(_ headers: HeaderChain, firstHeight: Int) {
    rules = headers.rules
    self.headers = headers
    self.firstHeight = firstHeight
  }

  /// The block whose bytes these are, held against the rules where it is judged.
  func check(
    _ bytes: Span<UInt8>, height: Int, hash: BlockHash, isJudged: Bool
  ) -> CheckedBlock {
    var checked = CheckedBlock(height: height, hash: hash)
    do throws(DecodingError) {
      let block = try PackedBlock(decoding: [UInt8](bytes))
      let wtxids = self.hash(block, txids: &checked.txids)
      checked.block = block
      if isJudged {
        checked.violation = check(block, hash, height, txids: checked.txids, wtxids: wtxids)
      }
    } catch {
      checked.violation = .undecodable(error)
    }
    return checked
  }

  private func check(
    _ block: PackedBlock, _ hash: BlockHash, _ height: Int, txids: [Txid], wtxids: [Wtxid]?
  ) -> BlockViolation? {
    if let violation = block.check(rules, txids: txids, hash: hash) { return violation }
    // Genesis has nothing below it, and no node asks it for more.
    guard height > 0 else { return nil }
    return block.checkInContext(
      rules, height: height, medianTimePast: headers.medianTimePast(at: height - 1),
      wtxids: wtxids)
  }

  /// Hashes a block's transactions where they lie; wtxids only where they differ.
  private func hash(_ block: PackedBlock, txids: inout [Txid]) -> [Wtxid]? {
    txids.reserveCapacity(block.transactions.count)
    var hasWitness = false
    for place in block.transactions.indices {
      txids.append(block.computeTxid(of: place, using: hasher))
      if block.transactions[place].hasWitness { hasWitness = true }
    }
    guard hasWitness else { return nil }
    var wtxids: [Wtxid] = []
    wtxids.reserveCapacity(txids.count)
    for place in block.transactions.indices {
      wtxids.append(
        block.transactions[place].hasWitness
          ? block.computeWtxid(of: place, using: hasher) : Wtxid(txids[place].hash))
    }
    return wtxids
  }
}
