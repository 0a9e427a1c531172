public import Bitcoin
import Files
public import SystemPackage

/// Makes a ledger from block files.
public enum LedgerImport {
  /// Reads the block files in `blocks` and makes the ledger of their best chain in the folder
  /// `ledger`, which is replaced at once when it is complete. If the ledger that is there was made
  /// from these blocks, nothing is written.
  ///
  /// The result is the same whatever the order of the blocks and files and the count of threads.
  /// `progress` is called on the caller's thread.
  ///
  /// - Precondition: the network's halving interval is positive.
  /// - Throws: a `LedgerError`; the ledger is then what it was before.
  public static func run(
    blocks: FilePath, network: Network, into ledger: FilePath,
    threads: Int = LedgerImport.processorCount, progress: (ImportProgress) -> Void = { _ in }
  ) throws(LedgerError) -> ImportReport {
    precondition(network.subsidyHalvingInterval > 0, "a halving interval is positive")
    let folder = try BlockFolder(blocks)
    let scan = try ChainScan(folder, network: network, threads: threads, progress: progress)
    if scan.sources.isOf(ledger), let report = upToDateReport(ledger, network, scan) {
      return report
    }
    return try Folder.build(at: ledger, replacing: true, wrap: { LedgerError.file($0) }) {
      temporary throws(LedgerError) in
      try write(scan, folder, network, into: temporary, threads: threads, progress: progress)
    }
  }

  /// How many processors there are.
  public static var processorCount: Int { Workers.processorCount }

  private static func upToDateReport(
    _ ledger: FilePath, _ network: Network, _ scan: ChainScan
  ) -> ImportReport? {
    // A ledger that is damaged or of another interval is made anew.
    guard let chain = try? ChainLedger(opening: ledger), chain.network == network else {
      return nil
    }
    return scan.report(chain.manifest.rows, tip: chain.tip, isUpToDate: true)
  }

  private static func write(
    _ scan: ChainScan, _ folder: BlockFolder, _ network: Network, into temporary: FilePath,
    threads: Int, progress: (ImportProgress) -> Void
  ) throws(LedgerError) -> ImportReport {
    let chain = scan.chain
    let plans = ChunkPlan.plan(chain)
    let total = plans.reduce(0) { $0 + $1.byteCount }
    var done = 0
    var resolver = Resolver(network)
    var sink = try LedgerError.wrapping { () throws(FileError) in try ColumnSink(temporary) }
    progress(ImportProgress(stage: .read, done: 0, total: total))
    try Workers.pipeline(
      count: plans.count, threads: threads, window: 2 * threads,
      make: { number throws(LedgerError) in
        try ChunkParser.parse(plans[number], of: chain, in: folder)
      },
      take: { number, chunk throws(LedgerError) in
        let heights = plans[number].heights
        let rows: ResolvedRows
        do throws(ResolveFailure) {
          rows = try resolver.add(chunk, height: heights.lowerBound)
        } catch {
          throw refusal(error, chain, folder)
        }
        guard resolver.txids.count < Int(UInt32.max) else { throw .tooLarge(rows: "transactions") }
        do throws(FileError) { try sink.write(chain[heights], chunk, rows) } catch {
          throw .file(error)
        }
        done += plans[number].byteCount
        progress(ImportProgress(stage: .read, done: done, total: total))
      })
    do throws(FileError) { try sink.finish() } catch { throw .file(error) }
    progress(ImportProgress(stage: .write, done: 0, total: 2))
    try resolver.writeColumns(into: temporary)
    progress(ImportProgress(stage: .write, done: 1, total: 2))
    let tip = chain[chain.count - 1].hash
    let manifest = Manifest(
      network: network, tip: tip, rows: resolver.counts,
      columns: try ColumnChecksums.compute(in: temporary, threads: threads))
    try LedgerError.wrapping { () throws(FileError) in
      var sources = try FileWriter(temporary.appending(SourceList.fileName))
      try sources.write(scan.sources.text)
      try sources.finish(syncing: false)
      var writer = try FileWriter(temporary.appending(Manifest.fileName))
      try writer.write(manifest.encoded())
      try writer.finish(syncing: false)
    }
    progress(ImportProgress(stage: .write, done: 2, total: 2))
    return scan.report(resolver.counts, tip: tip, isUpToDate: false)
  }

  private static func refusal(
    _ failure: ResolveFailure, _ chain: [FoundBlock], _ folder: BlockFolder
  ) -> LedgerError {
    let block = chain[failure.height]
    return .invalid(
      file: folder.path.appending(folder.files[block.file]), position: block.position,
      block: block.hash, height: failure.height, flaw: failure.flaw)
  }
}
