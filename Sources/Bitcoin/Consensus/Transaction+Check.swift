extension Transaction {
  /// Checks what can be told from the transaction alone (Core: `CheckTransaction`,
  /// consensus/tx_check.cpp).
  ///
  /// - Parameter place: The transaction's place in its block, for the verdict.
  func check(at place: Int) -> BlockViolation? {
    func broken(_ rule: BlockRule, input: Int? = nil, _ detail: String) -> BlockViolation {
      BlockViolation(rule, transaction: place, input: input, detail: detail)
    }
    if inputs.isEmpty { return broken(.noInputs, "no inputs") }
    if outputs.isEmpty { return broken(.noOutputs, "no outputs") }
    let size = computeStrippedSize()
    if size * ConsensusLimits.witnessScaleFactor > ConsensusLimits.maxBlockWeight {
      return broken(.oversizedTransaction, "\(size) bytes without witness")
    }
    var sum = Satoshi.zero
    for (index, output) in outputs.enumerated() {
      if output.value < .zero {
        return broken(.negativeOutput, "output \(index) holds \(output.value)")
      }
      guard output.value <= .maxMoney else {
        return broken(.oversizedOutput, "output \(index) holds \(output.value)")
      }
      guard let next = sum.addingInMoneyRange(output.value) else {
        return broken(.oversizedOutputSum, "outputs up to \(index) hold over \(Satoshi.maxMoney)")
      }
      sum = next
    }
    if let input = repeatedInput() {
      return broken(.repeatedInput, input: input, "prevout \(inputs[input].prevout) spent twice")
    }
    if isCoinbase {
      let count = inputs[0].scriptSig.bytes.count
      if !ScriptSig.coinbaseSize.contains(count) {
        return broken(.wrongCoinbaseLength, input: 0, "coinbase script of \(count) bytes")
      }
    } else if let input = inputs.firstIndex(where: { $0.prevout.isNull }) {
      return broken(.nullPrevout, input: input, "prevout of nothing")
    }
    return nil
  }

  /// The first input that spends what an earlier one spends.
  private func repeatedInput() -> Int? {
    if inputs.count <= 8 {
      // Few inputs are compared sooner than hashed.
      return inputs.indices.first { later in
        inputs[..<later].contains { $0.prevout == inputs[later].prevout }
      }
    }
    var seen = Set<OutPoint>(minimumCapacity: inputs.count)
    return inputs.indices.first { !seen.insert(inputs[$0].prevout).inserted }
  }
}

// MARK: - Lock times

extension Transaction {
  /// Whether the transaction may stand in a block of `height` (Core: `IsFinalTx`,
  /// consensus/tx_verify.cpp).
  ///
  /// - Parameter cutoff: The median time of the blocks before (BIP-0113), or the block's own time
  ///   before that rule, in seconds since 1970.
  public func isFinal(height: Int, cutoff: UInt32) -> Bool {
    if lockTime == 0 { return true }
    let isHeight = lockTime < ConsensusLimits.lockTimeThreshold
    if Int64(lockTime) < (isHeight ? Int64(height) : Int64(cutoff)) { return true }
    return inputs.allSatisfy { $0.sequence == ConsensusLimits.finalSequence }
  }
}
