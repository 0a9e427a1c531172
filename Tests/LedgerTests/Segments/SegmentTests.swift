import Bitcoin
import Files
import Ledger
import SystemPackage
import TestSupport
import Testing

/// Ledgers of chains that do not begin with the network's first block.
@Suite("A segment of a chain")
struct SegmentTests {
  /// The chain of a seed, without forks.
  private func chain(_ seed: Int) -> [Block] {
    RandomChain(seed: UInt64(500 + seed), blockCount: 40, forks: false).builder.blocks
  }

  /// Writes blocks into a folder and brings its ledger up to date.
  @discardableResult
  private func index(
    _ blocks: some Sequence<Block>, from anchor: BlockAnchor?, _ folder: TemporaryFolder
  ) throws -> ImportReport {
    let path = folder.path.appending("blocks")
    try BlockFolderWriter.write([blocks.map { .block($0) }], to: path)
    return try LedgerImport.run(
      blocks: path, network: .regtest, anchor: anchor, into: folder.path.appending("ledger"),
      threads: 2)
  }

  private func anchor(_ blocks: [Block], _ height: Int) -> BlockAnchor {
    BlockAnchor(height: height, hash: blocks[height].header.computeHash())
  }

  @Test(
    "has the rows of the whole chain's ledger from there on, and none for what is spent from below",
    arguments: Seeds.of(1...4))
  func rows(seed: Int) throws {
    let blocks = chain(seed)
    let whole = try TemporaryFolder()
    try index(blocks, from: nil, whole)
    let all = try ChainLedger(opening: whole.path.appending("ledger"))
    for height in [1, 7, 25, 40] {
      let folder = try TemporaryFolder()
      let report = try index(blocks[height...], from: anchor(blocks, height), folder)
      #expect(report.firstHeight == height)
      #expect(report.tipHeight == 40)
      let part = try ChainLedger(opening: folder.path.appending("ledger"))
      #expect(part.heights == height..<41)
      #expect(part.blockCount == 41 - height)
      #expect(part.tipHeight == 40)
      let found = rowDifferences(part, all, from: height)
      #expect(found == [])
      #expect(try ChainLedger.check(part.folder).findings == [])
      #expect(try part.findDifference(fromBlocksIn: folder.path.appending("blocks")) == nil)
    }
  }

  /// What differs between the rows of `part` and those of `all` from the height's first on.
  private func rowDifferences(
    _ part: borrowing ChainLedger, _ all: borrowing ChainLedger, from height: Int
  ) -> [String] {
    var found: [String] = []
    func require(_ isRight: Bool, _ what: String) { if !isRight { found.append(what) } }
    let transactions = all.transactions(at: height).lowerBound
    let inputs = all.inputs(of: TxIndex(transactions)).lowerBound
    let outputs = all.outputs(of: TxIndex(transactions)).lowerBound
    require(part.transactionCount == all.transactionCount - transactions, "transactions")
    require(part.inputCount == all.inputCount - inputs, "inputs")
    require(part.outputCount == all.outputCount - outputs, "outputs")
    guard found.isEmpty else { return found }
    var outside = 0
    for row in 0..<part.inputCount {
      let prevout = all.inputPrevout[inputs + row].position
      let expected = prevout < outputs ? OutputIndex.none : OutputIndex(prevout - outputs)
      outside += prevout < outputs ? 1 : 0
      require(part.inputPrevout[row] == expected, "prevout \(row)")
      require(part.inputSequence[row] == all.inputSequence[inputs + row], "sequence \(row)")
    }
    require(height == 1 || outside > 0 || height == 40, "nothing is spent from below")
    for row in 0..<part.outputCount {
      let spender = all.outputSpender[outputs + row]
      let expected = spender.isNone ? InputIndex.none : InputIndex(spender.position - inputs)
      require(part.outputValue[row] == all.outputValue[outputs + row], "value \(row)")
      require(part.outputSpender[row] == expected, "spender \(row)")
      let script = all.scriptPubKey(all.outputScript[outputs + row])
      require(part.scriptPubKey(part.outputScript[row]) == script, "script \(row)")
      let isOutside = all.isOutsideUTXOSet(OutputIndex(outputs + row))
      require(part.isOutsideUTXOSet(OutputIndex(row)) == isOutside, "UTXO set \(row)")
    }
    for row in 0..<part.transactionCount {
      let other = TxIndex(transactions + row)
      require(part.txids[row] == all.txids[other.position], "txid \(row)")
      require(part.height(of: TxIndex(row)) == all.height(of: other), "height of \(row)")
      require(part.transaction(all.txids[other.position]) != nil, "look-up of \(row)")
    }
    for number in height...40 {
      require(part.blockHashes[number] == all.blockHashes[number], "hash \(number)")
      require(part.header(at: number) == all.header(at: number), "header \(number)")
      let count = all.transactions(at: number).count
      require(part.transactions(at: number).count == count, "count \(number)")
    }
    return found
  }

