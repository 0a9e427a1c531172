import Bitcoin
import Files
import SystemPackage
import TestSupport
import Testing

@testable import Ledger

/// What stands in the files beside a chain that keeps the rules.
@Suite("ChainValidation of odd files")
struct OddFilesTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func write(
    _ files: [[BlockFolderWriter.Piece]], to name: String = "blocks"
  ) throws -> FilePath {
    let blocks = folder.path.appending(name)
    try BlockFolderWriter.write(files, to: blocks)
    return blocks
  }

  private func validate(
    _ blocks: FilePath, from: Int? = nil, to: Int? = nil, threads: Int = 2
  ) throws -> ValidationReport {
    try ChainValidation.run(
      blocks: blocks, network: .regtest, rules: ConsensusRules(.regtest), from: from, to: to,
      threads: threads)
  }

  /// The chain's last block on another parent, with a hash that misses its target.
  private func workless(on parent: Block, _ chain: SignedChain) -> Block {
    var block = chain.blocks[chain.blocks.count - 1]
    block.header.previousBlock = parent.header.computeHash()
    while block.header.meetsTarget() { block.header.nonce &+= 1 }
    return block
  }

  // MARK: - Bodies and work

  @Test("a body that is no block is a verdict")
  func undecodable() throws {
    let chain = SignedChain(seed: 3, blockCount: 5)
    var bytes = chain.blocks[50].encoded()
    bytes[80] = 3
    let blocks = try write([
      chain.blocks[..<50].map { .block($0) } + [.raw(BlockFolderWriter.record(bytes))]
        + chain.blocks[51...].map { .block($0) }
    ])
    for threads in 1...3 {
      let report = try validate(blocks, threads: threads)
      #expect(report.first?.height == 50)
      #expect(report.first?.violation.rule == .undecodable)
      #expect(report.first?.txid == nil)
      #expect(report.height == 49)
      #expect(report.tip == chain.blocks[49].header.computeHash())
    }
    #expect(try validate(blocks, from: 60).first?.height == 50)
    #expect(try validate(blocks, to: 49).isValid)
  }

  @Test("a block on the tip that misses its target is high-hash, elsewhere it is junk")
  func highHash() throws {
    let chain = SignedChain(seed: 4, blockCount: 3)
    let tip = chain.blocks.count - 1
    let onTip = workless(on: chain.blocks[tip], chain)
    let blocks = try write([chain.blocks.map { .block($0) } + [.block(onTip)]])
    let first = try #require(try validate(blocks).first)
    #expect(first.height == tip + 1)
    #expect(first.violation.rule == .highHash)
    #expect(first.block == onTip.header.computeHash())
    #expect(try validate(blocks, to: tip).isValid)
    #expect(try !validate(blocks, to: tip + 1).isValid)

    let elsewhere = workless(on: chain.blocks[tip - 1], chain)
    let other = try write([[.block(elsewhere)] + chain.blocks.map { .block($0) }], to: "other")
    #expect(try validate(other).isValid)
  }

  @Test("of several blocks in a row that miss their targets each is seen", arguments: 0..<4)
  func worklessRow(place: Int) throws {
    let chain = SignedChain(seed: 4, blockCount: 3)
    let tip = chain.blocks.count - 1
    let onTip = workless(on: chain.blocks[tip], chain)
    var row = (0..<3).map { BlockFolderWriter.Piece.block(workless(on: chain.blocks[$0], chain)) }
    row.insert(.block(onTip), at: place)
    let all = chain.blocks.map { BlockFolderWriter.Piece.block($0) }
    var torn = Array(BlockFolderWriter.record(chain.blocks[3]).prefix(100))
    // It claims more bytes than the file has.
    torn[6] = 8
    let files: [[[BlockFolderWriter.Piece]]] = [
      [all + row], [row + all], [all[..<50] + row + all[50...]],
      [[.raw(torn)] + row + all],
    ]
    for (number, pieces) in files.enumerated() {
      let first = try validate(write(pieces, to: "blocks\(number)")).first
      #expect(first?.violation.rule == .highHash, "\(number)")
      #expect(first?.block == onTip.header.computeHash(), "\(number)")
    }
  }

  // MARK: - Several bodies

  @Test("of several records with the same header the one with the header's body counts")
  func severalBodies() throws {
    let chain = SignedChain(seed: 8, blockCount: 30)
    let payment = chain.payments[3]
    let block = chain.blocks[payment.height]
    var cut = block
    cut.transactions.removeLast()
    var twin = block
    twin.transactions.append(block.transactions[block.transactions.count - 1])
    let wrong = [
      BlockFolderWriter.record(Array(block.encoded().dropLast())),
      BlockFolderWriter.record(block.encoded() + [0]),
      BlockFolderWriter.record(cut.encoded()),
      BlockFolderWriter.record(twin.encoded()),
    ].map { BlockFolderWriter.Piece.raw($0) }
    let below = chain.blocks[..<payment.height].map { BlockFolderWriter.Piece.block($0) }
    let above = chain.blocks[(payment.height + 1)...].map { BlockFolderWriter.Piece.block($0) }
    let right = try validate(write([below + [.block(block)] + above], to: "right"))
    #expect(right.isValid)
    let found = try (0...wrong.count).map { place in
      var bodies = wrong
      bodies.insert(.block(block), at: place)
      let blocks = try write([bodies + below, above], to: "place\(place)")
      let later = try validate(blocks, from: payment.height + 5)
      #expect(later.first == nil, "\(place)")
      return try validate(blocks)
    }
    for report in found { #expect(report == right) }
  }

  @Test("of several bodies of which none is the header's the same one is told in any order")
  func noBody() throws {
    let chain = SignedChain(seed: 8, blockCount: 30)
    let height = chain.payments[3].height
    var cut = chain.blocks[height]
    cut.transactions.removeLast()
    var changed = chain.blocks[height].encoded()
    changed[changed.count - 1] ^= 1
    let wrong = [
      BlockFolderWriter.record(Array(chain.blocks[height].encoded().dropLast())),
      BlockFolderWriter.record(cut.encoded()),
      BlockFolderWriter.record(changed),
    ].map { BlockFolderWriter.Piece.raw($0) }
    var rest = chain.blocks.map { BlockFolderWriter.Piece.block($0) }
    rest.remove(at: height)
    for (number, order) in [[0, 1, 2], [1, 2, 0], [2, 1, 0], [2, 0, 1]].enumerated() {
      let first = try validate(write([order.map { wrong[$0] } + rest], to: "o\(number)")).first
      #expect(first?.height == height)
      #expect(first?.violation.rule == .wrongMerkleRoot, "\(order)")
    }
  }

  // MARK: - Headers

  @Test("a wrong header is told with its height, and the blocks below are judged first")
  func wrongHeader() throws {
    var builder = SignedChain(seed: 6, blockCount: 5).builder
    let height = builder.blocks.count
    builder.addBlock(time: 1_296_688_602)
    builder.addBlock()
    let blocks = try write([builder.blocks.map { .block($0) }])
    let first = try validate(blocks).first
    #expect(first?.height == height)
    #expect(first?.violation.rule == .timeTooOld)
    let bad = SignedChain(seed: 6, blockCount: 5, wrong: [0: .signature(input: 0)])
    var both = bad.builder
    both.addBlock(time: 1_296_688_602)
    let other = try TemporaryFolder()
    try BlockFolderWriter.write(
      [both.blocks.map { .block($0) }], to: other.path.appending("blocks"))
    #expect(try validate(other.path.appending("blocks")).first?.height == bad.payments[0].height)
  }
}
