import Testing

@testable import Bitcoin

@Suite("Real blocks under the rules of a block")
struct RealBlockRulesTests {
  @Test(
    "a block of mainnet keeps the rules that can be told without its coins",
    arguments: [300_025, 413_567, 702_861])
  func blocksKeepTheRules(_ height: Int) throws {
    let name = "mainnet_\(height).raw"
    guard let bytes = try SharedData.bytes(name, in: SharedData.realData) else { return }
    let block = try Block(decoding: bytes)
    let rules = ConsensusRules(.mainnet)
    let txids = block.transactions.map { $0.computeTxid() }
    let wtxids = block.transactions.map { $0.computeWtxid() }
    let median = block.header.time - 1
    #expect(block.check(rules, txids: txids) == nil)
    #expect(
      block.checkInContext(rules, height: height, medianTimePast: median, wtxids: wtxids) == nil)
    #expect(
      block.checkInContext(rules, height: height + 1, medianTimePast: median)?.rule
        == .wrongCoinbaseHeight)
    #expect(
      block.check(ConsensusRules(.regtest), txids: txids.reversed())?.rule == .wrongMerkleRoot)

    var stripped = BlockHeader.encodedSize + CompactSize.encodedSize(of: block.transactions.count)
    for transaction in block.transactions {
      let size = transaction.encoded(includingWitness: false).count
      #expect(transaction.computeStrippedSize() == size)
      #expect(transaction.computeSize() == transaction.encoded().count)
      stripped += size
    }
    #expect(block.computeStrippedSize() == stripped)
    #expect(block.computeWeight() == 3 * stripped + bytes.count)
    #expect(block.computeWeight() <= 4_000_000)
  }
}
