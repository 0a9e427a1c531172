import Bitcoin
import Case
import ChainSim
import Files
import SystemPackage
import Testing
import Truth

@Suite("The story on chain")
struct StoryTests {
  let played: PlayedCase
  let books: Books
  let truth: TruthFolder

  init() throws {
    played = try PlayedCase.small.get()
    books = try played.folder.readBooks()
    truth = TruthFolder(played.folder.truth)
  }

  func bitcoins(_ text: String) throws -> Satoshi { try #require(Satoshi(bitcoins: text)) }

  @Test("the chain is as long and as busy as the scenario promises")
  func hasSize() {
    #expect(played.blocks.count == played.report.height + 1)
    let payments = played.transactions.values.count { !$0.transaction.isCoinbase }
    #expect(payments == played.report.payments)
    #expect(payments >= 4_000)
  }

  @Test("the tip is the one that it always was")
  func keepsBytes() {
    #expect(
      played.blocks.last?.header.computeHash().description
        == "447681b18675f1bda8498b54c5f4034f4fe1ace6239e51c1b3426ce20512afc2")
  }

  @Test("the books owe what the scenario says, and are the sum of their entries")
  func booksAddUp() throws {
    func balance(_ id: String) -> Satoshi? { books.accounts.first { $0.id == id }?.balance }
    let company = try #require(balance("company"))
    let reserve = try #require(balance("reserve"))
    let all = books.accounts.reduce(Satoshi.zero) { $0 + $1.balance }
    #expect(all - company - reserve == (try bitcoins("7500")))
    #expect(company == (try bitcoins("1000")))
    let deposits = books.deposits.reduce(Satoshi.zero) { $0 + $1.amount }
    let withdrawals = books.withdrawals.reduce(Satoshi.zero) { $0 + $1.amount }
    // A request that was paid twice stands there twice, and its account was debited once.
    #expect(deposits - withdrawals + (try bitcoins("3.86")) == all)
    #expect(books.accounts.count == 902)
    #expect(books.accounts.count { $0.country == "JP" } == 7)
  }

  @Test("each entry but those of changed withdrawals is an output of the chain, as the books say")
  func booksAreOnChain() throws {
    let changed = try truth.readTransactions().count { $0.motif == .malleated }
    let lost = books.withdrawals.filter { played.output($0.outPoint) == nil }
    #expect(lost.count == changed && changed > 0)
    #expect(lost.reduce(.zero) { $0 + $1.amount } == (try bitcoins("3.86")))
    let halt = try #require(UTCTime("2014-02-07"))
    #expect(books.withdrawals.allSatisfy { $0.time < halt })
    for entries in [books.deposits, books.withdrawals] {
      #expect(entries.map(\.time) == entries.map(\.time).sorted())
      #expect(Set(entries.map(\.outPoint)).count == entries.count)
      for entry in entries where !lost.contains(entry) {
        let output = try #require(played.output(entry.outPoint))
        #expect(output.output.value == entry.amount)
        #expect(UTCTime(blockTime: output.time) == entry.time)
        #expect(played.address(of: output.output) == entry.address)
      }
    }
  }

