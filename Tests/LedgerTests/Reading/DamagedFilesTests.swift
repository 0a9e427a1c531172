import Bitcoin
import Files
import Ledger
import SystemPackage
import TestSupport
import Testing

/// What is wrong in the files is left out and told, and what is right is read.
@Suite("A ledger of damaged block files")
struct DamagedFilesTests {
  private let folder: TemporaryFolder
  private let chain = RandomChain(seed: 21, blockCount: 30, forks: false).builder

  init() throws { folder = try TemporaryFolder() }

  private func ledger(
    _ files: [[BlockFolderWriter.Piece]], isStrict: Bool = false
  ) throws -> TestLedger {
    try BlockFolderWriter.write(files, to: folder.path.appending("blocks"))
    return try TestLedger(folder, network: .regtest, isStrict: isStrict, threads: 2)
  }

  private var pieces: [BlockFolderWriter.Piece] { chain.blocks.map { .block($0) } }
  private func hash(_ height: Int) -> BlockHash { chain.blocks[height].header.computeHash() }
  private func record(_ height: Int) -> [UInt8] { BlockFolderWriter.record(chain.blocks[height]) }

  /// The block at `height` with a byte of its last transaction changed.
  private func damaged(_ height: Int) -> [UInt8] {
    var bytes = chain.blocks[height].encoded()
    bytes[bytes.count - 1] ^= 1
    return BlockFolderWriter.record(bytes)
  }

  /// A record whose frame gives another length.
  private func lying(_ height: Int, _ claimed: Int) -> [UInt8] {
    var bytes = record(height)
    for index in 0..<4 { bytes[4 + index] = UInt8(truncatingIfNeeded: claimed >> (8 * index)) }
    return bytes
  }

