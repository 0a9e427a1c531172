extension Transaction {
  /// Whether the transaction may stand in a block of `height` (Core: `IsFinalTx`,
  /// consensus/tx_verify.cpp).
  ///
  /// - Parameter cutoff: The median time of the blocks before (BIP-0113), or the block's own time
  ///   before that rule, in seconds since 1970.
  public func isFinal(height: Int, cutoff: UInt32) -> Bool {
    Transaction.isReached(lockTime, height: height, cutoff: cutoff)
      || inputs.allSatisfy { $0.sequence == ConsensusLimits.finalSequence }
  }

  /// Whether a lock time lies below a block of `height`, or below `cutoff`.
  static func isReached(_ lockTime: UInt32, height: Int, cutoff: UInt32) -> Bool {
    if lockTime == 0 { return true }
    let isHeight = lockTime < ConsensusLimits.lockTimeThreshold
    return Int64(lockTime) < (isHeight ? Int64(height) : Int64(cutoff))
  }
}
