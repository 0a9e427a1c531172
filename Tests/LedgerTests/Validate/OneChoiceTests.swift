import Bitcoin
import Files
import Ledger
import SystemPackage
import TestSupport
import Testing

/// An import and a validation of the same files speak of the same chain.
@Suite("ChainValidation and LedgerImport choose one chain")
struct OneChoiceTests {
  private let folder: TemporaryFolder
  private let chain = SignedChain(seed: 12, blockCount: 20)

  init() throws { folder = try TemporaryFolder() }

  private func judge(
    _ files: [[BlockFolderWriter.Piece]]
  ) throws -> (report: ValidationReport, ledger: ImportReport) {
    let blocks = folder.path.appending("blocks")
    try BlockFolderWriter.write(files, to: blocks)
    let report = try ChainValidation.run(
      blocks: blocks, network: .regtest, rules: ConsensusRules(.regtest), threads: 2)
    let ledger = try LedgerImport.run(
      blocks: blocks, network: .regtest, into: folder.path.appending("ledger"),
      allowsLessWork: true, threads: 2)
    return (report, ledger)
  }

  private func record(_ height: Int) -> [UInt8] { BlockFolderWriter.record(chain.blocks[height]) }
  private var tip: BlockHash { chain.builder.tip }

  @Test("where a length covers the records behind it", arguments: [1, 5, 30])
  func swallowed(count: Int) throws {
    var pieces = chain.blocks.map { BlockFolderWriter.Piece.block($0) }
    var lying = record(80)
    let claimed = (80...80 + count).reduce(-8) { $0 + record($1).count }
    for index in 0..<4 { lying[4 + index] = UInt8(truncatingIfNeeded: claimed >> (8 * index)) }
    pieces[80] = .raw(lying)
    let found = try judge([pieces])
    #expect(found.report.isValid, "\(String(describing: found.report.first))")
    #expect(found.report.tip == tip)
    #expect(found.ledger.tip == tip)
  }

  @Test("where a damaged record off the chain hides the better one")
  func hidden() throws {
    var stale = chain.builder
    let other = stale.addBlock(on: chain.blocks[100].header.computeHash(), extra: [3])
    var damaged = other.encoded()
    damaged[damaged.count - 1] ^= 1
    for block in chain.blocks[110...] { damaged += BlockFolderWriter.record(block) }
    let pieces = chain.blocks[..<110].map { BlockFolderWriter.Piece.block($0) }
    let found = try judge([pieces + [.raw(BlockFolderWriter.record(damaged))]])
    #expect(found.report.isValid)
    #expect(found.report.tip == tip)
    #expect(found.ledger.tip == tip)
  }

  @Test("whatever is damaged", arguments: Seeds.of(1...12))
  func random(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    var pieces = [BlockFolderWriter.Piece.raw(record(0))]
    for block in chain.blocks.dropFirst().dropLast() {
      var record = BlockFolderWriter.record(block)
      switch Int.random(in: 0..<60, using: &generator) {
      case 0: record[Int.random(in: 88..<record.count, using: &generator)] ^= 1
      case 1: record.removeLast(Int.random(in: 1..<record.count, using: &generator))
      case 2: record[5] ^= UInt8.random(in: 1...7, using: &generator)
      case 3:
        var twin = record
        twin[twin.count - 1] ^= 1
        pieces.append(.raw(twin))
      default: break
      }
      pieces.append(.raw(record))
    }
    pieces.shuffle(using: &generator)
    // At the end nothing is cut off.
    let found = try judge([pieces + [.raw(record(chain.blocks.count - 1))]])
    if found.report.isValid {
      #expect(found.report.tip == found.ledger.tip, "seed \(seed)")
    } else if let offence = found.report.first, offence.violation.rule != .highHash {
      let left = found.ledger.skipped.filter {
        if case .damaged(offence.block, _) = $0.reason { true } else { false }
      }
      #expect(!left.isEmpty, "seed \(seed): \(offence)")
    }
    #expect(found.ledger.blockCount >= found.report.height + 1, "seed \(seed)")
  }
}
