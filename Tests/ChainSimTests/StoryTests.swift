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
        == "0e64f6731cd55f822f141d863a696b46a43b6024f9d2ee4ad6a21bb31a2aa330")
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
