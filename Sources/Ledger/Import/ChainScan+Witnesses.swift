import Bitcoin
import Files
import SystemPackage

extension ChainScan {
  /// Excludes records of a block that differ from another one of it in nothing but their witnesses,
  /// which the coinbase does not commit to while it does to those of the other (BIP-0141). The header
  /// tells them not apart, so a block without its witnesses would pass for the whole.
  ///
  /// - Returns: whether some were excluded.
  /// - Throws: `file`.
  mutating func excludeStripped(threads: Int) throws(LedgerError) -> Bool {
    let hashes = Set(best.duplicates.map { usable[$0].hash })
    if hashes.isEmpty { return false }
    let twins = usable.filter { hashes.contains($0.hash) }
    try findWitnesses(of: twins, threads: threads)
    let sound = Set(twins.filter { hasWitnesses[$0.place] == true }.map(\.hash))
    let stripped = twins.filter { hasWitnesses[$0.place] == false && sound.contains($0.hash) }
    for block in stripped {
      faults[block.place] = Fault(
        fault: .flaw(.otherWitnesses), height: nil, count: 8 + block.size)
    }
    return !stripped.isEmpty
  }

  /// Finds out of records whose bodies are whole whether the coinbase commits to their witnesses.
  private mutating func findWitnesses(
    of records: [FoundBlock], threads: Int
  ) throws(LedgerError) {
    let open = records.filter { hasWitnesses[$0.place] == nil }
    // Before segwit a block commits to no witnesses and has none.
    let first = ConsensusRules(network).segwitHeight
    var early: Set<BlockHash> = []
    for (block, height) in zip(usable, best.heights)
    where height >= 0 && firstHeight + height < first {
      early.insert(block.hash)
    }
    let (folder, unsegregated) = (folder, early)
    let found = try Workers.map(count: open.count, threads: threads) {
      number throws(LedgerError) in
      let block = open[number]
      let plan = ChunkPlan(heights: 0..<1, byteCount: block.size)
      let bytes = try plan.read(of: [block], in: folder).bytes
      return PackedBlock.hasWitnesses(bytes, isEarly: unsegregated.contains(block.hash))
    }
    for (block, isSound) in zip(open, found) {
      hasWitnesses[block.place] = isSound
      bytesLookedAt += block.size
    }
  }
}

extension PackedBlock {
  /// Whether a block's witnesses are what its coinbase commits to; an early one has none.
  fileprivate static func hasWitnesses(_ bytes: [UInt8], isEarly: Bool) -> Bool {
    guard let block = try? PackedBlock(decoding: bytes) else { return false }
    if isEarly { return !block.transactions.contains(where: \.hasWitness) }
    switch block.checkWitnessCommitment() {
    case .valid, .notNeeded: return true
    case .unexpectedWitness, .wrongReservedValue, .mismatch: return false
    }
  }
}
