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
  /// Blocks whose header misses its own target, in the order of the files and their bytes.
  let workless: [FoundBlock]
  private let sizes: [Int]
  /// What was said of each file's bytes.
  private var remarks: [SkippedBytes]
  /// All records, in the order of the files and their bytes.
  private var found: [FoundBlock]
  /// What is wrong with the records that are excluded; at which height, where they were in the chain.
  private var faults: [RecordPlace: (fault: BlockFault, height: Int?)] = [:]
  /// The blocks that break a rule, whatever record they are from.
  private var refusals: [BlockHash: (height: Int, flaw: BlockFlaw)] = [:]
  /// Records whose bodies have been looked at.
  private var looked: Set<RecordPlace> = []
  /// The records that are not excluded.
  private var usable: [FoundBlock] = []
  private var best: BestChain
  /// The blocks of the best chain by height.
  private(set) var chain: [FoundBlock]

  /// Scans all files of `folder`.
  ///
  /// - Throws: `noBlocks`, `noGenesis`, `file`.
  init(
    _ folder: BlockFolder, network: Network, threads: Int, progress: (ImportProgress) -> Void
  ) throws(LedgerError) {
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
    guard let best = BestChain(found, genesis: network.genesis) else {
      throw .noGenesis(folder.path, network: network.name, genesis: network.genesis)
    }
    self.folder = folder
    self.network = network
    self.workless = workless
    self.sizes = sizes
    self.remarks = remarks
    self.found = found
    self.best = best
    usable = found
    chain = best.pick(from: found)
  }

  /// Records with the header of an earlier one, in the order of the files and their bytes.
  var repeats: [FoundBlock] { best.duplicates.map { usable[$0] } }
}

// MARK: - Excluding

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

  /// Excludes the record of the chain's block at `height`, which is damaged.
  ///
  /// - Throws: `malformed` or `invalid` where it is the first block; `file`.
  mutating func exclude(_ height: Int, _ fault: BlockFault) throws(LedgerError) {
    let block = chain[height]
    try choose(adding: mend(block, fault, height: height))
  }

  /// Excludes the block of the chain at `height`, which breaks a rule.
  ///
  /// - Throws: `invalid` where it is the first block.
  mutating func exclude(_ height: Int, _ flaw: BlockFlaw) throws(LedgerError) {
    let block = chain[height]
    guard height > 0 else { throw error(of: block, .flaw(flaw), height) }
    refusals[block.hash] = (height, flaw)
    try choose(adding: [])
  }

  /// Chooses the best chain of what is not excluded, and of records that were hidden.
  private mutating func choose(adding hidden: [FoundBlock]) throws(LedgerError) {
    if !hidden.isEmpty {
      var known = Set(found.map(\.place))
      found += hidden.filter { known.insert($0.place).inserted }
      found.sort { $0.place < $1.place }
    }
    usable = found.filter { faults[$0.place] == nil && refusals[$0.hash] == nil }
    guard let best = BestChain(usable, genesis: network.genesis) else {
      for block in found where block.hash == network.genesis {
        if let excluded = faults[block.place] { throw error(of: block, excluded.fault, 0) }
      }
      throw .noGenesis(folder.path, network: network.name, genesis: network.genesis)
    }
    self.best = best
    chain = best.pick(from: usable)
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

  /// Gives a record the length that its block's bytes have, or notes that it is damaged; then looks
  /// for records that its length hid.
  private mutating func mend(
    _ block: FoundBlock, _ fault: BlockFault, height: Int?
  ) throws(LedgerError) -> [FoundBlock] {
    let end = block.blockPosition + block.size
    let size = try measure(block)
    let start = size.map { block.blockPosition + $0 } ?? block.position + 4
    if let size {
      found[index(of: block.place)].size = size
      remarks.append(
        SkippedBytes(
          file: folder.files[block.file], position: block.position, count: 8 + size,
          reason: .wrongLength(block.hash, claimed: block.size)))
    } else {
      faults[block.place] = (fault, height)
    }
    guard start < end else { return [] }
    let inside = try BlockFileScan(folder, file: block.file, network: network, range: start..<end)
    // What the block's own bytes do not cover is no longer part of it.
    if size != nil { remarks.append(contentsOf: inside.skipped) }
    return inside.blocks
  }

  /// The number of a found record.
  private func index(of place: RecordPlace) -> Int {
    var low = 0
    var high = found.count
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if found[middle].place <= place { low = middle } else { high = middle }
    }
    return low
  }

  /// How long the block of a record really is; nil where it is none, or as long as the record says.
  private func measure(_ block: FoundBlock) throws(LedgerError) -> Int? {
    let path = folder.path.appending(folder.files[block.file])
    let file = try LedgerError.wrapping { () throws(FileError) in
      try MappedFile(path, access: .random)
    }
    let size = BlockFileReader.measureBlock(
      in: file.bytes, at: block.blockPosition, header: block.header, key: folder.key)
    return size == block.size ? nil : size
  }
}

