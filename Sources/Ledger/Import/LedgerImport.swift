public import Bitcoin
import Files
public import SystemPackage

/// Makes a ledger from block files, or brings one up to date.
public enum LedgerImport {
  /// Reads the block files in `blocks` and makes the ledger of their best chain in the folder
  /// `ledger`.
  ///
  /// Where a ledger is there, the blocks that it shares with the best chain are not read again: the
  /// new ledger goes on from the last of them. It is made beside the old one and takes its place at
  /// once when it is complete; until then, whatever happens, the old one is the ledger. If nothing
  /// has changed, nothing is written.
  ///
  /// The result is the same bytes whatever the order of the blocks and files, the count of threads,
  /// and the ledger that was there before. A block that is damaged or breaks a rule ends its chain:
  /// the ledger is of the best chain without it. What was left out is in the report; `isStrict` makes
  /// it an error. `progress` is called on the caller's thread, where `isStopped` is asked before each piece
  /// of work whether to leave off (`stopped`).
  ///
  /// With an `anchor` the chain begins with that block, as in the files of a pruned node; what its
  /// transactions spend from below is known by no amount (docs/ledger-format.md).
  ///
  /// The process's own memory stays within `memory` bytes, a third of the machine's unless told
  /// otherwise: what is looked up at random is in memory up to there, and past it in files that are
  /// mapped. Outside that are the list of found blocks and, where many break a rule, the coins of all
  /// branches (docs/ledger-format.md). The result is the same bytes.
  ///
  /// A ledger whose chain has more work than what the files have is not replaced, since no node goes
  /// back to less work: files are missing. Nor is one that has blocks below the chain's first which the files
  /// have no more. `allowsLessWork` takes what is there all the same.
  ///
  /// - Precondition: the network's halving interval is positive.
  /// - Throws: a `LedgerError`; the ledger is then what it was before.
  public static func run(
    blocks: FilePath, network: Network, anchor: BlockAnchor? = nil, into ledger: FilePath,
    isStrict: Bool = false, allowsLessWork: Bool = false,
    threads: Int = LedgerImport.processorCount, memory: Int? = nil,
    progress: (ImportProgress) -> Void = { _ in }, isStopped: () -> Bool = { false }
  ) throws(LedgerError) -> ImportReport {
    let bound = memory ?? max(Memory.machineBytes / 3, leastMemory(threads: threads))
    return try run(
      blocks: blocks, network: network, anchor: anchor, into: ledger, isStrict: isStrict,
      allowsLessWork: allowsLessWork, threads: threads,
      bound: ImportMemory(bound, threads: threads), progress: progress,
      isStopped: isStopped)
  }

  /// As the other, with a bound in detail.
  static func run(
    blocks: FilePath, network: Network, anchor: BlockAnchor? = nil, into ledger: FilePath,
    isStrict: Bool = false, allowsLessWork: Bool = false,
    threads: Int, bound memory: ImportMemory,
    progress: (ImportProgress) -> Void = { _ in }, isStopped: () -> Bool = { false }
  ) throws(LedgerError) -> ImportReport {
    precondition(network.subsidyHalvingInterval > 0, "a halving interval is positive")
    let folder = try BlockFolder(blocks, network: network)
    try LedgerError.wrapping { () throws(FileError) in try Folder.settle(ledger) }
    var scan: ChainScan
    do throws(LedgerError) {
      scan = try ChainScan(
        folder, network: network, anchor: anchor, threads: threads, progress: progress)
      try scan.settle(threads: threads)
      try scan.requireGenesis()
      try scan.checkAnchor()
    } catch {
      guard case .noGenesis = error else { throw error }
      throw try FirstBlock.explain(error, anchor, folder, network, threads: threads)
    }
    while true {
      try scan.settle(threads: threads)
      try scan.requireGenesis()
      if isStrict, let error = scan.oddity { throw error }
      let standing = ChainLedger.mark(of: ledger)
      if !allowsLessWork, let lost = try scan.losses(of: ledger, threads: threads) {
        throw .lessWork(lost)
      }
      do throws(ImportStop) {
        if isStopped() { throw .failed(.stopped) }
        return try bringUpToDate(
          scan, ledger, standing, memory, threads: threads, isStopped: isStopped,
          progress: progress)
      } catch {
        // The rows of another chain begin elsewhere, so all is done anew from where they part.
        switch error {
        case .failed(let error): throw error
        case .damaged(let height, let fault):
          try scan.exclude(scan.chain[height], at: height, fault)
        case .refused(let height, let flaw):
          try scan.exclude(height - scan.firstHeight, flaw)
        }
      }
    }
  }

  /// How many processors there are.
  public static var processorCount: Int { Workers.processorCount }

  private static func bringUpToDate(
    _ scan: ChainScan, _ ledger: FilePath, _ standing: ChainLedger.StandingMark?,
    _ memory: ImportMemory, threads: Int, isStopped: () -> Bool,
    progress: (ImportProgress) -> Void
  ) throws(ImportStop) -> ImportReport {
    let base: LedgerBase?
    var dropped: DroppedLedger?
    do throws(DroppedLedger) {
      base = try LedgerBase(ledger, scan, threads: threads)
    } catch {
      base = nil
      dropped = error
    }
    // What was read of two ledgers, of which one took the other's place meanwhile, is of neither.
    try requireStanding(standing, at: ledger)
    if let base, base.keptBlocks == scan.chain.count, base.replacedBlocks == 0,
      scan.sources.isOf(ledger)
    {
      return scan.report(
        base.rows, tip: scan.chain[base.keptBlocks - 1].hash, kept: base.keptBlocks, replaced: 0,
        isUpToDate: true)
    }
    var report = try Folder.build(
      at: ledger, replacing: true, syncsAtOnce: threads > 1 ? 8 : 1, wrap: { .failed(.file($0)) }
    ) {
      temporary throws(ImportStop) in
      // Only now can nobody else make one here.
      try requireStanding(standing, at: ledger)
      do throws(ImportStop) {
        return try write(
          scan, with: ColumnMaker(folder: temporary, base: base, memory: memory),
          threads: threads, isStopped: isStopped, progress: progress)
      } catch {
        base?.takeBack()
        throw error
      }
    }
    report.droppedLedger = dropped
    return report
  }