  @Test("each output has one owner, in chain order; what owners hold is the UTXO set")
  func truthIsComplete() throws {
    let rows = try truth.readOutputs()
    let mined = played.outputs.filter { $0.height > 0 }
    #expect(rows.map(\.outPoint) == mined.map(\.outPoint))
    #expect(rows.allSatisfy { $0.stolen >= .zero })
    var owned = Satoshi.zero
    for row in rows where played.spentAt[row.outPoint] == nil {
      let value = try #require(played.output(row.outPoint)).output.value
      #expect(row.stolen <= value)
      owned = owned + value
    }
    var claimed = Satoshi.zero
    for block in played.blocks.dropFirst() {
      claimed = block.transactions[0].outputs.reduce(claimed) { $0 + $1.value }
      claimed = block.transactions.dropFirst().reduce(claimed) { $0 - played.fee(of: $1) }
    }
    #expect(owned == claimed)
    #expect(
      try truth.readTransactions().map(\.txid)
        == played.blocks.dropFirst().flatMap { $0.transactions.map { $0.computeTxid() } })
  }

  @Test("6,482.8701 BTC were taken, and the truth says where they ended")
  func theftsAddUp() throws {
    let pieces = try truth.readThefts()
    #expect(pieces.reduce(.zero) { $0 + $1.value } == (try bitcoins("6482.8701")))
    let withdrawn = Set(books.withdrawals.map(\.outPoint))
    for piece in pieces {
      switch piece.place {
      case .output(let outPoint):
        #expect(played.output(outPoint)?.output.value == piece.value)
        #expect(withdrawn.contains(outPoint) == piece.theft.hasPrefix("paid-again-"))
      case .fee(let txid):
        let transaction = try #require(played.transactions[txid]).transaction
        #expect(played.fee(of: transaction) == piece.value)
      }
    }
    let holders = try truth.readHolders()
    #expect(holders.reduce(.zero) { $0 + $1.stolen } == (try bitcoins("6482.8701")))
    #expect(
      Set(holders.map(\.holder)) == [
        "early-thief", "exchange-e", "exchange-t", "forgers", "miners", "mtgox", "racer",
        "thief",
      ])
    #expect(holders.first { $0.holder == "early-thief" }?.stolen == (try bitcoins("799.56")))
    let owners = try truth.readOutputs().filter { played.spentAt[$0.outPoint] == nil }
    let kept = owners.filter { $0.owner == "thief" }.reduce(Satoshi.zero) { $0 + $1.stolen }
    #expect(kept == holders.first { $0.holder == "thief" }?.stolen)
  }

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

  @Test("liabilities = held + forgotten + taken + burnt + fees of the exchange's own transactions")
  func equationCloses() throws {
    let heights = (books.deposits + books.withdrawals).compactMap {
      played.output($0.outPoint)?.height
    }
    let close = try #require(heights.max())
    let wallets = Dictionary(
      try truth.readOutputs().map { ($0.outPoint, $0) }, uniquingKeysWith: { first, _ in first })
    let known = Set(books.addresses.map(\.address))
    var held = Satoshi.zero
    var forgotten = Satoshi.zero
    for output in played.outputs where output.height <= close {
      if let spent = played.spentAt[output.outPoint], spent <= close { continue }
      let row = wallets[output.outPoint]
      if played.address(of: output.output).map(known.contains) == true {
        held = held + output.output.value
      } else if row?.owner == "mtgox", row?.wallet == "old" {
        forgotten = forgotten + output.output.value
      }
    }
    #expect(forgotten == (try bitcoins("1999.9999")))
    let swept = Set(
      try truth.readTransactions().filter { $0.motif == .sweep || $0.motif == .heist }
        .map(\.txid))
    var fees = Satoshi.zero
    for (txid, place) in played.transactions
    where place.height <= close && !swept.contains(txid) && !place.transaction.isCoinbase {
      let row = wallets[place.transaction.inputs[0].prevout]
      if row?.owner == "mtgox" { fees = fees + played.fee(of: place.transaction) }
    }
    // What was taken from another bank stands outside.
    let taken = try truth.readThefts().filter { !$0.theft.hasPrefix("overdraft-") }
      .reduce(Satoshi.zero) { $0 + $1.value }
    let owed = books.accounts.reduce(Satoshi.zero) { $0 + $1.balance }
    #expect(owed == held + forgotten + taken + (try bitcoins("26.09")) + fees)
    #expect(books.accounts.first { $0.id == "reserve" }?.balance == held + fees)
  }

  @Test("seven claims are written, one of them true")
  func claimsAreWritten() throws {
    let claims = try played.folder.readClaims()
    #expect(
      claims.map(\.id)
        == [
          "another-key", "copied-proof", "found-wallet", "ledger-9510", "mined-coins", "moved-5300",
          "old-wallet",
        ])
    #expect(claims.first { $0.id == "found-wallet" }?.amount == (try bitcoins("1999.9999")))
    let rows = try truth.readClaims()
    #expect(rows.filter(\.isTrue).map(\.claim) == ["found-wallet"])
  }

  @Test("the same bytes on one thread; other bytes and the same sums under another seed")
  func isDeterministic() throws {
    let again = try PlayedCase("mtgox-small", threads: 1)
    #expect(try files(again.folder.root) == files(played.folder.root))
    let other = try PlayedCase("mtgox-small", seed: 7)
    #expect(other.blocks.last?.header != played.blocks.last?.header)
    let thefts = try TruthFolder(other.folder.truth).readThefts()
    #expect(thefts.reduce(.zero) { $0 + $1.value } == (try bitcoins("6482.8701")))
    let balances = try other.folder.readBooks().accounts
    #expect(balances.first { $0.id == "company" }?.balance == (try bitcoins("1000")))
  }

  /// All files below a folder, with their bytes.
  private func files(_ path: FilePath) throws -> [String: [UInt8]] {
    var all: [String: [UInt8]] = [:]
    for name in try Folder.list(path) {
      let inside = path.appending(name)
      if Folder.exists(inside) {
        for (file, bytes) in try files(inside) { all["\(name)/\(file)"] = bytes }
      } else {
        all[name] = try File.read(inside)
      }
    }
    return all
  }
}
