public import Bitcoin
import Files
public import SystemPackage

/// Holds the best chain of a folder of block files against the rules of its network, every signature
/// among them; nothing but the block files is read.
///
/// Reading and checking blocks by themselves, connecting them in order against the coins, and running
/// scripts go on at the same time on the same threads (`Workers.relay`).
public enum ChainValidation {
  /// About how many bytes of blocks are one piece of work: many enough that handing pieces over costs
  /// nothing beside them, and few, since what is made of them takes the place of libsecp256k1's tables
  /// in the cache.
  private static let pieceSize = 1 << 15

  /// Judges the blocks at the heights from `from` to `to`, by default all.
  ///
  /// The blocks below `from` are only read for their coins; the headers are held against the rules
  /// from genesis up. The report is the same whatever the order of blocks and files and the count of
  /// threads; of several records with the same header the one whose body is the header's counts, and
  /// records that lie are mended, as an import does it. The chain is the one that an import takes,
  /// unless that had to leave out a block: then it is the one with that block, which is the offence.
  /// `progress` is called on any thread, one call at a time.
  ///
  /// - Precondition: `rules` are of `network`, whose halving interval is positive.
  /// - Throws: what keeps the blocks from being read: `truncated`, `noBlockFiles`, `noBlocks`,
  ///   `noGenesis`, `badKey`, `file`, `noHeights`, `tooLarge`. What the blocks do wrong is in the
  ///   report, also where their bytes are no block.
  public static func run(
    blocks: FilePath, network: Network, rules: ConsensusRules, from: Int? = nil, to: Int? = nil,
    threads: Int = LedgerImport.processorCount,
    progress: @Sendable (ValidationProgress) -> Void = { _ in }
  ) throws(LedgerError) -> ValidationReport {
    precondition(rules.network == network, "the rules are of the network")
    precondition(network.subsidyHalvingInterval > 0, "a halving interval is positive")
    let folder = try BlockFolder(blocks, network: network)
    var scan = try ChainScan(folder, network: network, threads: threads) { found in
      progress(ValidationProgress(stage: .scan, done: found.done, total: found.total))
    }
    try scan.settle(threads: threads)
    while true {
      if let error = scan.cutOff { throw error }
      let claim = scan.claim()
      if claim.chain.isEmpty { try scan.requireGenesis() }
      let report = try judge(
        scan, claim, rules, from: from, to: to, threads: threads, progress: progress)
      // A record that is not what it says may hide what it should be, or a better chain.
      guard let height = report.first?.height,
        let mended = try scan.mending(claim, at: height, threads: threads)
      else { return report }
      scan = mended
    }
  }

  /// Judges one chain.
  private static func judge(
    _ scan: ChainScan, _ claim: ChainScan.Claim, _ rules: ConsensusRules, from: Int?, to: Int?,
    threads: Int, progress: @Sendable (ValidationProgress) -> Void
  ) throws(LedgerError) -> ValidationReport {
    let chain = claim.chain
    let tip = chain.count - 1
    let first = from ?? 0
    let last = min(to ?? tip, tip)
    guard first >= 0, first <= last else {
      throw .noHeights(from: first, to: to, tip: tip)
    }
    var headers = HeaderChain(rules)
    var ending = append(chain[...last], to: &headers)
    if ending == nil, to.map({ $0 > tip }) ?? true {
      ending = findWorkless(scan.workless, on: chain, rules)
    }
    return try connect(
      claim, scan.folder, headers, from: first, ending, threads: threads, progress: progress)
  }

  /// Appends headers up to the first that breaks a rule.
  private static func append(
    _ chain: ArraySlice<FoundBlock>, to headers: inout HeaderChain
  ) -> Offence? {
    for block in chain.dropFirst() {
      if let violation = headers.append(block.header, hash: block.hash) {
        return Offence(
          height: headers.height + 1, block: block.hash, violation: violation, txids: [])
      }
    }
    return nil
  }

  /// A block on the tip whose hash misses its target; of several the one with the least hash.
  private static func findWorkless(
    _ workless: [FoundBlock], on chain: [FoundBlock], _ rules: ConsensusRules
  ) -> Offence? {
    let tip = chain[chain.count - 1].hash
    let block = workless.filter { $0.header.previousBlock == tip }.min { $0.hash < $1.hash }
    guard let block, let violation = block.header.checkWork(rules, hash: block.hash) else {
      return nil
    }
    return Offence(
      height: chain.count, block: block.hash, violation: violation, txids: [])
  }

  /// Connects the blocks whose headers are in `headers`; `ending` is what is wrong above them.
  private static func connect(
    _ claim: ChainScan.Claim, _ folder: BlockFolder, _ headers: HeaderChain, from first: Int,
    _ ending: Offence?, threads: Int, progress: @Sendable (ValidationProgress) -> Void
  ) throws(LedgerError) -> ValidationReport {
    let chain = claim.chain
    let bodies = BodyChoice(claim.repeats)
    let total = headers.height + 1
    let files = LastBlockFile()
    let plans = ChunkPlan.plan(chain, heights: 0..<total, size: pieceSize)
    progress(ValidationProgress(stage: .validate, done: 0, total: total))
    let relayed = Workers.relay(
      count: plans.count, threads: threads, window: 4 * threads + 4,
      state: ChainConnection(headers, firstHeight: first),
      make: { number throws(ValidationStop) in
        try check(plans[number], chain, bodies, folder, files, headers, from: first)
      },
      take: { number, blocks, connection, batches throws(ValidationStop) in
        try connection.connect(blocks, &batches)
        let done = plans[number].heights.upperBound
        progress(ValidationProgress(stage: .validate, done: done, total: total))
      },
      finish: { batch throws(ValidationStop) in try batch.verify() })

    var tally = relayed.state.tally
    var signatures = relayed.values.reduce(0, +)
    var offence = ending
    switch relayed.failure {
    case .refused(let error): throw error
    case .offence(let found, let below, let checked):
      (offence, tally) = (found, below)
      signatures += checked
    case nil: break
    }
    let height = max(0, (offence?.height ?? total) - 1)
    return ValidationReport(
      blocks: tally.blocks, transactions: tally.transactions, inputs: tally.inputs,
      signatures: signatures, tip: chain[height].hash, height: height, first: offence)
  }

  private static func check(
    _ plan: ChunkPlan, _ chain: [FoundBlock], _ bodies: BodyChoice, _ folder: BlockFolder,
    _ files: LastBlockFile, _ headers: HeaderChain, from first: Int
  ) throws(ValidationStop) -> [CheckedBlock] {
    let checker = BlockChecker(headers, firstHeight: first)
    var blocks: [CheckedBlock] = []
    blocks.reserveCapacity(plan.heights.count)
    do throws(LedgerError) {
      let (bytes, starts) = try plan.read(of: chain, in: folder, by: files)
      for (height, start) in zip(plan.heights, starts) {
        let block = chain[height]
        blocks.append(
          try bodies.check(
            bytes.span.extracting(start..<start + block.size), of: block, height: height, checker,
            folder))
      }
    } catch {
      throw .refused(error)
    }
    return blocks
  }
}
