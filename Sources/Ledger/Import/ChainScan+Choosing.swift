import Bitcoin
import Files
import SystemPackage

extension ChainScan {
  /// How often a choice may lead to another one before everything is looked at that any choice can
  /// hang on: all bodies, all branches. One bad block is what happens; whoever makes many could have
  /// each reveal the next.
  static let patience = 3

  /// Looks at the bodies of all records that are not the only one of a block of the best chain, until
  /// none of them is damaged: a record whose length lies may hide others, and of several records of
  /// one block the first that is whole counts, its witnesses among it. The chain may then be none,
  /// where there is no genesis.
  ///
  /// - Throws: `file`.
  mutating func settle(threads: Int) throws(LedgerError) {
    while true {
      // Of a chain that begins at an anchor nobody knows the coins.
      let isCensusDue =
        refusals.count >= ChainScan.patience && !hasCensus && firstHeight == 0
      if isCensusDue { looks = max(looks, ChainScan.patience) }
      let open = openRecords()
      if !open.isEmpty {
        looks += 1
        let damaged = try findDamage(in: open, threads: threads)
        if damaged.isEmpty { continue }
        try mend(damaged, threads: threads)
      } else if isCensusDue {
        try takeCensus(threads: threads)
      } else if !(try excludeStripped(threads: threads)) {
        return
      }
      choose()
    }
  }

  /// Looks at the bodies of these records, too, and settles on what is then the best chain.
  ///
  /// - Throws: `file`.
  mutating func look(at records: [FoundBlock], threads: Int) throws(LedgerError) {
    let open = records.filter { !looked.contains($0.place) }
    let damaged = try findDamage(in: open, threads: threads)
    if damaged.isEmpty { return }
    try mend(damaged, threads: threads)
    choose()
    try settle(threads: threads)
  }

  /// Excludes a record of the chain, which is damaged.
  ///
  /// - Throws: `file`.
  mutating func exclude(_ block: FoundBlock, at height: Int, _ fault: BlockFault)
    throws(LedgerError)
  {
    looked.insert(block.place)
    looks += 1
    let damage = Fault(fault: fault, height: firstHeight + height, count: 8 + block.size)
    try mend([block.place: damage], threads: 1)
    choose()
  }

  /// Excludes the block of the chain at `height`, which breaks a rule.
  ///
  /// - Throws: `invalid` where it is the first block.
  mutating func exclude(_ height: Int, _ flaw: BlockFlaw) throws(LedgerError) {
    let block = chain[height]
    guard height > 0 else { throw error(of: block, .flaw(flaw), firstHeight) }
    refusals[block.hash] = Refusal(height: firstHeight + height, flaw: flaw)
    choose()
  }

  /// Finds all blocks of all branches that break a rule.
  private mutating func takeCensus(threads: Int) throws(LedgerError) {
    let census = try BranchCensus(
      BranchTree(usable, chain: chain), in: folder, network: network, threads: threads)
    bytesLookedAt += census.bytesRead
    refusals.merge(census.refusals) { first, _ in first }
    hasCensus = true
  }

  /// Chooses the best chain of what is not excluded.
  mutating func choose() {
    usable = found.filter { faults[$0.place] == nil && refusals[$0.hash] == nil }
    best = BestChain(usable, genesis: root.hash)
    chain = best.pick(from: usable)
  }

  /// - Throws: `noGenesis`; `malformed` or `invalid` where all records of the first block are damaged.
  func requireGenesis() throws(LedgerError) {
    guard chain.isEmpty else { return }
    for block in found where block.hash == root.hash {
      if let damage = faults[block.place] { throw error(of: block, damage.fault, firstHeight) }
    }
    throw .noGenesis(folder.path, network: network.name, genesis: root.hash)
  }

  // MARK: - Looking

  /// The records whose bodies are to be looked at: those off the chain, and all of a block that has
  /// several.
  private func openRecords() -> [FoundBlock] {
    // Genesis is in the first file, if only hidden in a damaged record. Without that file there is no
    // use in reading a pruned node's disk to the end; an anchor may stand in any.
    if chain.isEmpty, firstHeight == 0, !folder.hasFirstFile { return [] }
    let isSingle = best.stale.isEmpty && best.duplicates.isEmpty && best.unconnected.isEmpty
    if looks >= ChainScan.patience { return usable.filter { !looked.contains($0.place) } }
    if isSingle { return [] }
    let twins = Set(best.duplicates.map { usable[$0].hash })
    let inChain = Set(best.blocks)
    return usable.indices.filter { number in
      !inChain.contains(number) || twins.contains(usable[number].hash)
    }.map { usable[$0] }.filter { !looked.contains($0.place) }
  }

  /// Reads the bodies of records, each by itself, and says which of them are damaged.
  private mutating func findDamage(
    in records: [FoundBlock], threads: Int
  ) throws(LedgerError) -> [RecordPlace: Fault] {
    let folder = folder
    let faults = try Workers.map(count: records.count, threads: threads) {
      number throws(LedgerError) in
      try ChunkParser.findFault(in: records[number], folder)
    }
    var damaged: [RecordPlace: Fault] = [:]
    for (block, fault) in zip(records, faults) {
      looked.insert(block.place)
      bytesLookedAt += block.size
      guard let fault else { continue }
      damaged[block.place] = Fault(fault: fault, height: nil, count: 8 + block.size)
    }
    return damaged
  }
}

extension ChunkParser {
  /// What makes a record's bytes not the block that its header names; nil where they are it.
  ///
  /// - Throws: `file`.
  static func findFault(
    in block: FoundBlock, _ folder: BlockFolder
  ) throws(LedgerError) -> BlockFault? {
    do throws(ImportStop) {
      _ = try parse(ChunkPlan(heights: 0..<1, byteCount: block.size), of: [block], in: folder)
      return nil
    } catch {
      switch error {
      case .damaged(_, let fault): return fault
      case .failed(let error): throw error
      case .refused: return nil
      }
    }
  }
}
