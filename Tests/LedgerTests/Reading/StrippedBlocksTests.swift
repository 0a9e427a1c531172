import Bitcoin
import Files
import SystemPackage
import TestSupport
import Testing

@testable import Ledger

/// A block without its witnesses has the header and the merkle root of the whole one.
@Suite("Blocks that are there twice, once without their witnesses")
struct StrippedBlocksTests {
  private let folder: TemporaryFolder
  private let chain: ChainBuilder
  /// A block of the chain with witnesses that it commits to.
  private let whole: Block

  init() throws {
    folder = try TemporaryFolder()
    var builder = ChainBuilder()
    let coin = builder.addBlock().coinbaseOutPoint
    var payment = ChainBuilder.transaction(
      spending: [coin], paying: [(Satoshi(7), ChainBuilder.script(1))])
    payment.inputs[0].witness = Witness([[1, 2, 3], [4]])
    let reserved = TxIn(
      prevout: .null, scriptSig: ScriptSig.coinbase(height: 2, extra: []),
      witness: Witness([[UInt8](repeating: 0, count: 32)]))
    var coinbase = Transaction(
      inputs: [reserved], outputs: [TxOut(value: Satoshi(5), scriptPubKey: ChainBuilder.script(2))])
    let draft = Block(header: builder.blocks[0].header, transactions: [coinbase, payment])
    coinbase.outputs.append(
      TxOut(
        value: .zero,
        scriptPubKey: Block.witnessCommitmentScript(draft.computeWitnessCommitment())))
    whole = builder.addRawBlock([coinbase, payment])
    for _ in 0..<3 { builder.addBlock() }
    chain = builder
  }

  private var stripped: Block {
    var block = whole
    for index in block.transactions.indices {
      for input in block.transactions[index].inputs.indices {
        block.transactions[index].inputs[input].witness = Witness([])
      }
    }
    return block
  }

  private var changed: Block {
    var block = whole
    block.transactions[1].inputs[0].witness = Witness([[1, 2, 3], [5]])
    return block
  }

  /// The ledger of the chain with these in place of the block.
  private func ledger(_ bodies: [Block]) throws -> TestLedger {
    let pieces = chain.blocks.flatMap { block in
      block == whole ? bodies.map { BlockFolderWriter.Piece.block($0) } : [.block(block)]
    }
    let folder = try TemporaryFolder()
    try BlockFolderWriter.write([pieces], to: folder.path.appending("blocks"))
    return try TestLedger(folder, network: .regtest, threads: 2)
  }

  @Test("the three have one header and one merkle root")
  func fixture() {
    #expect(whole.checkWitnessCommitment() == .valid)
    for twin in [stripped, changed] {
      #expect(twin != whole)
      #expect(twin.header == whole.header)
      #expect(twin.computeMerkleRoot() == whole.header.merkleRoot)
    }
  }

  @Test("the record with the witnesses counts, in any order")
  func order() throws {
    let expected = try ledger([whole])
    for bodies in [
      [whole, stripped], [stripped, whole], [changed, stripped, whole], [stripped, whole, changed],
    ] {
      let found = try ledger(bodies)
      #expect(
        try differences(found.ledger.folder, expected.ledger.folder).subtracting(
          ImportOrderTests.placeFiles) == [])
      #expect(found.ledger.blocks.size.values[2] == UInt32(whole.encoded().count))
      let hash = whole.header.computeHash()
      #expect(
        found.report.skipped.map(\.reason)
          == Array(
            repeating: .damaged(hash, .flaw(.otherWitnesses)), count: bodies.count - 1))
      // Where the transactions are.
      let position = Int(found.ledger.blocks.position.values[2])
      let path = found.folder.path.appending("blocks/blk00000.dat")
      let bytes = try File.read(path)[position..<position + whole.encoded().count]
      #expect(Array(bytes) == whole.encoded())
    }
  }

  @Test("where none has them the first counts, and that is said")
  func none() throws {
    let hash = whole.header.computeHash()
    for bodies in [[stripped, changed], [changed, stripped]] {
      let found = try ledger(bodies)
      #expect(found.ledger.blocks.size.values[2] == UInt32(bodies[0].encoded().count))
      #expect(
        Set(found.report.skipped.map { "\($0.reason)" })
          == Set(
            [SkippedBytes.Reason.otherWitnesses(hash), .duplicate(hash)].map { "\($0)" }))
      #expect(found.ledger.tip == chain.tip)
    }
  }

  @Test("a validation judges the one that an import takes")
  func validation() throws {
    for bodies in [[stripped, whole], [whole, changed], [stripped, changed]] {
      let found = try ledger(bodies)
      let report = try ChainValidation.run(
        blocks: found.folder.path.appending("blocks"), network: .regtest,
        rules: ConsensusRules(.regtest), threads: 2)
      let first = report.first
      if bodies.contains(whole) {
        // The payment spends too early; its witnesses are right.
        #expect(first?.violation.rule != .wrongWitnessCommitment)
        #expect(first?.violation.rule != .wrongWitnessReservedValue)
      } else {
        #expect(first?.height == 2)
      }
    }
  }
}
