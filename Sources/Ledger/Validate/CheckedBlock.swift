import Bitcoin

/// A block that was decoded and held against all rules that need no coins.
struct CheckedBlock: Sendable {
  var height: Int
  var hash: BlockHash
  var transactions: [Transaction] = []
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
      let (block, wtxids) = try decode(bytes, txids: &checked.txids)
      checked.transactions = block.transactions
      if isJudged {
        checked.violation = check(block, hash, height, txids: checked.txids, wtxids: wtxids)
      }
    } catch {
      checked.txids = []
      checked.violation = .undecodable(error)
    }
    return checked
  }

  private func check(
    _ block: Block, _ hash: BlockHash, _ height: Int, txids: [Txid], wtxids: [Wtxid]?
  ) -> BlockViolation? {
    if let violation = block.check(rules, txids: txids, hash: hash) { return violation }
    // Genesis has nothing below it, and no node asks it for more.
    guard height > 0 else { return nil }
    return block.checkInContext(
      rules, height: height, medianTimePast: headers.medianTimePast(at: height - 1),
      wtxids: wtxids)
  }

  /// Decodes a block and hashes its transactions where they lie; wtxids only where they differ.
  private func decode(
    _ bytes: Span<UInt8>, txids: inout [Txid]
  ) throws(DecodingError) -> (Block, [Wtxid]?) {
    var reader = ByteReader(bytes)
    let header = try BlockHeader(from: &reader)
    let count = try reader.readCompactSize()
    // A transaction takes 10 bytes at least.
    let room = min(count, reader.remaining / 10)
    var transactions: [Transaction] = []
    transactions.reserveCapacity(room)
    txids.reserveCapacity(room)
    var wtxids: [Wtxid]?
    for index in 0..<count {
      let start = reader.position
      let transaction = try Transaction(from: &reader)
      let whole = hasher.hash(bytes.extracting(start..<reader.position))
      if transaction.hasWitness {
        if wtxids == nil { wtxids = txids[..<index].map { Wtxid($0.hash) } }
        wtxids?.append(Wtxid(whole))
        txids.append(Txid(hasher.hash(transaction.encoded(includingWitness: false).span)))
      } else {
        wtxids?.append(Wtxid(whole))
        txids.append(Txid(whole))
      }
      transactions.append(transaction)
    }
    try reader.finish()
    return (Block(header: header, transactions: transactions), wtxids)
  }
}
