import Bitcoin
import Files
import SystemPackage
import TestSupport
import Testing

@testable import Ledger

/// Chains that somebody made to bring the validation down.
@Suite("ChainValidation of hostile chains")
struct HostileChainTests {
  private let folder: TemporaryFolder
  private let rules = ConsensusRules(.regtest)

  init() throws {
    folder = try TemporaryFolder()
  }

  private var blocks: FilePath { folder.path.appending("blocks") }

  private func validate(threads: Int) throws(LedgerError) -> ValidationReport {
    try ChainValidation.run(blocks: blocks, network: .regtest, rules: rules, threads: threads)
  }

  @Test("wrong bytes anywhere end with a verdict or an error", arguments: Seeds.of(1...6))
  func changedFile(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let chain = SignedChain(seed: UInt64(seed), blockCount: 6)
    try BlockFolderWriter.write([chain.blocks.map { .block($0) }], to: blocks)
    let file = blocks.appending("blk00000.dat")
    let bytes = try File.read(file)
    for _ in 0..<20 {
      var changed = bytes
      // The payments stand at the end.
      let start = Bool.random(using: &generator) ? bytes.count * 4 / 5 : 0
      mutate(&changed, from: start, &generator)
      try AtomicFile.write(changed, to: file)
      var reports: [ValidationReport?] = []
      for threads in [1, 3] { reports.append(try? validate(threads: threads)) }
      #expect(reports[0] == reports[1], "seed \(seed)")
      if let offence = reports[0]?.first { #expect(!"\(offence.violation)".isEmpty) }
    }
  }

  @Test(
    "any transactions under right work and root get the verdict of the reference",
    arguments: Seeds.of(1...6))
  func changedTransactions(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(100 + seed))
    let chain = SignedChain(seed: UInt64(seed), blockCount: 10)
    var rulesBroken: Set<BlockRule> = []
    for _ in 0..<25 {
      var changed = chain.blocks
      let place = Int.random(in: 100..<changed.count, using: &generator)
      var bytes = changed[place].encoded()
      mutate(&bytes, from: BlockHeader.encodedSize + 1, &generator)
      guard let block = try? Block(decoding: bytes) else { continue }
      changed[place].transactions = block.transactions
      changed[place].header.merkleRoot = block.computeMerkleRoot()
      mine(&changed, from: place)
      try BlockFolderWriter.write([changed.map { .block($0) }], to: blocks)
      let reference = ReferenceValidation.report(changed, rules)
      for threads in [1, 3] {
        #expect(try validate(threads: threads) == reference, "seed \(seed), block \(place)")
      }
      if let rule = reference.first?.violation.rule { rulesBroken.insert(rule) }
      try Folder.remove(blocks)
    }
    #expect(rulesBroken.count >= 2, "seed \(seed): \(rulesBroken)")
  }

  /// Changes one to three places behind `start`.
  private func mutate(
    _ bytes: inout [UInt8], from start: Int, _ generator: inout SeededGenerator
  ) {
    for _ in 0..<Int.random(in: 1...3, using: &generator) {
      guard start < bytes.count else { return }
      let place = Int.random(in: start..<bytes.count, using: &generator)
      switch Int.random(in: 0..<5, using: &generator) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
      case 1: bytes[place] = 0xff
      case 2: bytes[place] ^= 1
      case 3: bytes[place] = 0
      default: bytes.removeSubrange(place..<min(bytes.count, place + 4))
      }
    }
  }

  /// Makes the headers from `place` on follow each other again, with work.
  private func mine(_ blocks: inout [Block], from place: Int) {
    for height in place..<blocks.count {
      blocks[height].header.previousBlock = blocks[height - 1].header.computeHash()
      while !blocks[height].header.meetsTarget() { blocks[height].header.nonce += 1 }
    }
  }
}