  @Test("grows, and is reorganised, to the bytes of one import")
  func append() throws {
    var builder = RandomChain(seed: 510, blockCount: 40, forks: false).builder
    let anchor = anchor(builder.blocks, 12)
    let folder = try TemporaryFolder()
    let first = try index(builder.blocks[12..<30], from: anchor, folder)
    #expect(first.blockCount == 18)
    let second = try index(builder.blocks[12...], from: anchor, folder)
    #expect(second.keptBlockCount == 18)
    #expect(second.replacedBlockCount == 0)
    #expect(try index(builder.blocks[12...], from: anchor, folder).isUpToDate)
    let fork = builder.blocks[30].header.computeHash()
    for number in 0...10 { builder.addBlock(on: number == 0 ? fork : nil, extra: [5]) }
    let third = try index(builder.blocks[12...], from: anchor, folder)
    #expect(third.keptBlockCount == 19)
    #expect(third.replacedBlockCount == 10)
    #expect(third.staleBlocks.map(\.height) == Array(31...40))
    let fresh = try TemporaryFolder()
    try index(builder.blocks[12...], from: anchor, fresh)
    #expect(
      try differences(folder.path.appending("ledger"), fresh.path.appending("ledger")) == [])
    // With the blocks below it is another ledger.
    let whole = try index(builder.blocks, from: nil, folder)
    #expect(whole.droppedLedger == .firstHeight(12))
    #expect(whole.keptBlockCount == 0)
  }

  @Test("is refused where the anchor does not fit, and told where one is needed")
  func anchors() throws {
    let blocks = chain(9)
    let folder = try TemporaryFolder()
    let path = folder.path.appending("blocks")
    func refusal(_ blocks: ArraySlice<Block>, _ anchor: BlockAnchor?) -> LedgerError? {
      do {
        try BlockFolderWriter.write([blocks.map { .block($0) }], to: path)
        _ = try LedgerImport.run(
          blocks: path, network: .regtest, anchor: anchor, into: folder.path.appending("ledger"))
      } catch let error as LedgerError {
        return error
      } catch {
        Issue.record("\(error)")
      }
      return nil
    }
    let first = blocks[20].header.computeHash()
    let genesis = Network.regtest.genesis
    // A few blocks lie loose below, as in a pruned node's first file.
    let files = blocks[15..<18] + blocks[20...]
    #expect(
      refusal(files, nil)
        == .pruned(path, network: "regtest", genesis: genesis, first: first, height: 20))
    let cases: [(BlockAnchor, String)] = [
      (BlockAnchor(height: 19, hash: first), "its coinbase says height 20"),
      (
        BlockAnchor(height: 0, hash: first),
        "only the first block of regtest, \(genesis), is at height 0"
      ),
      (
        anchor(blocks, 19),
        "no file has that block, the longest chain begins with \(first) at height 20"
      ),
    ]
    for (anchor, reason) in cases {
      #expect(refusal(files, anchor) == .badAnchor(anchor, path, reason: reason))
    }
    #expect(refusal(files, anchor(blocks, 20)) == nil)
    #expect(refusal(blocks[...], BlockAnchor(height: 0, hash: genesis)) == nil)
    #expect(!Folder.exists(folder.path.appending(".ledger.building")))
  }

  @Test("keeps the rules that can be kept: what it has is spent once, and a block takes its fees")
  func rules() throws {
    var builder = ChainBuilder()
    for _ in 0..<5 { builder.addBlock() }
    let below = builder.blocks[2].coinbaseOutPoint
    let inside = builder.blocks[4].coinbaseOutPoint
    let first = ChainBuilder.transaction(
      spending: [below, inside], paying: [(Satoshi(9_999_999_999), ChainBuilder.script(1))])
    builder.addBlock([first])
    let anchor = anchor(builder.blocks, 3)
    let folder = try TemporaryFolder()
    let good = try index(builder.blocks[3...], from: anchor, folder)
    #expect(good.skipped == [])
    let ledger = try ChainLedger(opening: folder.path.appending("ledger"))
    #expect(ledger.inputPrevout[0].isNone)
    #expect(!ledger.inputPrevout[1].isNone)
    // Spent twice inside the segment.
    builder.addBlock([
      ChainBuilder.transaction(spending: [inside], paying: [(Satoshi(1), ChainBuilder.script(2))])
    ])
    let twice = try index(builder.blocks[3...], from: anchor, folder)
    #expect(twice.tipHeight == 6)
    #expect(twice.skipped.count == 1, "\(twice.skipped)")
    guard case .refused(_, 7, .spentPrevout) = twice.skipped.first?.reason else {
      Issue.record("\(twice.skipped)")
      return
    }
  }

  @Test("of mainnet: heights 300 to 599, and single blocks above BIP-34")
  func mainnet() throws {
    guard let data = TestData.realBlocks(leavingOut: "segments of mainnet") else {
      #expect(!TestData.mustBeComplete)
      return
    }
    let folder = try TemporaryFolder()
    let blocks = folder.path.appending("blocks")
    try Folder.create(blocks)
    try AtomicFile.write(
      File.read(data.appending("nbitcoin_blk00001.dat")), to: blocks.appending("blk00001.dat"))
    func run(_ anchor: BlockAnchor?) throws(LedgerError) -> ImportReport {
      try LedgerImport.run(
        blocks: blocks, network: .mainnet, anchor: anchor, into: folder.path.appending("ledger"))
    }
    let error = #expect(throws: LedgerError.self) { try run(nil) }
    guard case .pruned(_, "mainnet", _, let first, nil) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    let early = try run(BlockAnchor(height: 300, hash: first))
    #expect(early.blockCount == 300)
    #expect(early.tipHeight == 599)
    #expect(
      "\(early.tip)" == "0000000042844571bc6bce8e1c0fbec99466971eaff89fef8c0d123582181d4d")
    for (name, height) in [("mainnet_413567.raw", 413_567), ("mainnet_702861.raw", 702_861)] {
      let bytes = try File.read(data.appending(name))
      let block = try Block(decoding: bytes)
      let hash = block.header.computeHash()
      try AtomicFile.write(
        BlockFolderWriter.record(bytes, network: .mainnet), to: blocks.appending("blk00001.dat"))
      let guess = #expect(throws: LedgerError.self) { try run(nil) }
      guard case .pruned(_, "mainnet", _, hash, height) = guess else {
        Issue.record("\(String(describing: guess))")
        continue
      }
      let anchor = BlockAnchor(height: height, hash: hash)
      #expect(throws: LedgerError.self) { try run(BlockAnchor(height: height + 1, hash: hash)) }
      try Folder.remove(folder.path.appending("ledger"))
      #expect(try run(anchor).transactionCount == block.transactions.count)
      let ledger = try ChainLedger(opening: folder.path.appending("ledger"))
      #expect(ledger.heights == height..<height + 1)
      #expect(try ChainLedger.check(ledger.folder).findings == [])
      #expect(try ledger.findDifference(fromBlocksIn: blocks) == nil)
      // Most of what it spends lies below.
      let outside = countOutside(ledger)
      let txids = Set(block.transactions.map { $0.computeTxid() })
      let expected = block.transactions.dropFirst().flatMap(\.inputs)
        .filter { !txids.contains($0.prevout.txid) }
      #expect(outside == expected.count)
    }
  }

  /// How many inputs spend what lies below.
  private func countOutside(_ ledger: borrowing ChainLedger) -> Int {
    var count = 0
    for row in 0..<ledger.inputCount {
      let prevout = ledger.inputPrevout[row]
      if prevout.isNone { count += 1 }
    }
    return count
  }
}
