import Bitcoin
import Files
import SystemPackage
import TestSupport
import Testing

@testable import Ledger

@Suite("ChainValidation")
struct ChainValidationTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func write(
    _ files: [[BlockFolderWriter.Piece]], key: [UInt8] = []
  ) throws -> FilePath {
    let blocks = folder.path.appending("blocks")
    try BlockFolderWriter.write(files, key: key, to: blocks)
    return blocks
  }

  private func validate(
    _ blocks: FilePath, from: Int? = nil, to: Int? = nil, threads: Int = 2
  ) throws -> ValidationReport {
    try ChainValidation.run(
      blocks: blocks, network: .regtest, rules: ConsensusRules(.regtest), from: from, to: to,
      threads: threads)
  }

  // MARK: - Against the reference

  @Test("a signed chain is valid on any number of threads, its blocks in any order")
  func valid() throws {
    let chain = SignedChain(seed: 1, blockCount: 60)
    let reference = ReferenceValidation.report(chain.blocks, ConsensusRules(.regtest))
    #expect(reference.isValid)
    #expect(reference.signatures == chain.payments.reduce(0) { $0 + $1.inputs })
    #expect(reference.blocks == 162)
    let pieces = chain.blocks.reversed().map { BlockFolderWriter.Piece.block($0) }
    let blocks = try write(
      [Array(pieces[..<70]), Array(pieces[70...])], key: [9, 8, 7, 6, 5, 4, 3, 2])
    for threads in 1...4 { #expect(try validate(blocks, threads: threads) == reference) }
  }

  @Test(
    "one wrong payment or several: the report is the reference's, on 1 to 4 threads",
    arguments: 0..<24)
  func wrong(number: Int) throws {
    var generator = SeededGenerator(seed: UInt64(1000 + number))
    var wrong: [Int: SignedChain.Wrong] = [:]
    for _ in 0...number % 3 {
      let payment = Int.random(in: 1..<40, using: &generator)
      wrong[payment] =
        switch (number + wrong.count) % 4 {
        case 0: .spentTwice
        case 1: .tooMuch
        default: .signature(input: Int.random(in: 0..<4, using: &generator))
        }
    }
    let chain = SignedChain(seed: UInt64(number), blockCount: 40, wrong: wrong)
    let reference = ReferenceValidation.report(chain.blocks, ConsensusRules(.regtest))
    #expect(!reference.isValid)
    let blocks = try write([chain.blocks.map { .block($0) }])
    for threads in 1...4 {
      #expect(try validate(blocks, threads: threads) == reference, "\(threads) threads")
    }
  }

  @Test("of two wrong signatures the one of the lower block, transaction and input counts")
  func leastOffence() throws {
    let chain = SignedChain(
      seed: 5, blockCount: 50, wrong: [9: .signature(input: 0), 30: .signature(input: 1)])
    let blocks = try write([chain.blocks.map { .block($0) }])
    let payment = chain.payments[9]
    for threads in 1...4 {
      let first = try #require(try validate(blocks, threads: threads).first)
      #expect(first.height == payment.height)
      #expect(first.violation.transaction == payment.place)
      #expect(first.input == 0)
      #expect(first.violation.rule == .failedScript)
      #expect(
        first.txid == chain.blocks[payment.height].transactions[payment.place].computeTxid())
      #expect(first.block == chain.blocks[payment.height].header.computeHash())
    }
  }

  @Test("what is wrong beside the scripts of a block counts before its scripts")
  func scriptsLast() throws {
    var chain = ChainBuilder()
    let coins = (1...2).map { _ in
      chain.addBlock(coinbase: [TxOut(value: Satoshi(1000), scriptPubKey: SignedChain.script)])
    }
    for _ in 0..<100 { chain.addBlock() }
    let output = TxOut(value: Satoshi(1000), scriptPubKey: SignedChain.script)
    let bad = SignedChain.sign(
      Transaction(inputs: [TxIn(prevout: coins[0].coinbaseOutPoint)], outputs: [output]),
      [output], badInput: 0)
    let rich = SignedChain.sign(
      Transaction(
        inputs: [TxIn(prevout: coins[1].coinbaseOutPoint)],
        outputs: [TxOut(value: Satoshi(1001), scriptPubKey: SignedChain.script)]), [output])
    chain.addBlock([bad, rich])
    let blocks = try write([chain.blocks.map { .block($0) }])
    for threads in 1...3 {
      let first = try validate(blocks, threads: threads).first
      #expect(first?.violation.rule == .outputsExceedInputs)
      #expect(first?.violation.transaction == 2)
    }
  }

  @Test("an input far back in a transaction of many is found", arguments: [0, 95, 96, 150, 299])
  func manyInputs(bad: Int) throws {
    var chain = ChainBuilder()
    let output = TxOut(value: Satoshi(1000), scriptPubKey: SignedChain.script)
    let mined = chain.addBlock(coinbase: [TxOut](repeating: output, count: 300))
    for _ in 0..<100 { chain.addBlock() }
    let payment = SignedChain.sign(
      Transaction(
        inputs: (0..<300).map { TxIn(prevout: mined.transactions[0].outPoint($0)) },
        outputs: [output]), [TxOut](repeating: output, count: 300), badInput: bad)
    chain.addBlock([payment])
    let blocks = try write([chain.blocks.map { .block($0) }])
    for threads in 1...3 {
      let report = try validate(blocks, threads: threads)
      #expect(report.first?.input == bad)
      #expect(report.signatures == bad)
      #expect(report.blocks == 102)
    }
  }

  // MARK: - Heights

  @Test("blocks below --from are only read for their coins")
  func heights() throws {
    let chain = SignedChain(seed: 7, blockCount: 40, wrong: [5: .signature(input: 0)])
    let blocks = try write([chain.blocks.map { .block($0) }])
    let height = chain.payments[5].height
    #expect(try validate(blocks).first?.height == height)
    #expect(try validate(blocks, from: height).first?.height == height)
    #expect(try validate(blocks, to: height - 1).isValid)
    for threads in 1...3 {
      let above = try validate(blocks, from: height + 1, threads: threads)
      #expect(above.isValid)
      #expect(
        above
          == ReferenceValidation.report(chain.blocks, ConsensusRules(.regtest), from: height + 1))
      #expect(above.blocks == chain.blocks.count - height - 1)
    }
    #expect(throws: LedgerError.noHeights(from: 500, to: nil, tip: chain.blocks.count - 1)) {
      try validate(blocks, from: 500)
    }
    #expect(throws: LedgerError.noHeights(from: 9, to: 8, tip: chain.blocks.count - 1)) {
      try validate(blocks, from: 9, to: 8)
    }
    #expect(
      "\(LedgerError.noHeights(from: 500, to: nil, tip: 141))"
        == "no block at height 500 and above: the tip is at 141")
  }

  // MARK: - Mainnet

  @Test("mainnet's first 600 blocks keep every rule, every signature checked", arguments: 1...4)
  func mainnet(threads: Int) throws {
    guard let data = TestData.realBlocks(leavingOut: "the validation of mainnet 0-599") else {
      #expect(!TestData.mustBeComplete)
      return
    }
    let blocks = folder.path.appending("blocks")
    try Folder.create(blocks)
    for name in ["nbitcoin_blk00000.dat", "nbitcoin_blk00001.dat"] {
      try AtomicFile.write(
        try File.read(data.appending(name)), to: blocks.appending(String(name.dropFirst(9))))
    }
    let report = try ChainValidation.run(
      blocks: blocks, network: .mainnet, rules: ConsensusRules(.mainnet), threads: threads)
    #expect(report.first == nil)
    #expect(report.blocks == 600)
    #expect(report.transactions == 616)
    #expect(report.inputs == 25)
    #expect(report.signatures == 25)
    #expect(report.height == 599)
    #expect(
      "\(report.tip)" == "0000000042844571bc6bce8e1c0fbec99466971eaff89fef8c0d123582181d4d")
  }
}
