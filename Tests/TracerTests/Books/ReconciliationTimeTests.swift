import Bitcoin
import Case
import Ledger
import TestSupport
import Testing
import Tracer

@Suite("Reconciliation: when, and by what evidence")
struct ReconciliationTimeTests {
  /// Height 1 mines; 2 deposits; 3 moves to `hot1`; 4 pays out with an entry; 5 is the theft; 6 moves
  /// the rest to `old1`, together with `hot1`.
  static func story() -> Story {
    var story = Story()
    ReconciliationTests.begin(&story)
    story.pay(["pool"], [("out", "customer", 1_000), ("rest", "hot1", 4_999_998_985)])
    story.closeBlock()
    story.withdraw("out")
    story.pay(
      ["rest"], [("loot", "thief", 4_000), ("a", "hot1", 10_000), ("b", "old1", 4_999_984_980)])
    story.closeBlock()
    story.pay(["a", "b"], [("hoard", "old1", 4_999_994_980)])
    story.closeBlock()
    story.settle()
    return story
  }

  @Test("the equation is of the books' close unless another height is asked for")
  func close() throws {
    let story = ReconciliationTimeTests.story()
    let world = try story.makeLedger()
    let result = try Reconciliation.run(books: story.books, ledger: world.ledger)
    #expect(result.closeHeight == 4)
    #expect(result.asOf == ClaimedBlock(height: 4, hash: world.ledger.blockHashes[4]))
    #expect(result.time == UTCTime(blockTime: world.ledger.blockTimes[4]))
    #expect(
      result.amounts == [
        "held in wallet hot": 4_999_998_985, ReconciliationTests.feeLine: 15,
      ])
    #expect(result.lines[0].amount == Satoshi(5_000_000_000 - 1_000))
  }

  @Test("at each height the equation closes, with what had been booked by then")
  func heights() throws {
    let story = ReconciliationTimeTests.story()
    let world = try story.makeLedger()
    let owed: [Int64] = [0, 0, 5_000_000_000, 5_000_000_000, 4_999_999_000, 4_999_999_000]
    for height in 0...6 {
      let result = try Reconciliation.run(books: story.books, ledger: world.ledger, until: height)
      #expect(result.difference == .zero)
      #expect(result.lines[0].amount.rawValue == owed[min(height, 5)], "height \(height)")
      #expect(result.asOf.height == height)
    }
    let last = try Reconciliation.run(books: story.books, ledger: world.ledger, until: 99)
    #expect(last.asOf.height == 6)
    #expect(
      last.amounts == [
        "forgotten coins": 4_999_994_980, "unbooked payments": 4_000,
        "fees of unbooked payments": 5, ReconciliationTests.feeLine: 15,
      ])
  }

  @Test(
    "an entry that the chain does not have counts from its time on, and at the close in any case")
  func entryNotOnChain() throws {
    var story = ReconciliationTimeTests.story()
    let world = try story.makeLedger()
    for (number, time) in [world.ledger.blockTimes[3], world.ledger.blockTimes[6]].enumerated() {
      var entry = story.entry("in")
      entry.outPoint = OutPoint(txid: Txid(Hash256(UInt64(number), 1, 2, 3)), vout: 0)
      entry.amount = Satoshi(number == 0 ? 10 : 100)
      entry.time = UTCTime(blockTime: time)
      story.books.deposits.append(entry)
    }
    let line = "deposits that are not on the chain"
    for (height, amount) in [(2, nil), (3, 10), (4, 110), (6, 110)] as [(Int, Int64?)] {
      let result = try Reconciliation.run(books: story.books, ledger: world.ledger, until: height)
      #expect(result.amounts[line] == amount, "height \(height)")
      #expect(result.isClosed)
    }
  }

  @Test("lines, findings and evidence name their transactions")
  func evidence() throws {
    let story = ReconciliationTimeTests.story()
    let world = try story.makeLedger()
    let result = try Reconciliation.run(books: story.books, ledger: world.ledger, until: 6)
    let lines = Dictionary(uniqueKeysWithValues: result.lines.map { ($0.name, $0.txids) })
    #expect(lines["unbooked payments"] == [story.txid("loot")])
    #expect(lines["fees of unbooked payments"] == [story.txid("loot")])
    #expect(lines["forgotten coins"] == [story.txid("hoard")])
    #expect(lines[ReconciliationTests.feeLine] == [story.txid("pool"), story.txid("out")])
    let ledger = world.ledger.transactionCount
    #expect(ledger > 0)
    let evidence = try #require(result.forgotten.first)
    #expect(result.forgotten.count == 1)
    #expect(evidence.txid == story.txid("hoard"))
    #expect(evidence.address == Story.address("old1"))
    #expect(evidence.joinedWith == Story.address("hot1"))
    #expect(evidence.evidence.steps == 1)
    #expect(evidence.balance == Satoshi(4_999_994_980))
    let loot = world.ledger.output(story.outPoint("loot"))
    let theft = world.ledger.transaction(story.txid("loot"))
    let hoard = world.ledger.output(story.outPoint("hoard"))
    #expect(
      result.finding(named: "missing")?.sources == [
        .output(try #require(loot), label: "unbooked"),
        .fee(of: try #require(theft), label: "unbooked"),
        .output(try #require(hoard), label: "forgotten"),
      ])
    #expect(result.finding(named: "nothing") == nil)
  }

  @Test("the exchange's scripts are those that the multi-input rule joins")
  func clusters() throws {
    let story = ReconciliationTimeTests.story()
    let world = try story.makeLedger()
    let scripts = try ExchangeScripts(books: story.books, ledger: world.ledger)
    let clusters = try Clusters.multiInput(world.ledger)
    let own = Set(scripts.booked.map { clusters.cluster(of: $0.script) })
    for row in 0..<world.ledger.scriptCount {
      let script = ScriptIndex(row)
      let isOwn = scripts.isOwn(script)
      #expect(isOwn == own.contains(clusters.cluster(of: script)))
    }
  }

  @Test("books that cannot be held against the chain are refused with the reason")
  func refusals() throws {
    var story = ReconciliationTimeTests.story()
    let world = try story.makeLedger()
    func message() -> String {
      do {
        _ = try Reconciliation.run(books: story.books, ledger: world.ledger)
        return "accepted"
      } catch {
        return "\(error)"
      }
    }
    story.books.addresses[1].address = "1BoatSLRHtKNngkdXEeobR76b53LETtpyT"
    #expect(
      message()
        == "books/addresses.csv: row 2: \"1BoatSLRHtKNngkdXEeobR76b53LETtpyT\" is no address of "
        + "regtest")
    story.books.addresses = []
    #expect(
      message() == "books/addresses.csv: no address, so no coin can be the exchange's")
    #expect(throws: ReconciliationError.negativeHeight(-1)) {
      var story = ReconciliationTimeTests.story()
      story.books.accounts = []
      _ = try Reconciliation.run(books: story.books, ledger: world.ledger, until: -1)
    }
  }

  @Test("books whose amounts pass 64 bits are refused, not added up wrongly")
  func overflow() throws {
    var story = ReconciliationTimeTests.story()
    let world = try story.makeLedger()
    var entry = story.entry("in")
    entry.amount = .maxMoney
    let right = story.books
    story.books.deposits = [Books.Entry](repeating: entry, count: 5_000)
    #expect(throws: ReconciliationError.sumOutOfRange) {
      _ = try Reconciliation.run(books: story.books, ledger: world.ledger)
    }
    // Each sum fits, what they differ by does not.
    story.books = right
    story.books.withdrawals = [Books.Entry](repeating: entry, count: 4_000)
    story.books.accounts = (0..<4_000).map {
      Books.Account(id: "\($0)", country: "", balance: .maxMoney)
    }
    #expect(throws: ReconciliationError.sumOutOfRange) {
      _ = try Reconciliation.run(books: story.books, ledger: world.ledger)
    }
  }
}
