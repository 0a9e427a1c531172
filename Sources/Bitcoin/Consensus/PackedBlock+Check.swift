extension PackedBlock {
  /// `Block.check`, for a block whose header's hash is known.
  ///
  /// - Precondition: there are as many txids as transactions.
  public func check(
    _ rules: ConsensusRules, txids: [Txid], hash: BlockHash
  ) -> BlockViolation? {
    precondition(txids.count == transactions.count, "each transaction has a txid")
    if let violation = header.checkWork(rules, hash: hash) { return violation }
    if let challenge = rules.signetChallenge, hash != rules.network.genesis,
      let violation = makeBlock().checkSignetSolution(challenge, txids: txids)
    {
      return violation
    }
    if let violation = checkMerkleRoot(txids) { return violation }
    if let violation = checkShape() { return violation }
    for index in transactions.indices {
      if let violation = checkTransaction(at: index) { return violation }
    }
    var count = 0
    for index in transactions.indices {
      count += transactions[index].legacyOperations
      if count * ConsensusLimits.witnessScaleFactor > ConsensusLimits.maxSignatureOperationCost {
        return BlockViolation(
          .tooManySignatureOperations, transaction: index,
          detail: "\(count) signature operations in plain sight")
      }
    }
    return nil
  }

  private func checkMerkleRoot(_ txids: [Txid]) -> BlockViolation? {
    let tree =
      txids.count == 1 ? (txids[0].hash, false) : MerkleTree.root(of: txids.map(\.hash))
    if tree.0 != header.merkleRoot {
      return BlockViolation(
        .wrongMerkleRoot, detail: "\(tree.0) computed, \(header.merkleRoot) in the header")
    }
    // CVE-2012-2459.
    if tree.1 {
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

  /// How many bytes the block takes without its witnesses.
  func computeStrippedSize() -> Int {
    transactions.reduce(
      BlockHeader.encodedSize + CompactSize.encodedSize(of: transactions.count)
    ) { $0 + $1.strippedSize }
  }

  /// The weight: four for each byte outside the witnesses, one for each within (BIP-0141;
  /// Core: `GetBlockWeight`, consensus/validation.h).
  func computeWeight() -> Int {
    transactions.reduce(ConsensusLimits.witnessScaleFactor * computeStrippedSize()) {
      $0 + $1.witnessSize
    }
  }
}

// MARK: - A transaction alone

extension PackedBlock {
  /// Checks what can be told from a transaction alone (Core: `CheckTransaction`,
  /// consensus/tx_check.cpp).
  func checkTransaction(at place: Int) -> BlockViolation? {
    func broken(_ rule: BlockRule, input: Int? = nil, _ detail: String) -> BlockViolation {
      BlockViolation(rule, transaction: place, input: input, detail: detail)
    }
    let row = transactions[place]
    if row.inputs.isEmpty { return broken(.noInputs, "no inputs") }
    if row.outputs.isEmpty { return broken(.noOutputs, "no outputs") }
    if row.strippedSize * ConsensusLimits.witnessScaleFactor > ConsensusLimits.maxBlockWeight {
      return broken(.oversizedTransaction, "\(row.strippedSize) bytes without witness")
    }
    var sum = Satoshi.zero
    for output in row.outputs {
      let value = outputs[output].value
      let index = output - row.outputs.lowerBound
      if value < .zero { return broken(.negativeOutput, "output \(index) holds \(value)") }
      guard value <= .maxMoney else {
        return broken(.oversizedOutput, "output \(index) holds \(value)")
      }
      guard let next = sum.addingInMoneyRange(value) else {
        return broken(.oversizedOutputSum, "outputs up to \(index) hold over \(Satoshi.maxMoney)")
      }
      sum = next
    }
    if let input = repeatedInput(row.inputs) {
      return broken(
        .repeatedInput, input: input - row.inputs.lowerBound,
        "prevout \(inputs[input].prevout) spent twice")
    }
    if row.isCoinbase {
      let count = inputs[row.inputs.lowerBound].scriptSig.count
      if !ScriptSig.coinbaseSize.contains(count) {
        return broken(.wrongCoinbaseLength, input: 0, "coinbase script of \(count) bytes")
      }
    } else if let input = row.inputs.firstIndex(where: { inputs[$0].prevout.isNull }) {
      return broken(.nullPrevout, input: input - row.inputs.lowerBound, "prevout of nothing")
    }
    return nil
  }

  /// The row of the first input that spends what an earlier one of the transaction spends.
  private func repeatedInput(_ rows: Range<Int>) -> Int? {
    if rows.count <= 8 {
      // Few inputs are compared sooner than hashed.
      for later in rows {
        for earlier in rows.lowerBound..<later
        where inputs[earlier].prevout == inputs[later].prevout {
          return later
        }
      }
      return nil
    }
    var seen = Set<OutPoint>(minimumCapacity: rows.count)
    return rows.first { !seen.insert(inputs[$0].prevout).inserted }
  }
}

// MARK: - In context

extension PackedBlock {
  /// `Block.checkInContext`.
  public func checkInContext(
    _ rules: ConsensusRules, height: Int, medianTimePast: UInt32, wtxids: [Wtxid]? = nil
  ) -> BlockViolation? {
    let cutoff = height >= rules.csvHeight ? medianTimePast : header.time
    for place in transactions.indices where !isFinal(place, height: height, cutoff: cutoff) {
      return BlockViolation(
        .notFinal, transaction: place,
        detail:
          "lock time \(transactions[place].lockTime) at height \(height), time \(cutoff)")
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

  private func isFinal(_ place: Int, height: Int, cutoff: UInt32) -> Bool {
    let row = transactions[place]
    return Transaction.isReached(row.lockTime, height: height, cutoff: cutoff)
      || row.inputs.allSatisfy { inputs[$0].sequence == ConsensusLimits.finalSequence }
  }

  private func startsWithHeight(_ height: Int) -> Bool {
    guard let first = transactions.first, !first.inputs.isEmpty else { return false }
    var writer = ByteWriter(capacity: 6)
    writer.write(scriptNumber: height)
    return bytes[inputs[first.inputs.lowerBound].scriptSig].starts(with: writer.bytes)
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