  /// Refuses to go on where another run has put a ledger in the place of the one that was looked at.
  private static func requireStanding(
    _ mark: ChainLedger.StandingMark?, at ledger: FilePath
  ) throws(ImportStop) {
    guard ChainLedger.mark(of: ledger) == mark else { throw .failed(.file(.locked(path: ledger))) }
  }

  private static func write(
    _ scan: ChainScan, with maker: ColumnMaker, threads: Int, isStopped: () -> Bool,
    progress: (ImportProgress) -> Void
  ) throws(ImportStop) -> ImportReport {
    var resolver = try ImportStop.wrapping { () throws(LedgerError) in
      try Resolver.start(scan.network, firstHeight: scan.firstHeight, maker)
    }
    try read(
      scan, into: &resolver, maker, threads: threads, isStopped: isStopped, progress: progress)
    progress(ImportProgress(stage: .write, done: 0, total: 2))
    let tip = scan.chain[scan.chain.count - 1].hash
    do throws(LedgerError) {
      try resolver.writeColumns(threads: threads)
      progress(ImportProgress(stage: .write, done: 1, total: 2))
      try seal(scan, resolver.counts, tip, maker, threads: threads)
    } catch {
      throw .failed(error)
    }
    progress(ImportProgress(stage: .write, done: 2, total: 2))
    return scan.report(
      resolver.counts, tip: tip, kept: maker.base?.keptBlocks ?? 0,
      replaced: maker.base?.replacedBlocks ?? 0, isUpToDate: false)
  }

  /// Reads the blocks that the base has not.
  private static func read(
    _ scan: ChainScan, into resolver: inout Resolver, _ maker: ColumnMaker, threads: Int,
    isStopped: () -> Bool, progress: (ImportProgress) -> Void
  ) throws(ImportStop) {
    let chain = scan.chain
    let folder = scan.folder
    let plans = ChunkPlan.plan(
      chain, heights: (maker.base?.keptBlocks ?? 0)..<chain.count,
      size: maker.memory.piece)
    let total = plans.reduce(0) { $0 + $1.byteCount }
    resolver.totalBytes = total
    var done = 0
    var sink: ColumnSink
    do throws(FileError) { sink = try ColumnSink(maker) } catch { throw .failed(.file(error)) }
    if maker.base == nil {
      do throws(FileError) { try sink.skip(scan.firstHeight) } catch { throw .failed(.file(error)) }
    }
    progress(ImportProgress(stage: .read, done: 0, total: total))
    let files = LastBlockFile()
    let spare = SpareChunks()
    var rows = ResolvedRows()
    try Workers.pipeline(
      count: plans.count, threads: threads, window: 2 * threads,
      make: { number throws(ImportStop) in
        try ChunkParser.parse(
          plans[number], of: chain, in: folder, by: files, into: spare.take())
      },
      take: { number, chunk throws(ImportStop) in
        if isStopped() { throw .failed(.stopped) }
        let heights = plans[number].heights
        try resolver.add(chunk, height: scan.firstHeight + heights.lowerBound, into: &rows)
        guard resolver.txids.count < Int(UInt32.max) else {
          throw .failed(.tooLarge(rows: "transactions"))
        }
        do throws(FileError) { try sink.write(chain[heights], chunk, rows) } catch {
          throw .failed(.file(error))
        }
        spare.give(chunk)
        done += plans[number].byteCount
        progress(ImportProgress(stage: .read, done: done, total: total))
      })
    do throws(FileError) { try sink.finish() } catch { throw .failed(.file(error)) }
  }

  /// Writes what makes columns a ledger: where they are from, their checksums, and the manifest.
  private static func seal(
    _ scan: ChainScan, _ rows: RowCounts, _ tip: BlockHash, _ maker: ColumnMaker, threads: Int
  ) throws(LedgerError) {
    let folder = maker.folder
    let byteCounts = try LedgerError.wrapping { () throws(FileError) in
      try ColumnName.allCases.map { name throws(FileError) in
        try File.size(folder.appending(name.rawValue))
      }
    }
    let checksums = try ColumnChecksums(
      in: folder, byteCounts: byteCounts, base: maker.base?.checksums,
      kept: maker.base?.keptBytes ?? [], threads: threads)
    let entries = ColumnName.allCases.enumerated().map { column, name in
      Manifest.ColumnEntry(
        name: name, count: byteCounts[column] / name.elementSize,
        checksum: checksums.seal(of: column))
    }
    let manifest = Manifest(
      network: scan.network, firstHeight: scan.firstHeight, tip: tip, rows: rows, columns: entries)
    try LedgerError.wrapping { () throws(FileError) in
      try write(scan.sources.text, folder.appending(SourceList.fileName))
      var writer = try FileWriter(folder.appending(ColumnChecksums.fileName))
      try writer.write(checksums.encoded)
      try writer.finish(syncing: false)
      try write(manifest.encoded(), folder.appending(Manifest.fileName))
    }
  }

  private static func write(_ text: String, _ path: FilePath) throws(FileError) {
    var writer = try FileWriter(path)
    try writer.write(text)
    try writer.finish(syncing: false)
  }
}
