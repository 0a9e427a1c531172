extension Transaction {
  /// How many bytes the transaction takes without its witness; counted, not encoded.
  public func computeStrippedSize() -> Int {
    var size =
      8 + CompactSize.encodedSize(of: inputs.count) + CompactSize.encodedSize(of: outputs.count)
    // By index: a copy of an input or output would count references.
    for index in inputs.indices {
      let count = inputs[index].scriptSig.bytes.count
      size += 40 + CompactSize.encodedSize(of: count) + count
    }
    for index in outputs.indices {
      let count = outputs[index].scriptPubKey.bytes.count
      size += 8 + CompactSize.encodedSize(of: count) + count
    }
    return size
  }

  /// How many bytes the witness adds, marker and flag among them; none where there is no witness.
  public func computeWitnessSize() -> Int {
    guard hasWitness else { return 0 }
    var size = 2
    for input in inputs {
      size += CompactSize.encodedSize(of: input.witness.stack.count)
      for item in input.witness.stack {
        size += CompactSize.encodedSize(of: item.count) + item.count
      }
    }
    return size
  }

  /// How many bytes the transaction takes.
  public func computeSize() -> Int { computeStrippedSize() + computeWitnessSize() }

  /// The weight: four for each byte outside the witness, one for each within (BIP-0141;
  /// Core: `GetTransactionWeight`, consensus/validation.h).
  public func computeWeight() -> Int {
    ConsensusLimits.witnessScaleFactor * computeStrippedSize() + computeWitnessSize()
  }

  /// The virtual size in vB: a quarter of the weight, rounded up (BIP-0141).
  public func computeVirtualSize() -> Int {
    (computeWeight() + ConsensusLimits.witnessScaleFactor - 1) / ConsensusLimits.witnessScaleFactor
  }
}

extension Block {
  /// How many bytes the block takes without its witnesses.
  public func computeStrippedSize() -> Int {
    transactions.reduce(
      BlockHeader.encodedSize + CompactSize.encodedSize(of: transactions.count)
    ) { $0 + $1.computeStrippedSize() }
  }

  /// The weight: four for each byte outside the witnesses, one for each within (BIP-0141;
  /// Core: `GetBlockWeight`, consensus/validation.h).
  public func computeWeight() -> Int {
    transactions.reduce(ConsensusLimits.witnessScaleFactor * computeStrippedSize()) {
      $0 + $1.computeWitnessSize()
    }
  }
}
