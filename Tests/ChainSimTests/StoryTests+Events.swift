import Bitcoin
import Case
import ChainSim
import Testing
import Truth

/// What happens in the story, event by event.
extension StoryTests {
  @Test("the proof transfer has its time, nine inputs, two outputs and no fee")
  func proofIsThere() throws {
    let proof = try #require(try truth.readTransactions().first { $0.motif == .proof })
    let (height, transaction) = try #require(played.transactions[proof.txid])
    #expect(
      UTCTime(blockTime: played.blocks[height].header.time).description == "2011-06-23T06:50:15Z")
    let inputs = transaction.inputs.compactMap { played.output($0.prevout)?.output.value }
    #expect(inputs == Array(repeating: try bitcoins("500"), count: 8) + [try bitcoins("420")])
    #expect(
      transaction.outputs.map(\.value)
        == [try bitcoins("177.57575758"), try bitcoins("4242.42424242")])
    #expect(played.fee(of: transaction) == .zero)
  }

  @Test("the found coins come out of the proof transfer, rest, and go offline without a fee")
  func foundCoinsRest() throws {
    let rows = try truth.readOutputs()
    let old = rows.filter { $0.wallet == "old" }
    let offline = rows.filter { $0.wallet == "offline" }
    let march = try #require(UTCTime("2014-03-14")?.blockTime)
    let june = try #require(UTCTime("2011-06-30")?.blockTime)
    var resting = Satoshi.zero
    for row in old {
      let output = try #require(played.output(row.outPoint))
      let spent = try #require(played.spentAt[row.outPoint])
      guard output.time < march, played.blocks[spent].header.time >= march else { continue }
      #expect(output.time < june)
      resting = resting + output.output.value
    }
    #expect(resting == (try bitcoins("1999.9999")))
    let values = offline.compactMap { played.output($0.outPoint)?.output.value }
    #expect(values.reduce(.zero, +) == (try bitcoins("1999.9999")))
    #expect(offline.allSatisfy { played.spentAt[$0.outPoint] == nil })
    #expect((70...90).contains(offline.count))
    for row in offline {
      let (_, transaction) = try #require(played.transactions[row.outPoint.txid])
      #expect(played.fee(of: transaction) == .zero)
    }
    let known = Dictionary(
      books.addresses.map { ($0.address, $0.wallet) }, uniquingKeysWith: { first, _ in first })
    for row in old {
      let address = try #require(
        played.output(row.outPoint).flatMap { played.address(of: $0.output) })
      #expect(known[address] == nil, "the books know the forgotten wallet")
    }
    for row in offline {
      let address = try #require(
        played.output(row.outPoint).flatMap { played.address(of: $0.output) })
      #expect(known[address] == "offline")
    }
  }

  @Test("each sum of the losses is in the truth, and on the chain")
  func lossesAddUp() throws {
    let pieces = try truth.readThefts()
    func taken(_ kind: String) -> Satoshi {
      pieces.filter { $0.theft.hasPrefix(kind + "-") }.reduce(.zero) { $0 + $1.value }
    }
    #expect(taken("heist") == (try bitcoins("799.56")))
    #expect(taken("sweep") == (try bitcoins("5670.4901")))
    #expect(taken("paid-again") == (try bitcoins("3.86")))
    #expect(taken("overdraft") == (try bitcoins("8.96")))
    let rows = try truth.readOutputs().filter { $0.role == .burnt }
    let values = rows.compactMap { played.output($0.outPoint)?.output }
    #expect(values.count == 23)
    #expect(values.allSatisfy { $0.scriptPubKey.bytes == [0x76, 0xa9, 0x00, 0x88, 0xac] })
    #expect(values.map(\.value).max() == (try bitcoins("3.67758")))
    #expect(values.reduce(.zero) { $0 + $1.value } == (try bitcoins("26.09")))
    #expect(rows.allSatisfy { $0.owner == "nobody" && played.spentAt[$0.outPoint] == nil })
    for piece in pieces where piece.theft.hasPrefix("heist-") {
      guard case .output(let outPoint) = piece.place else { continue }
      #expect(played.spentAt[outPoint] == nil, "the heist's coins have moved")
    }
    let gone = taken("heist") + taken("sweep") + taken("paid-again") + (try bitcoins("26.09"))
    #expect(gone + (try bitcoins("1999.9999")) == (try bitcoins("8500")))
  }

  @Test("the site's requests are counted minute by minute, and refused while the flood lasts")
  func requestsAreCounted() throws {
    let begin = try #require(UTCTime("2014-02-07"))
    let end = try #require(UTCTime("2014-02-11"))
    #expect(books.requests.count == 6 * 1_440)
    for (row, next) in zip(books.requests, books.requests.dropFirst()) {
      #expect(next.time.blockTime == row.time.blockTime.map { $0 + 60 })
    }
    for row in books.requests {
      #expect(row.served <= 200 * 60)
      // 150,000 a second, and a few that would have come anyway.
      let isFlooded = row.time >= begin && row.time < end
      #expect(isFlooded ? (8_500_000...9_500_000).contains(row.refused) : row.refused == 0)
    }
  }

  @Test("what was done and said in public is told in the order of time, and no theft")
  func timelineIsTold() throws {
    #expect(books.timeline.map(\.time) == books.timeline.map(\.time).sorted())
    #expect(
      books.timeline.map(\.what).filter { $0 != "statement" } == [
        "proof-of-coins", "flooded", "withdrawals-halted", "transactions-halted",
        "deposits-halted", "site-closed", "filing", "wallet-found",
      ])
    #expect(books.timeline.count { $0.who == "mtgox" && $0.what == "statement" } == 5)
  }
}
