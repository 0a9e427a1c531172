extension Block {
  /// Checks what can be told from the block alone: the work, the signet solution, the merkle root,
  /// the size, where coinbases stand, each transaction by itself, and the signature operations in
  /// plain sight (Core: `CheckBlock`, validation.cpp).
  ///
  /// - Parameter txids: The txids of the block's transactions, in order.
  /// - Precondition: there are as many txids as transactions.
  public func check(_ rules: ConsensusRules, txids: [Txid]) -> BlockViolation? {
    check(rules, txids: txids, hash: header.computeHash())
  }

  /// The same for a block whose header's hash is known.
  public func check(
    _ rules: ConsensusRules, txids: [Txid], hash: BlockHash
  ) -> BlockViolation? {
    PackedBlock(self).check(rules, txids: txids, hash: hash)
  }

  /// Checks what the headers below decide: lock times, the coinbase's height, the witness
  /// commitment, and then the weight (Core: `ContextualCheckBlock`, validation.cpp).
  ///
  /// The block has passed `check`.
  ///
  /// - Parameters:
  ///   - height: The block's height.
  ///   - medianTimePast: The median time up to the block's parent.
  ///   - wtxids: The wtxids in order, where they are known; the coinbase's is not looked at.
  public func checkInContext(
    _ rules: ConsensusRules, height: Int, medianTimePast: UInt32, wtxids: [Wtxid]? = nil
  ) -> BlockViolation? {
    PackedBlock(self).checkInContext(
      rules, height: height, medianTimePast: medianTimePast, wtxids: wtxids)
  }
}
