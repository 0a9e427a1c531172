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

  static let examples: [Example] = [
    Example(
      name: "a withdrawal under another txid, paid again: the second payment is the loss",
      tell: { story in
        withdraw(&story, "first", from: "pool")
        lose(&story, "first")
        withdraw(&story, "again", from: "second")
        story.withdraw("again")
      },
      lines: ["held in wallet hot": 2 * coin - 2_020, "paid twice": 1_000, fee: 20],
      excess: 1_000, paidTwice: ["again"],
      flaws: [
        "row 1: no transaction LOST on the chain, but FIRST pays the same address the same sum",
        "row 2: pays the request of row 1 again",
      ]),
    Example(
      name: "a withdrawal under another txid that was not paid again costs nothing",
      tell: { story in
        withdraw(&story, "first", from: "pool")
        lose(&story, "first")
      },
      lines: ["held in wallet hot": 2 * coin - 1_010, fee: 10],
      flaws: [
        "row 1: no transaction LOST on the chain, but FIRST pays the same address the same sum"
      ]),
    Example(
      name: "two withdrawals of the same sum to the same address are two withdrawals",
      tell: { story in
        withdraw(&story, "first", from: "pool")
        story.withdraw("first")
        withdraw(&story, "other", from: "second")
        story.withdraw("other")
      },
      lines: ["held in wallet hot": 2 * coin - 2_020, fee: 20]),
    Example(
      name: "a second request after one under another txid, debited as well, is honest",
      tell: { story in
        withdraw(&story, "first", from: "pool")
        lose(&story, "first")
        withdraw(&story, "other", from: "second")
        story.withdraw("other")
      },
      lines: ["held in wallet hot": 2 * coin - 2_020, fee: 20],
      flaws: [
        "row 1: no transaction LOST on the chain, but FIRST pays the same address the same sum"
      ]),
    Example(
      name: "a replaced transaction that pays at another place is the entry's twin, too",
      tell: { story in
        story.pay(
          ["pool"], [("rest", "hot1", coin - 1_050), ("bumped", "customer", 1_000)])
        story.closeBlock()
        var entry = story.entry("bumped")
        entry.outPoint = OutPoint(txid: lost, vout: 0)
        entry.time = sent
        story.books.withdrawals.append(entry)
      },
      lines: ["held in wallet hot": 2 * coin - 1_050, fee: 50],
      flaws: [
        "row 1: no transaction LOST on the chain, but BUMPED pays the same address the same sum"
      ]),
    Example(
      name: "three times the same request: each payment after the first is a loss",
      tell: { story in
        withdraw(&story, "first", from: "pool")
        lose(&story, "first")
        withdraw(&story, "again", from: "second")
        lose(&story, "again", txid: 8)
        story.pay(
          ["first rest"], [("third", "customer", 1_000), ("rest", "hot1", coin - 2_020)])
        story.closeBlock()
        story.withdraw("third")
      },
      lines: [
        "held in wallet hot": 2 * coin - 3_030, "paid twice": 2_000, fee: 30,
      ],
      excess: 2_000, paidTwice: ["again", "third"],
      flaws: [
        "row 1: no transaction LOST on the chain, but FIRST pays the same address the same sum",
        "row 2: pays the request of row 1 again",
        "row 2: no transaction LOST8 on the chain, but AGAIN pays the same address the same sum",
        "row 3: pays the request of row 2 again",
      ]),
    Example(
      name: "the second entry of another account is another request",
      tell: { story in
        withdraw(&story, "first", from: "pool")
        lose(&story, "first")
        withdraw(&story, "other", from: "second")
        story.withdraw("other")
        story.books.withdrawals[1].account = "c2"
        story.books.deposits[1].account = "c2"
      },
      lines: ["held in wallet hot": 2 * coin - 2_020, fee: 20],
      flaws: [
        "row 1: no transaction LOST on the chain, but FIRST pays the same address the same sum"
      ]),
    Example(
      name: "a booked transaction is nobody's twin: the lost entry stays without one",
      tell: { story in
        withdraw(&story, "first", from: "pool")
        lose(&story, "first")
        story.withdraw("first")
      },
      lines: [
        "held in wallet hot": 2 * coin - 1_010, "withdrawals that are not on the chain": -1_000,
        fee: 10,
      ], flaws: ["row 1: no transaction LOST on the chain"]),
    Example(
      name: "what strangers pay the same address is no twin",
      tell: { story in
        story.mine("strange", for: "stranger")
        story.pay(["strange"], [("gift", "customer", 1_000), ("s", "stranger", coin - 1_000)])
        story.closeBlock()
        lose(&story, "gift")
      },
      lines: [
        "held in wallet hot": 2 * coin, "withdrawals that are not on the chain": -1_000,
      ], flaws: ["row 1: no transaction LOST on the chain"]),
    Example(
      name: "another sum to the same address is no twin, and so unbooked",
      tell: { story in
        withdraw(&story, "first", from: "pool")
        lose(&story, "first")
        story.books.withdrawals[0].amount = Satoshi(1_001)
      },
      lines: [
        "held in wallet hot": 2 * coin - 1_010, "unbooked payments": 1_000,
        "fees of unbooked payments": 10, "withdrawals that are not on the chain": -1_001,
      ], flaws: ["row 1: no transaction LOST on the chain"]),
    Example(
      name: "a payment more than a day before the entry is no twin",
      tell: { story in
        withdraw(&story, "first", from: "pool")
        lose(&story, "first")
        story.books.withdrawals[0].time = UTCTime(blockTime: 2_000_000_000)
      },
      lines: [
        "held in wallet hot": 2 * coin - 1_010, "unbooked payments": 1_000,
        "fees of unbooked payments": 10, "withdrawals that are not on the chain": -1_000,
      ], flaws: ["row 1: no transaction LOST on the chain"]),
    Example(
      name: "coins paid to a hash of no bytes are burnt, the fee is the exchange's",
      tell: { story in
        story.pay(
          ["pool"], [("ash", "burnt hash", 4_000), ("rest", "hot1", coin - 4_010)])
        story.closeBlock()
      },
      lines: ["held in wallet hot": 2 * coin - 4_010, "burnt": 4_000, fee: 10], burnt: ["ash"]),
    Example(
      name: "coins beside OP_RETURN are burnt",
      tell: { story in
        story.pay(
          ["pool"], [("ash", "burnt return", 4_000), ("rest", "hot1", coin - 4_000)])
        story.closeBlock()
      },
      lines: ["held in wallet hot": 2 * coin - 4_000, "burnt": 4_000], burnt: ["ash"]),
    Example(
      name: "burnt beside taken: the fee went with what was taken",
      tell: { story in
        story.pay(
          ["pool"],
          [("ash", "burnt hash", 4_000), ("loot", "thief", 500), ("rest", "hot1", coin - 4_510)])
        story.closeBlock()
      },
      lines: [
        "held in wallet hot": 2 * coin - 4_510, "burnt": 4_000, "unbooked payments": 500,
        "fees of unbooked payments": 10,
      ], burnt: ["ash"]),
    Example(
      name: "a burnt output without coins is nothing",
      tell: { story in
        story.pay(["pool"], [("ash", "burnt return", 0), ("rest", "hot1", coin - 10)])
        story.closeBlock()
      }, lines: ["held in wallet hot": 2 * coin - 10, fee: 10]),
    Example(
      name: "what strangers burn is not the exchange's",
      tell: { story in
        story.mine("strange", for: "stranger")
        story.pay(["strange"], [("ash", "burnt hash", coin)])
        story.closeBlock()
      }, lines: ["held in wallet hot": 2 * coin]),
  ]

  @Test("each has its line, its source and its flaws, and the equation closes", arguments: examples)
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
