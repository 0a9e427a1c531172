import Bitcoin

extension ChainScan {
  /// The chain that the files claim to have, whatever of it is damaged.
  struct Claim: Sendable {
    /// Its blocks by height; none where there is no genesis.
    let chain: [FoundBlock]
    /// Records of the same blocks, of which none is known to be better.
    let repeats: [FoundBlock]

    /// Whether this is another claim than `other`, be it only by where a block is.
    func isOther(than other: Claim) -> Bool {
      !chain.elementsEqual(other.chain) { $0.place == $1.place && $0.size == $1.size }
    }
  }

  /// The chain with the most work if the damaged records of blocks counted that have no other. An
  /// import leaves these out, and with them what stands on them; a validation says that they are wrong.
  func claim() -> Claim {
    if faults.isEmpty, refusals.isEmpty {
      return Claim(chain: chain, repeats: best.duplicates.map { usable[$0] })
    }
    let whole = Set(usable.map(\.hash))
    let claimed = found.filter { faults[$0.place] == nil || !whole.contains($0.hash) }
    let best = BestChain(claimed, genesis: network.genesis)
    return Claim(
      chain: best.pick(from: claimed), repeats: best.duplicates.map { claimed[$0] })
  }

  /// The scan with what is wrong with the record of a claim's block at `height` mended, as an import
  /// does it; nil where there is nothing to mend, so that the claim stands.
  ///
  /// - Throws: `file`.
  func mending(
    _ claim: Claim, at height: Int, threads: Int
  ) throws(LedgerError) -> ChainScan? {
    guard claim.chain.indices.contains(height) else { return nil }
    let block = claim.chain[height]
    guard !looked.contains(block.place), let fault = try ChunkParser.findFault(in: block, folder)
    else { return nil }
    var mended = self
    try mended.exclude(block, at: height, fault)
    try mended.settle(threads: threads)
    return mended.claim().isOther(than: claim) ? mended : nil
  }
}
