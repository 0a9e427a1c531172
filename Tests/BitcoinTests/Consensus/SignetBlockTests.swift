import Bitcoin
import Testing

/// A block of the default signet.
struct SignetBlock: Decodable, Sendable, CustomTestStringConvertible {
  let height: Int
  let source: String
  let block: String
  var testDescription: String { "signet block \(height)" }
}

@Suite("Signet blocks")
struct SignetBlockTests {
  static let blocks = SharedData.own("signet_blocks.json", as: SignetBlock.self)

  @Test("there are ten, and they form a chain")
  func blocksFormAChain() throws {
    #expect(SignetBlockTests.blocks.count == 10)
    var headers = HeaderChain(ConsensusRules(.signet))
    for row in SignetBlockTests.blocks {
      let block = try Block(decoding: try #require(Hex.decode(row.block)))
      let violation = headers.append(block.header)
      #expect(violation == nil)
      #expect(headers.height == row.height)
    }
  }

  @Test("each has a solution, which is for its own bytes", arguments: blocks)
  func blocksAreSolved(_ row: SignetBlock) throws {
    let rules = ConsensusRules(.signet)
    let block = try Block(decoding: try #require(Hex.decode(row.block)))
    let txids = block.transactions.map { $0.computeTxid() }
    #expect(block.check(rules, txids: txids) == nil)
    #expect(
      block.checkInContext(rules, height: row.height, medianTimePast: block.header.time - 1) == nil)
    #expect(block.computeWeight() == 3 * block.computeStrippedSize() + row.block.utf8.count / 2)
    let other = ConsensusRules(.signet, signetChallenge: [0x00])
    #expect(block.check(other, txids: txids)?.reason == "bad-signet-blksig")
    let open = ConsensusRules(.signet, signetChallenge: [0x6a])
    #expect(block.check(open, txids: txids)?.script?.rule == .opReturn)
  }
}