  @Test("ends below a damaged body, which is told with what hangs above it")
  func damagedBody() throws {
    var pieces = pieces
    pieces[20] = .raw(damaged(20))
    let world = try ledger([pieces])
    #expect(world.ledger.tip == hash(19))
    #expect(world.report.skipped.count == 1 + 10)
    guard case .damaged(hash(20), .flaw(.merkleRoot)) = world.report.skipped[0].reason else {
      Issue.record("\(world.report.skipped[0])")
      return
    }
    #expect(
      world.report.skipped.dropFirst().map(\.reason) == (21...30).map { .unconnected(hash($0)) })
    #expect(try ChainLedger.check(world.ledger.folder).findings == [])
    let error = #expect(throws: LedgerError.self) {
      try ledger([pieces], isStrict: true).report
    }
    guard case .invalid(_, _, hash(20), 20, .merkleRoot) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("goes on along the next best branch where the best one has a damaged body")
  func nextBest() throws {
    var forked = chain
    let fork = hash(17)
    var branch: [Block] = []
    for number in 0..<5 {
      branch.append(forked.addBlock(on: number == 0 ? fork : nil, extra: [9]))
    }
    var pieces = pieces
    pieces[20] = .raw(damaged(20))
    let world = try ledger([pieces, branch.map { .block($0) }])
    #expect(world.ledger.tip == branch[4].header.computeHash())
    #expect(world.ledger.blockCount == 23)
    #expect(world.report.staleBlocks.map(\.hash) == [hash(18), hash(19)])
  }

  @Test("goes on along the next best branch where the best one breaks a rule")
  func refused() throws {
    var builder = chain
    let greedy = builder.addBlock(coinbase: [
      TxOut(value: Satoshi(5_000_000_001), scriptPubKey: ChainBuilder.script(1))
    ])
    builder.addBlock()
    let world = try ledger([builder.blocks.map { .block($0) }])
    #expect(world.ledger.tip == hash(30))
    #expect(world.report.skipped.count == 2)
    guard
      case .refused(greedy.header.computeHash(), 31, .coinbaseValue) = world.report.skipped[0]
        .reason
    else {
      Issue.record("\(world.report.skipped[0])")
      return
    }
    #expect(world.report.skipped[1].reason == .unconnected(builder.tip))
  }

  @Test("of several records of one block takes the one that is whole", arguments: 0...4)
  func twins(place: Int) throws {
    let height = chain.blocks.lastIndex { $0.transactions.count > 1 } ?? 0
    let block = chain.blocks[height]
    var mutated = block
    mutated.transactions.append(block.transactions[block.transactions.count - 1])
    if block.transactions.count % 2 == 0 {
      mutated.transactions.insert(
        block.transactions[block.transactions.count - 2], at: block.transactions.count)
    }
    let wrong: [[UInt8]] = [
      damaged(height), BlockFolderWriter.record(mutated),
      BlockFolderWriter.record(block.encoded() + [0]),
      BlockFolderWriter.record(block.encoded().dropLast(2)),
    ]
    var bodies = wrong.map { BlockFolderWriter.Piece.raw($0) }
    bodies.insert(.block(block), at: place)
    var pieces = pieces
    pieces.remove(at: height)
    let world = try ledger([bodies + pieces])
    #expect(world.ledger.tip == hash(30), "\(world.report.skipped)")
    #expect(world.ledger.utxoSummary() == (try chain.makeLedger().ledger.utxoSummary()))
    #expect(!world.report.skipped.isEmpty)
    #expect(try ChainLedger.check(world.ledger.folder).findings == [])
  }

  @Test(
    "reads a block whose length lies, and what the length would hide",
    arguments: [-1, 1, 90, 400, 1_000_000, 5_000_000])
  func lyingLength(more: Int) throws {
    var pieces = pieces
    let size = chain.blocks[12].encoded().count
    pieces[12] = .raw(lying(12, size + more))
    let world = try ledger([pieces])
    #expect(world.ledger.tip == hash(30))
    #expect(world.report.skipped.map(\.reason) == [.wrongLength(hash(12), claimed: size + more)])
    #expect(throws: LedgerError.self) { try ledger([pieces], isStrict: true).report }
  }

  @Test("reads records that the length of another one covers exactly", arguments: [1, 3, 18])
  func swallowed(count: Int) throws {
    var pieces = pieces
    let size = chain.blocks[12].encoded().count
    let claimed = size + (13...12 + count).reduce(0) { $0 + record($1).count }
    pieces[12] = .raw(lying(12, claimed))
    let world = try ledger([pieces])
    #expect(world.ledger.tip == hash(30), "\(world.report.skipped)")
    #expect(world.report.skipped.map(\.reason) == [.wrongLength(hash(12), claimed: claimed)])
  }

  @Test("reads records that a torn record's length covers", arguments: [60, 100, 150])
  func torn(kept: Int) throws {
    var long = chain
    let script = ScriptPubKey([UInt8](repeating: 0x51, count: 3_000))
    let block = long.addBlock(coinbase: [TxOut(value: .zero, scriptPubKey: script)])
    let torn = Array(BlockFolderWriter.record(block).prefix(kept))
    // In front of records of more bytes than it lacks, and so that it ends at one of them.
    let world = try ledger([[.block(chain.blocks[0]), .raw(torn)] + pieces.dropFirst()])
    #expect(world.ledger.tip == hash(30))
    #expect(world.report.skipped.map(\.count) == [kept])

    var fitting = torn
    let covered = (1...9).reduce(0) { $0 + record($1).count }
    let claimed = kept - 8 + covered
    for index in 0..<4 { fitting[4 + index] = UInt8(truncatingIfNeeded: claimed >> (8 * index)) }
    let other = try ledger([[.block(chain.blocks[0]), .raw(fitting)] + pieces.dropFirst()])
    #expect(other.ledger.tip == hash(30), "\(other.report.skipped)")
    #expect(!other.report.skipped.isEmpty)
  }

  @Test("finds the first block inside a damaged record", arguments: [false, true])
  func hiddenGenesis(isLast: Bool) throws {
    // A block off the chain of which the frame covers genesis.
    var stale = chain
    let body = stale.addBlock(on: hash(3), extra: [5]).encoded().dropLast(3)
    let hiding = BlockFolderWriter.record(Array(body) + record(0))
    let rest = Array(pieces.dropFirst())
    let world = try ledger([isLast ? rest + [.raw(hiding)] : [.raw(hiding)] + rest])
    #expect(world.ledger.tip == hash(30))
    #expect(world.report.skipped.map(\.count) == [8 + body.count])
    #expect(throws: LedgerError.self) { try ledger([rest]).report }
  }

  @Test("is refused where the first block is damaged")
  func damagedGenesis() throws {
    var pieces = pieces
    pieces[0] = .raw(damaged(0))
    let error = #expect(throws: LedgerError.self) { try ledger([pieces]).report }
    guard case .invalid(_, 0, Network.regtest.genesis, 0, .merkleRoot) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("strictly leaves nothing out, and says what it would have")
  func strict() throws {
    #expect(try ledger([pieces + [.raw([0, 0, 0])]], isStrict: true).ledger.tip == hash(30))
    let file = folder.path.appending("blocks/blk00000.dat")
    let end = try File.size(file) - 3
    let blocks = folder.path.appending("blocks")
    for (piece, text) in [
      (.raw([7, 7]), "2 bytes of junk at byte \(end)"),
      (.block(chain.blocks[4]), "duplicate block \(hash(4)) at byte \(end)"),
    ] as [(BlockFolderWriter.Piece, String)] {
      let error = #expect(throws: LedgerError.self) {
        try ledger([pieces + [piece]], isStrict: true).report
      }
      #expect(
        error.map { "\($0)" }
          == "\(blocks)/blk00000.dat: \(text); a strict import takes no such thing")
    }
  }
}