// MARK: - Telling

extension ChainScan {
  /// What was left out or is odd, in the order of the files and their bytes.
  var skipped: [SkippedBytes] {
    var all = remarks
    func note(_ block: FoundBlock, _ reason: SkippedBytes.Reason) {
      all.append(
        SkippedBytes(
          file: folder.files[block.file], position: block.position, count: 8 + block.size,
          reason: reason))
    }
    for number in best.duplicates { note(usable[number], .duplicate(usable[number].hash)) }
    for number in best.unconnected { note(usable[number], .unconnected(usable[number].hash)) }
    for block in found {
      if let excluded = faults[block.place] {
        note(block, .damaged(block.hash, excluded.fault))
      } else if let refusal = refusals[block.hash] {
        note(block, .refused(block.hash, height: refusal.height, refusal.flaw))
      }
    }
    let order = Dictionary(uniqueKeysWithValues: zip(folder.files, folder.files.indices))
    return all.sorted {
      let left = RecordPlace(file: order[$0.file] ?? 0, position: $0.position)
      let right = RecordPlace(file: order[$1.file] ?? 0, position: $1.position)
      return left < right
    }
  }

  /// What the ledger of these files is made from.
  var sources: SourceList {
    SourceList(folder, sizes: sizes, found: found, stale: best.stale, skipped: skipped)
  }

  /// The report of an import that made `rows`, of which `kept` blocks were there before.
  func report(
    _ rows: RowCounts, tip: BlockHash, kept: Int, replaced: Int, isUpToDate: Bool
  ) -> ImportReport {
    ImportReport(
      isUpToDate: isUpToDate, tip: tip, blockCount: rows.blocks, keptBlockCount: kept,
      replacedBlockCount: replaced, transactionCount: rows.transactions, inputCount: rows.inputs,
      outputCount: rows.outputs, scriptCount: rows.scripts, staleBlocks: best.stale,
      skipped: skipped, workedOutKey: folder.isKeyWorkedOut ? folder.key : nil)
  }

  /// The error for the first thing that is amiss; nil where nothing is.
  var oddity: LedgerError? {
    let odd = skipped.filter(\.isOdd)
    guard let first = odd.first else { return nil }
    if let error = cutOff, case .cutOff = first.reason { return error }
    for block in found
    where folder.files[block.file] == first.file && block.position == first.position {
      if let excluded = faults[block.place] {
        return error(of: block, excluded.fault, excluded.height)
      }
      if let refusal = refusals[block.hash] {
        return error(of: block, .flaw(refusal.flaw), refusal.height)
      }
    }
    return .odd(first, folder: folder.path, more: odd.count - 1)
  }

  /// The error for a record that its file's end cuts off; nil where there is none.
  var cutOff: LedgerError? {
    for bytes in remarks {
      guard case .cutOff(let needed) = bytes.reason else { continue }
      return .truncated(
        file: folder.path.appending(bytes.file), position: bytes.position, needed: needed,
        found: bytes.count)
    }
    return nil
  }

  /// The error for a damaged record, or for a block that is refused.
  func error(of block: FoundBlock, _ fault: BlockFault, _ height: Int?) -> LedgerError {
    let path = folder.path.appending(folder.files[block.file])
    switch fault {
    case .malformed(let reason):
      return .malformed(
        file: path, position: block.position, block: block.hash, reason: reason)
    case .flaw(let flaw):
      return .invalid(
        file: path, position: block.position, block: block.hash, height: height, flaw: flaw)
    }
  }
}
