import Bitcoin
import Files
import SystemPackage

extension ChainScan {
  /// Looks at the bodies of all records that are not the only one of a block of the best chain, until
  /// none of them is damaged: a record whose length lies may hide others, and of several records of
  /// one block the first that is whole counts.
  ///
  /// - Throws: `noGenesis`, `file`.
  mutating func settle(threads: Int) throws(LedgerError) {
    while true {
      let open = openRecords()
      if open.isEmpty { return }
      let folder = folder
      let found = try Workers.map(count: open.count, threads: threads) {
        number throws(LedgerError) -> BlockFault? in
        let block = open[number]
        do throws(ImportStop) {
          let plan = ChunkPlan(heights: 0..<1, byteCount: block.size)
          _ = try ChunkParser.parse(plan, of: [block], in: folder)
          return nil
        } catch {
          switch error {
          case .damaged(_, let fault): return fault
          case .failed(let error): throw error
          case .refused: return nil
          }
        }
      }
      var hidden: [FoundBlock] = []
      for (block, fault) in zip(open, found) {
        looked.insert(block.place)
        if let fault { hidden += try mend(block, fault, height: nil) }
      }
      try choose(adding: hidden)
    }
  }

  /// The records whose bodies are to be looked at: those off the chain, and all of a block that has
  /// several.
  private func openRecords() -> [FoundBlock] {
    let isSingle = best.stale.isEmpty && best.duplicates.isEmpty && best.unconnected.isEmpty
    if isSingle { return [] }
    let twins = Set(best.duplicates.map { usable[$0].hash })
    let inChain = Set(best.blocks)
    return usable.indices.filter { number in
      !inChain.contains(number) || twins.contains(usable[number].hash)
    }.map { usable[$0] }.filter { !looked.contains($0.place) }
  }

  /// Excludes the record of the chain's block at `height`, which is damaged.
  ///
  /// - Throws: `malformed` or `invalid` where it is the first block; `file`.
  mutating func exclude(_ height: Int, _ fault: BlockFault) throws(LedgerError) {
    let block = chain[height]
    try choose(adding: mend(block, fault, height: firstHeight + height))
  }

  /// Excludes the block of the chain at `height`, which breaks a rule.
  ///
  /// - Throws: `invalid` where it is the first block.
  mutating func exclude(_ height: Int, _ flaw: BlockFlaw) throws(LedgerError) {
    let block = chain[height]
    guard height > 0 else { throw error(of: block, .flaw(flaw), firstHeight) }
    refusals[block.hash] = (firstHeight + height, flaw)
    try choose(adding: [])
  }

  /// Chooses the best chain of what is not excluded, and of records that were hidden.
  mutating func choose(adding hidden: [FoundBlock]) throws(LedgerError) {
    if !hidden.isEmpty {
      var known = Set(found.map(\.place))
      found += hidden.filter { known.insert($0.place).inserted }
      found.sort { $0.place < $1.place }
    }
    usable = found.filter { faults[$0.place] == nil && refusals[$0.hash] == nil }
    guard let best = BestChain(usable, genesis: root.hash) else {
      for block in found where block.hash == root.hash {
        if let excluded = faults[block.place] {
          throw error(of: block, excluded.fault, firstHeight)
        }
      }
      throw .noGenesis(folder.path, network: network.name, genesis: root.hash)
    }
    self.best = best
    chain = best.pick(from: usable)
  }
}
