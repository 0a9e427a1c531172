import Bitcoin
import Files
import Ledger
import SystemPackage
import TestSupport
import Testing

@Suite("What a strict import refuses")
struct ImportRefusalTests {
  private let folder: TemporaryFolder
  private var blocks: FilePath { folder.path.appending("blocks") }
  private var ledger: FilePath { folder.path.appending("ledger") }
  private var file: FilePath { blocks.appending("blk00000.dat") }

  init() throws { folder = try TemporaryFolder() }

  /// The message of the refusal, after which nothing is left behind.
  private func refusal(_ network: Network = .regtest, threads: Int = 2) throws -> String? {
    let error = #expect(throws: LedgerError.self) {
      try LedgerImport.run(
        blocks: blocks, network: network, into: ledger, isStrict: true, threads: threads)
    }
    #expect(try Folder.list(folder.path).filter { $0 != "blocks" } == [])
    return error.map { "\($0)" }
  }

  private func write(_ pieces: [BlockFolderWriter.Piece]) throws {
    try BlockFolderWriter.write([pieces], to: blocks)
  }

  private func write(_ builder: ChainBuilder) throws {
    try write(builder.blocks.map { .block($0) })
  }

  /// `FILE: block HEIGHT (HASH) at byte POSITION is refused: ` of the builder's last block.
  private func place(_ builder: ChainBuilder) -> String {
    var position = 0
    for block in builder.blocks.dropLast() { position += 8 + block.encoded().count }
    let height = builder.height(of: builder.tip) ?? -1
    return "\(file): block \(height) (\(builder.tip)) at byte \(position) is refused: "
  }

  // MARK: - Files

  @Test("a missing folder, an empty one, and one without block files")
  func noFiles() throws {
    #expect(try refusal() == "cannot read \(blocks): no such file or directory")
    try Folder.create(blocks)
    #expect(try refusal() == "no blk*.dat in \(blocks)")
    try AtomicFile.write([1], to: blocks.appending("blk.dat"))
    try AtomicFile.write([1], to: blocks.appending("rev00000.dat"))
    #expect(try refusal() == "no blk*.dat in \(blocks)")
  }

  @Test("files of another network, and files of nothing")
  func otherNetwork() throws {
    try write(ChainBuilder())
    #expect(try refusal(.mainnet) == "no mainnet block in \(blocks); its files are of regtest")
    try write([.raw(Array("this is no block file".utf8))])
    #expect(try refusal() == "no regtest block in \(blocks)")
    try write([])
    #expect(try refusal() == "no regtest block in \(blocks)")
  }

  @Test("a chain without its first block")
  func noGenesis() throws {
    var builder = ChainBuilder()
    builder.addBlock()
    try write([.block(builder.blocks[1])])
    #expect(
      try refusal()
        == "the first block of regtest, \(Network.regtest.genesis), is missing in \(blocks), whose "
        + "blocks begin with \(builder.tip) at height 1; for a pruned node's files say so with "
        + "--anchor 1:\(builder.tip) (case new), or write anchor: 1:\(builder.tip) into case.yaml")
  }

  @Test("an obfuscation key that is none")
  func badKey() throws {
    try write(ChainBuilder())
    try AtomicFile.write([1, 2, 3], to: blocks.appending("xor.dat"))
    #expect(
      try refusal()
        == "obfuscation key of 3 bytes instead of 8 in \(blocks.appending("xor.dat"))")
  }

  @Test("a file cut off anywhere in its last record", arguments: [1, 4, 7, 8, 50, 100, -1])
  func truncated(kept: Int) throws {
    var builder = ChainBuilder()
    builder.addBlock()
    let position = 8 + builder.blocks[0].encoded().count
    let size = 8 + builder.blocks[1].encoded().count
    let left = kept > 0 ? kept : size + kept
    try write(builder)
    let bytes = try File.read(file)
    try AtomicFile.write(Array(bytes[..<(position + left)]), to: file)
    let needed = left < 8 ? 8 : size
    #expect(
      try refusal()
        == "\(file): block record at byte \(position) is cut off: \(needed) bytes needed, \(left) found"
    )
  }

  @Test("a torn record with others behind it is stepped over and reported")
  func torn() throws {
    var builder = ChainBuilder()
    builder.addBlock()
    var large = builder
    let long = ScriptPubKey([UInt8](repeating: 0, count: 5_000))
    large.addBlock(coinbase: [TxOut(value: .zero, scriptPubKey: long)])
    let torn = Array(BlockFolderWriter.record(large.blocks[2]).prefix(60))
    try write([.block(builder.blocks[0]), .raw(torn), .block(builder.blocks[1])])
    let world = try TestLedger(folder, network: .regtest)
    #expect(world.ledger.blockCount == 2)
    #expect(
      world.report.skipped.map(\.description) == [
        "blk00000.dat: 60 bytes of a torn record at byte \(8 + builder.blocks[0].encoded().count)"
      ])
  }

  @Test("a header without work, and a block whose parent is missing, are reported")
  func unconnected() throws {
    var builder = ChainBuilder()
    for _ in 0..<3 { builder.addBlock() }
    var idle = builder.blocks[1]
    while idle.header.meetsTarget() { idle.header.nonce &+= 1 }
    try write([
      .block(builder.blocks[0]), .block(idle), .block(builder.blocks[2]), .block(builder.blocks[3]),
    ])
    let world = try TestLedger(folder, network: .regtest)
    #expect(world.ledger.blockCount == 1)
    let hashes = builder.blocks.map { $0.header.computeHash() }
    #expect(
      world.report.skipped.map(\.reason) == [
        .noWork(idle.header.computeHash()), .unconnected(hashes[2]), .unconnected(hashes[3]),
      ])
    #expect(try ChainLedger.check(ledger).findings == [])
  }

  @Test("an earlier ledger survives a refusal")
  func earlierLedger() throws {
    var builder = ChainBuilder()
    builder.addBlock()
    try write(builder)
    let before = try TestLedger(folder, network: .regtest).ledger.tip
    let bytes = try File.read(file)
    try AtomicFile.write(Array(bytes.dropLast(3)), to: file)
    #expect(throws: LedgerError.self) {
      try LedgerImport.run(blocks: blocks, network: .regtest, into: ledger, isStrict: true)
    }
    #expect(try ChainLedger(opening: ledger).tip == before)
    #expect(try Folder.list(folder.path) == ["blocks", "ledger"])
  }

  // MARK: - Blocks

  @Test("a block that is cut short inside, and one with bytes too many")
  func malformed() throws {
    var builder = ChainBuilder()
    let block = builder.addBlock()
    let hash = builder.tip
    let start = 8 + builder.blocks[0].encoded().count
    let bytes = block.encoded()
    try write([.block(builder.blocks[0]), .raw(BlockFolderWriter.record(bytes.dropLast(4)))])
    let end = start + 8 + bytes.count
    #expect(
      try refusal()
        == "\(file): malformed block \(hash) at byte \(start): 4 more bytes needed at byte \(end - 4)"
    )
    try write([.block(builder.blocks[0]), .raw(BlockFolderWriter.record(bytes + [0, 0]))])
    #expect(
      try refusal()
        == "\(file): block \(hash) of \(bytes.count) bytes in a record that says \(bytes.count + 2) "
        + "at byte \(start); a strict import takes no such thing")
  }

  @Test("a changed byte in a transaction shows in the merkle root")
  func merkleRoot() throws {
    var builder = ChainBuilder()
    var block = builder.addBlock()
    let expected = block.header.merkleRoot
    block.transactions[0].lockTime = 1
    let found = block.computeMerkleRoot()
    try write([.block(builder.blocks[0]), .block(block)])
    #expect(
      try refusal()
        == place(builder) + "merkle root \(found) computed, \(expected) in its header")
  }

  @Test("transactions repeated under the same merkle root")
  func mutated() throws {
    var builder = ChainBuilder()
    let first = builder.addBlock().coinbaseOutPoint
    let second = builder.addBlock().coinbaseOutPoint
    let payments = [first, second].map {
      ChainBuilder.transaction(
        spending: [$0], paying: [(Satoshi(5_000_000_000), ChainBuilder.script(1))])
    }
    var block = builder.addBlock(payments)
    block.transactions.append(payments[1])
    try write(builder.blocks.dropLast().map { .block($0) } + [.block(block)])
    #expect(
      try refusal() == place(builder) + "transactions repeated under the same merkle root")
  }

  @Test("coinbases that are missing or too many")
  func coinbases() throws {
    var builder = ChainBuilder()
    let coinbase = builder.addBlock().transactions[0]
    let payment = ChainBuilder.transaction(
      spending: [coinbase.outPoint(0)], paying: [(Satoshi(1), ChainBuilder.script(1))])
    var one = builder
    one.addRawBlock([payment])
    try write(one)
    #expect(try refusal() == place(one) + "transaction 0 is no coinbase")
    var other = coinbase
    other.lockTime = 7
    builder.addBlock([other])
    try write(builder)
    #expect(try refusal() == place(builder) + "transaction 1 is a second coinbase")
  }

  @Test("a coinbase that takes more than subsidy and fees")
  func coinbaseValue() throws {
    var builder = ChainBuilder()
    let block = builder.addBlock(coinbase: [
      TxOut(value: Satoshi(5_000_000_001), scriptPubKey: ChainBuilder.script(1))
    ])
    try write(builder)
    #expect(
      try refusal()
        == place(builder)
        + "coinbase \(block.transactions[0].computeTxid()) takes 50.00000001, "
        + "subsidy and fees allow 50.00000000 (subsidyHalvingInterval 150)")
  }

  @Test("outputs that are not there, were spent, or cannot be spent", arguments: 1...3)
  func prevouts(threads: Int) throws {
    var builder = ChainBuilder()
    let coin = builder.addBlock().coinbaseOutPoint
    func pay(_ prevout: OutPoint, _ value: Int64, _ script: ScriptPubKey = ChainBuilder.script(1))
      -> Transaction
    {
      ChainBuilder.transaction(spending: [prevout], paying: [(Satoshi(value), script)])
    }
    let first = pay(coin, 5_000_000_000, .nullData([1]))
    for (prevout, spender) in [
      OutPoint(txid: Txid(.zero), vout: 0), OutPoint(txid: coin.txid, vout: 1),
      builder.blocks[0].coinbaseOutPoint,
    ].map({ ($0, pay($0, 1)) }) {
      var chain = builder
      chain.addBlock([spender])
      try write(chain)
      #expect(
        try refusal(threads: threads)
          == place(chain)
          + "missing prevout \(prevout) spent by transaction \(spender.computeTxid())")
    }

    builder.addBlock([first])
    var chain = builder
    let nothing = pay(first.outPoint(0), 1)
    chain.addBlock([nothing])
    try write(chain)
    #expect(
      try refusal(threads: threads)
        == place(chain)
        + "missing prevout \(first.outPoint(0)) spent by transaction \(nothing.computeTxid())")

    let twice = pay(coin, 2)
    builder.addBlock([twice])
    try write(builder)
    #expect(
      try refusal(threads: threads)
        == place(builder)
        + "prevout \(coin) spent by transaction \(twice.computeTxid()) was spent before by "
        + "transaction \(first.computeTxid())")
  }

  @Test("the same output twice in one transaction")
  func sameInputTwice() throws {
    var builder = ChainBuilder()
    let coin = builder.addBlock().coinbaseOutPoint
    let greedy = ChainBuilder.transaction(
      spending: [coin, coin], paying: [(Satoshi(10_000_000_000), ChainBuilder.script(1))])
    builder.addBlock([greedy])
    try write(builder)
    let txid = greedy.computeTxid()
    #expect(
      try refusal()
        == place(builder)
        + "prevout \(coin) spent by transaction \(txid) was spent before by transaction \(txid)")
  }

  @Test("a spender that stands before what it spends")
  func wrongOrder() throws {
    var builder = ChainBuilder()
    let coin = builder.addBlock().coinbaseOutPoint
    let first = ChainBuilder.transaction(
      spending: [coin], paying: [(Satoshi(5), ChainBuilder.script(1))])
    let second = ChainBuilder.transaction(
      spending: [first.outPoint(0)], paying: [(Satoshi(5), ChainBuilder.script(2))])
    builder.addBlock([second, first])
    try write(builder)
    #expect(
      try refusal()
        == place(builder)
        + "missing prevout \(first.outPoint(0)) spent by transaction \(second.computeTxid())")
  }

  @Test("values out of range, and more out than in")
  func values() throws {
    var builder = ChainBuilder()
    let coin = builder.addBlock().coinbaseOutPoint
    for (values, place0, shown) in [
      ([-1], 0, "-0.00000001"), ([2_100_000_000_000_001], 0, "21000000.00000001"),
      ([1, 2_100_000_000_000_000], 1, "21000000.00000000"),
      ([Int64.max], 0, "92233720368.54775807"),
    ] as [([Int64], Int, String)] {
      let transaction = ChainBuilder.transaction(
        spending: [coin], paying: values.map { (Satoshi($0), ChainBuilder.script(1)) })
      var chain = builder
      chain.addBlock(
        [transaction], coinbase: [TxOut(value: Satoshi(1), scriptPubKey: ChainBuilder.script(1))])
      try write(chain)
      #expect(
        try refusal()
          == place(chain)
          + "value \(shown) out of range at output \(transaction.outPoint(place0))")
    }
    let rich = ChainBuilder.transaction(
      spending: [coin], paying: [(Satoshi(5_000_000_001), ChainBuilder.script(1))])
    builder.addBlock([rich])
    try write(builder)
    #expect(
      try refusal()
        == place(builder)
        + "transaction \(rich.computeTxid()) pays 50.00000001 out of 50.00000000")
  }

  @Test("a transaction without outputs")
  func noOutputs() throws {
    var builder = ChainBuilder()
    let coin = builder.addBlock().coinbaseOutPoint
    let burning = ChainBuilder.transaction(spending: [coin], paying: [])
    builder.addBlock([burning])
    try write(builder)
    #expect(
      try refusal()
        == place(builder) + "transaction \(burning.computeTxid()) has no outputs")
  }
}
