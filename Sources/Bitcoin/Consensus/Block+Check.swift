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
    precondition(txids.count == transactions.count, "each transaction has a txid")
    if let violation = header.checkWork(rules, hash: hash) { return violation }
    if let challenge = rules.signetChallenge, hash != rules.network.genesis,
      let violation = checkSignetSolution(challenge, txids: txids)
    {
      return violation
    }
    if let violation = checkMerkleRoot(txids) { return violation }
    if let violation = checkShape() { return violation }
    for index in transactions.indices {
      if let violation = transactions[index].check(at: index) { return violation }
    }
    var count = 0
    for index in transactions.indices {
      count += SignatureOperations.legacyCount(in: transactions[index])
      if count * ConsensusLimits.witnessScaleFactor > ConsensusLimits.maxSignatureOperationCost {
        return BlockViolation(
          .tooManySignatureOperations, transaction: index,
          detail: "\(count) signature operations in plain sight")
      }
    }
    return nil
  }

  private func checkMerkleRoot(_ txids: [Txid]) -> BlockViolation? {
    let tree = MerkleTree.root(of: txids.map(\.hash))
    if tree.root != header.merkleRoot {
      return BlockViolation(
        .wrongMerkleRoot, detail: "\(tree.root) computed, \(header.merkleRoot) in the header")
    }
    // CVE-2012-2459.
    if tree.isMutated {
      return BlockViolation(.repeatedTransactions, detail: "equal halves in the merkle tree")
    }
    return nil
  }

  private func checkShape() -> BlockViolation? {
    let limit = ConsensusLimits.maxBlockWeight / ConsensusLimits.witnessScaleFactor
    if transactions.isEmpty { return BlockViolation(.wrongLength, detail: "no transaction") }
    if transactions.count > limit {
      return BlockViolation(.wrongLength, detail: "\(transactions.count) transactions")
    }
    let size = computeStrippedSize()
    if size > limit {
      return BlockViolation(.wrongLength, detail: "\(size) bytes without witnesses")
    }
    if !transactions[0].isCoinbase {
      return BlockViolation(
        .missingCoinbase, transaction: 0, detail: "the first transaction is no coinbase")
    }
    if let index = transactions.dropFirst().firstIndex(where: \.isCoinbase) {
      return BlockViolation(
        .secondCoinbase, transaction: index, detail: "a coinbase after the first transaction")
    }
    return nil
  }
}

// MARK: - In context

extension Block {
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
    let cutoff = height >= rules.csvHeight ? medianTimePast : header.time
    for (index, transaction) in transactions.enumerated()
    where !transaction.isFinal(height: height, cutoff: cutoff) {
      return BlockViolation(
        .notFinal, transaction: index,
        detail: "lock time \(transaction.lockTime) at height \(height), time \(cutoff)")
    }
    if height >= rules.bip34Height, !startsWithHeight(height) {
      return BlockViolation(
        .wrongCoinbaseHeight, transaction: 0, input: 0,
        detail: "the coinbase's script does not begin with \(height)")
    }
    if let violation = checkWitnesses(isCommitted: height >= rules.segwitHeight, wtxids) {
      return violation
    }
    let weight = computeWeight()
    if weight > ConsensusLimits.maxBlockWeight {
      return BlockViolation(.overweight, detail: "weight \(weight)")
    }
    return nil
  }

  private func startsWithHeight(_ height: Int) -> Bool {
    var writer = ByteWriter(capacity: 6)
    writer.write(scriptNumber: height)
    return transactions.first?.inputs.first?.scriptSig.bytes.starts(with: writer.bytes) ?? false
  }

  /// Core: `CheckWitnessMalleation`, validation.cpp.
  private func checkWitnesses(isCommitted: Bool, _ wtxids: [Wtxid]?) -> BlockViolation? {
    let verdict: WitnessCommitmentVerdict
    if isCommitted {
      verdict = checkWitnessCommitment(wtxids: wtxids)
    } else {
      let index = transactions.firstIndex { $0.hasWitness }
      verdict = index.map { .unexpectedWitness(transaction: $0) } ?? .notNeeded
    }
    switch verdict {
    case .valid, .notNeeded:
      return nil
    case .unexpectedWitness(let transaction):
      return BlockViolation(
        .unexpectedWitness, transaction: transaction, detail: "a witness that nothing commits to")
    case .wrongReservedValue:
      return BlockViolation(
        .wrongWitnessReservedValue, transaction: 0, input: 0,
        detail: "the coinbase's witness is not one item of 32 bytes")
    case .mismatch(let expected, let found):
      return BlockViolation(
        .wrongWitnessCommitment, transaction: 0,
        detail:
          "commitment \(Hex.encode(expected.bytes)) computed, \(Hex.encode(found.bytes)) found")
    }
  }
}
