import Bitcoin
import Files

/// A plan's transactions with their signatures.
struct SignedPlan: Sendable {
  /// Each transaction's txid.
  let txids: [Txid]
  /// Each transaction's bytes, witness included.
  let encoded: [[UInt8]]
  /// Each transaction's bytes without its witness, counted.
  let strippedSizes: [Int]
  /// The txids that the makers of transactions signed, where others changed them in flight.
  let originalTxids: [Int: Txid]
  /// The txids that others tried to put in the place of mined ones, and failed.
  let refusedTxids: [Int: Txid]
  /// The blocks whose coinbase commits to witnesses, by height.
  let hasCommitment: [Bool]

  /// Signs a plan, each transaction as soon as what it spends is signed, since a legacy txid depends
  /// on the signatures in it; a coinbase that commits to witnesses comes after its block's others.
  static func sign(
    _ plan: Plan, keys: KeyRing, coinbases: CoinbaseScripts, threads: Int,
    progress: @escaping @Sendable (Int) -> Void = { _ in }
  ) -> SignedPlan {
    let count = plan.transactionCount
    let hasCommitment = plan.makeCommitmentFlags()
    var unresolved = [Int32](repeating: 0, count: count)
    for transaction in 0..<count {
      unresolved[transaction] = Int32(plan.inputs(of: transaction).count)
    }
    for height in hasCommitment.indices where hasCommitment[height] {
      let block = plan.transactions(ofBlock: height)
      unresolved[block.upperBound - 1] = Int32(block.count - 1)
    }
    let board = SigningBoard(count: count)
    let desk = SigningDesk(
      plan: plan, keys: keys, coinbases: coinbases, board: board, hasCommitment: hasCommitment)
    Workers.forEachReady(unresolved: unresolved, threads: threads) { transaction in
      desk.dependents(of: transaction)
    } _: { transaction in
      let done = board.put(desk.makeTransaction(transaction), at: transaction)
      if done.isMultiple(of: 1_024) || done == count { progress(done) }
    }
    let signed = board.takeAll()
    return SignedPlan(
      txids: signed.map(\.txid), encoded: signed.map(\.bytes),
      strippedSizes: signed.map(\.strippedSize),
      originalTxids: plan.malleations.keys.reduce(into: [:]) { $0[$1] = signed[$1].otherTxid },
      refusedTxids: plan.failedMalleations.keys.reduce(into: [:]) { $0[$1] = signed[$1].otherTxid },
      hasCommitment: hasCommitment)
  }

  /// A transaction's weight (Core: `GetTransactionWeight`, consensus/validation.h).
  func weight(of transaction: Int) -> Int {
    strippedSizes[transaction] * 3 + encoded[transaction].count
  }
}

extension Plan {
  /// Which blocks have a transaction with a witness, by height, so that their coinbase must commit
  /// to it (BIP-0141).
  func makeCommitmentFlags() -> [Bool] {
    var flags = [Bool](repeating: false, count: tip + 1)
    for transaction in 0..<transactionCount {
      let height = Int(transactionHeight[transaction])
      guard !flags[height] else { continue }
      flags[height] = inputs(of: transaction).contains { input in
        keyForm[outputKey[inputSpent[input].position].position].script.isWitness
      }
    }
    return flags
  }
}
