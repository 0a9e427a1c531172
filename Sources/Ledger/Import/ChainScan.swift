import Bitcoin
import Files
import SystemPackage

/// What the block files of a folder have: the best chain, and all that is not of it.
///
/// At first all records are taken for the blocks that their headers name. What turns out not to be is
/// excluded, and the best chain is then the best of what is left.
struct ChainScan: Sendable {
  let folder: BlockFolder
  let network: Network
  /// The first block of the chain: the network's, or an anchor that is taken as given.
  let root: BlockAnchor
  /// Blocks whose header misses its own target, in the order of the files and their bytes.
  let workless: [FoundBlock]
  let sizes: [Int]
  /// What was said of each file's bytes.
  var remarks: [SkippedBytes]
  /// All records, in the order of the files and their bytes.
  var found: [FoundBlock]
  /// What is wrong with the records that are excluded.
  var faults: [RecordPlace: Fault] = [:]
  /// The blocks that break a rule, whatever record they are from.
  var refusals: [BlockHash: Refusal] = [:]
  /// Records whose bodies have been looked at.
  var looked: Set<RecordPlace> = []
  /// Whether the coinbase commits to the witnesses, of records of blocks that have several.
  var hasWitnesses: [RecordPlace: Bool] = [:]
  /// How often bodies were looked at to choose.
  var looks = 0
  /// Whether all branches were looked at.
  var hasCensus = false
  /// How many bytes of the files were looked at, those of the import itself left out.
  var bytesLookedAt = 0
  /// The records that are not excluded.
  var usable: [FoundBlock] = []
  var best: BestChain
  /// The blocks of the best chain by height; none where the first block is missing.
  var chain: [FoundBlock]

  /// Scans all files of `folder`.
  ///
  /// - Throws: `noBlocks`, `file`.
  init(
    _ folder: BlockFolder, network: Network, anchor: BlockAnchor? = nil, threads: Int,
    progress: (ImportProgress) -> Void
  ) throws(LedgerError) {
    let root = anchor ?? BlockAnchor(height: 0, hash: network.genesis)
    let count = folder.files.count
    progress(ImportProgress(stage: .scan, done: 0, total: count))
    var found: [FoundBlock] = []
    var workless: [FoundBlock] = []
    var sizes: [Int] = []
    var remarks: [SkippedBytes] = []
    try Workers.pipeline(
      count: count, threads: threads, window: 2 * threads,
      make: { number throws(LedgerError) in
        try BlockFileScan(folder, file: number, network: network)
      },
      take: { number, scan throws(LedgerError) in
        if found.isEmpty { found = scan.blocks } else { found.append(contentsOf: scan.blocks) }
        workless.append(contentsOf: scan.workless)
        remarks.append(contentsOf: scan.skipped)
        sizes.append(scan.size)
        progress(ImportProgress(stage: .scan, done: number + 1, total: count))
      })
    guard !found.isEmpty else {
      throw .noBlocks(
        folder.path, network: network.name, found: try folder.detectNetwork()?.name)
    }
    let best = BestChain(found, genesis: root.hash)
    self.folder = folder
    self.network = network
    self.root = root
    self.workless = workless
    self.sizes = sizes
    self.remarks = remarks
    self.found = found
    self.best = best
    usable = found
    chain = best.pick(from: found)
  }

  /// The height of the chain's first block.
  var firstHeight: Int { root.height }
  /// The blocks off the chain, with their heights.
  var stale: [ImportReport.StaleBlock] {
    best.stale.map { .init(height: $0.height + firstHeight, hash: $0.hash) }
  }
}
