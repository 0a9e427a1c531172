import Bitcoin
import Case
import Ledger
import TestSupport
import Testing
import Tracer

/// Withdrawals mined under another txid, paid again or not, and coins that nobody can spend.
@Suite("Reconciliation: paid twice and burnt")
struct TwinAndBurntTests {
  static let coin: Int64 = 5_000_000_000
  static let fee = "fees of booked and internal transactions"

  /// A story with the lines, findings and flaws that it should give.
  struct Example: CustomTestStringConvertible, Sendable {
    let name: String
    let tell: @Sendable (inout Story) -> Void
    let lines: [String: Int64]
    /// What the account holds beyond its entries.
    var excess: Int64 = 0
    var paidTwice: [String] = []
    var burnt: [String] = []
    var flaws: [String] = []
    var testDescription: String { name }
  }

  /// The exchange has 50 BTC of a customer in `pool`.
  static func begin(_ story: inout Story) {
    story.own("hot1", account: "c1")
    story.own("hot2")
    story.mine("pool", for: "hot1")
    story.deposit("pool")
    story.mine("second", for: "hot2")
    story.deposit("second")
  }

  /// The entry of a coin under a txid that the chain does not have.
  static func lose(_ story: inout Story, _ coin: String, txid: UInt64 = 7) {
    var entry = story.entry(coin)
    entry.outPoint = OutPoint(txid: Txid(Hash256(txid, 0, 0, 0)), vout: entry.outPoint.vout)
    entry.time = sent.advanced(bySeconds: Int64(txid))
    story.books.withdrawals.append(entry)
  }

  /// `pool` pays the customer 1,000 as `coin`; the rest goes back, the fee is 10.
  static func withdraw(_ story: inout Story, _ coin: String, from spent: String) {
    story.pay([spent], [(coin, "customer", 1_000), ("\(coin) rest", "hot1", Self.coin - 1_010)])
    story.closeBlock()
  }

  /// When the chain of a story begins, before all entries that `Story` makes itself.
  static let sent = UTCTime(blockTime: 1_296_688_602)
  static let lost = Txid(Hash256(7, 0, 0, 0))

  @Test(
    "each has its line, its source and its flaws, and the equation closes",
    arguments: paidTwice + burnt)
  func lines(_ example: Example) throws {
    var story = Story()
    Self.begin(&story)
    example.tell(&story)
    story.settle(excess: example.excess)
    let world = try story.makeLedger()
    let found = try Reconciliation.run(
      books: story.books, ledger: world.ledger, until: world.ledger.tipHeight)
    #expect(found.amounts == example.lines)
    #expect(found.difference == .zero)
    #expect(found.flaws.map { named($0, story) } == example.flaws.map { "withdrawals.csv: \($0)" })
    for (name, coins) in [("paid-twice", example.paidTwice), ("burnt", example.burnt)] {
      let finding = try #require(found.finding(named: name))
      #expect(
        finding.sources
          == coins.compactMap { world.ledger.output(story.outPoint($0)) }.map {
            .output($0, label: name)
          })
      #expect(finding.sources.count == coins.count)
      #expect(
        finding.amount.rawValue == example.lines[name == "burnt" ? "burnt" : "paid twice"] ?? 0)
    }
    let missing = try #require(found.finding(named: "missing"))
    let parts = found.findings.filter { $0.name != "missing" }
    #expect(missing.amount == parts.reduce(.zero) { $0 + $1.amount })
    #expect(missing.sources == parts.flatMap(\.sources))
    // At each height, whatever of it has happened by then.
    for height in 0...world.ledger.tipHeight {
      let then = try Reconciliation.run(books: story.books, ledger: world.ledger, until: height)
      #expect(then.difference == .zero, "height \(height)")
    }
  }

  @Test("burnt coins stand as unspendable in the account of the missing")
  func account() throws {
    var story = Story()
    Self.begin(&story)
    story.pay(["pool"], [("ash", "burnt hash", 4_000), ("rest", "hot1", Self.coin - 4_010)])
    story.closeBlock()
    story.settle()
    let world = try story.makeLedger()
    let found = try Reconciliation.run(
      books: story.books, ledger: world.ledger, until: world.ledger.tipHeight)
    let sources = try #require(found.finding(named: "missing")).sources
    let account = try Accounting.run(
      ledger: world.ledger, sources: sources, holders: HolderIndex(ledger: world.ledger))
    #expect(account.missing == Satoshi(4_000))
    #expect(
      account.lines.filter { $0.amount > .zero }.map(\.name) == ["unspendable"])
    #expect(account.isClosed)
  }

  /// A flaw with names where txids stand.
  private func named(_ flaw: EntryFlaw, _ story: Story) -> String {
    var text = flaw.description.replacing("books/", with: "")
    text.replace(Self.lost.description, with: "LOST")
    text.replace(Txid(Hash256(8, 0, 0, 0)).description, with: "LOST8")
    for (name, outPoint) in story.coins.sorted(by: { $0.key < $1.key })
    where !name.hasSuffix("rest") {
      text.replace("\(outPoint.txid)", with: name.uppercased())
    }
    return text
  }
}
