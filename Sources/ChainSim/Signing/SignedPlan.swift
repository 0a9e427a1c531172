import Bitcoin
import Files

/// What is kept of a plan's transactions once they are signed and written: their names, not their
/// bytes.
struct SignedPlan: Sendable {
  /// Each transaction's txid.
  let txids: SharedColumn<Txid>
  /// The txids that the makers of transactions signed, where others changed them in flight.
  var originalTxids: [Int: Txid] = [:]
  /// The txids that others tried to put in the place of mined ones, and failed.
  var refusedTxids: [Int: Txid] = [:]
  /// The txids of lost transactions, by row.
  var lostTxids: [Int: Txid] = [:]
  /// The hashes of the blocks that lost, in the order in which they were found.
  var staleHashes: [BlockHash] = []
  /// The hash of each block by height, the genesis block's first.
  var hashes: [BlockHash] = []
  /// The blocks whose coinbase commits to witnesses, by height.
  var hasCommitment: [Bool] = [false]
  /// The bytes of all transactions, counted.
  var transactionBytes = 0

  /// Nothing is signed yet.
  init(_ plan: Plan) {
    txids = SharedColumn(count: plan.transactionCount)
    hashes.reserveCapacity(plan.tip + 1)
    hasCommitment.reserveCapacity(plan.tip + 1)
  }
}
