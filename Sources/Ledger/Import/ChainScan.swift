import Bitcoin
import Files
import SystemPackage

/// What the block files of a folder have: the best chain, and all that is not of it.
struct ChainScan: Sendable {
  /// The blocks of the best chain by height.
  let chain: [FoundBlock]
  let sources: SourceList
  /// Blocks whose header misses its own target, in the order of the files and their bytes.
  let workless: [FoundBlock]
  /// Records with the header of an earlier one, in the same order.
  let repeats: [FoundBlock]
  private let stale: [ImportReport.StaleBlock]
  private let skipped: [SkippedBytes]

  /// Scans all files of `folder`.
  ///
  /// - Throws: `truncated`, `noBlocks`, `noGenesis`, `file`.
  init(
    _ folder: BlockFolder, network: Network, threads: Int, progress: (ImportProgress) -> Void
  ) throws(LedgerError) {
    let count = folder.files.count
    progress(ImportProgress(stage: .scan, done: 0, total: count))
    var found: [FoundBlock] = []
    var workless: [FoundBlock] = []
    var sizes: [Int] = []
    var skipped: [SkippedBytes] = []
    try Workers.pipeline(
      count: count, threads: threads, window: 2 * threads,
      make: { number throws(LedgerError) in
        try BlockFileScan(folder, file: number, network: network)
      },
      take: { number, scan throws(LedgerError) in
        found.append(contentsOf: scan.blocks)
        workless.append(contentsOf: scan.workless)
        skipped.append(contentsOf: scan.skipped)
        sizes.append(scan.size)
        progress(ImportProgress(stage: .scan, done: number + 1, total: count))
      })
    guard !found.isEmpty else {
      throw .noBlocks(
        folder.path, network: network.name, found: try folder.detectNetwork()?.name)
    }
    guard let best = BestChain(found, genesis: network.genesis) else {
      throw .noGenesis(folder.path, network: network.name, genesis: network.genesis)
    }
    func note(_ number: Int, _ reason: SkippedBytes.Reason) {
      let block = found[number]
      skipped.append(
        SkippedBytes(
          file: folder.files[block.file], position: block.position, count: 8 + block.size,
          reason: reason))
    }
    for number in best.duplicates { note(number, .duplicate(found[number].hash)) }
    for number in best.unconnected { note(number, .unconnected(found[number].hash)) }
    let order = Dictionary(uniqueKeysWithValues: zip(folder.files, 0..<count))
    skipped.sort {
      let left = order[$0.file] ?? count
      let right = order[$1.file] ?? count
      return left == right ? $0.position < $1.position : left < right
    }
    self.chain = best.blocks.map { found[$0] }
    self.sources = SourceList(
      folder, sizes: sizes, found: found, stale: best.stale, skipped: skipped)
    self.workless = workless
    self.repeats = best.duplicates.map { found[$0] }
    self.stale = best.stale
    self.skipped = skipped
  }

  /// The report of an import that made `rows`.
  func report(_ rows: RowCounts, tip: BlockHash, isUpToDate: Bool) -> ImportReport {
    ImportReport(
      isUpToDate: isUpToDate, tip: tip, blockCount: rows.blocks,
      transactionCount: rows.transactions, inputCount: rows.inputs, outputCount: rows.outputs,
      scriptCount: rows.scripts, staleBlocks: stale, skipped: skipped)
  }
}
