import Bitcoin
import Case
import Ledger
import TestSupport
import Testing
import Tracer

@Suite("Reconciliation")
struct ReconciliationTests {
  /// A story with the lines, flaws and findings that it should give.
  struct Example: CustomTestStringConvertible, Sendable {
    let name: String
    let tell: @Sendable (inout Story) -> Void
    let lines: [String: Int64]
    var flaws: [String] = []
    var unbooked: Int64 = 0
    var forgotten: Int64 = 0
    var testDescription: String { name }
  }

  static let coin: Int64 = 5_000_000_000

  /// One deposit of 50 BTC to `deposit1`, moved to `hot1` at a fee of 10.
  static func begin(_ story: inout Story) {
    story.own("deposit1", account: "c1")
    story.own("hot1")
    story.mine("mined", for: "customer")
    story.pay(["mined"], [("in", "deposit1", coin)])
    story.closeBlock()
    story.deposit("in")
    story.pay(["in"], [("pool", "hot1", coin - 10)])
    story.closeBlock()
  }

  static let examples: [Example] = [
    Example(
      name: "a deposit that is moved within the wallet costs its fee",
      tell: { _ in }, lines: ["held in wallet hot": coin - 10, feeLine: 10]),
    Example(
      name: "a bare key is booked by its descriptor",
      tell: { story in
        story.own("bare1", wallet: "bare", account: "c1")
        story.mine("more", for: "customer")
        story.pay(["more"], [("second", "bare1", coin)])
        story.closeBlock()
        story.deposit("second")
      }, lines: ["held in wallet hot": coin - 10, "held in wallet bare": coin, feeLine: 10]),
    Example(
      name: "a deposit to another bare key than is booked",
      tell: { story in
        story.own("bare1", wallet: "bare", account: "c1")
        story.mine("more", for: "customer")
        story.pay(["more"], [("second", "bare1", coin)])
        story.closeBlock()
        var entry = story.entry("second")
        entry.address = Story.text("bare2")
        story.books.deposits.append(entry)
      }, lines: ["held in wallet hot": coin - 10, "held in wallet bare": coin, feeLine: 10],
      flaws: [
        "books/deposits.csv: row 2: output SECOND:0 pays a script without an address, "
          + "\(Story.text("bare2")) is booked"
      ]),
    Example(
      name: "a booked withdrawal with change costs its fee",
      tell: { story in
        story.pay(["pool"], [("out", "customer", 1_000), ("rest", "hot1", coin - 1_015)])
        story.closeBlock()
        story.withdraw("out")
      }, lines: ["held in wallet hot": coin - 1_015, feeLine: 15]),
    Example(
      name: "a spend without an entry is taken, its fee too",
      tell: { story in
        story.pay(["pool"], [("loot", "thief", 4_000), ("rest", "hot1", coin - 4_015)])
        story.closeBlock()
      },
      lines: [
        "held in wallet hot": coin - 4_015, feeLine: 10, "unbooked payments": 4_000,
        "fees of unbooked payments": 5,
      ], unbooked: 4_005),
    Example(
      name: "an unbooked payment beside a booked one takes no fee with it",
      tell: { story in
        story.pay(
          ["pool"], [("out", "customer", 1_000), ("loot", "thief", coin - 1_015)])
        story.closeBlock()
        story.withdraw("out")
      }, lines: [feeLine: 15, "unbooked payments": coin - 1_015], unbooked: coin - 1_015),
    Example(
      name: "coins at an address that the books forgot are found by common spending",
      tell: { story in
        story.pay(["pool"], [("a", "hot1", 1_000), ("b", "old1", coin - 1_010)])
        story.closeBlock()
        story.pay(["a", "b"], [("c", "old1", 2_000), ("d", "hot1", coin - 2_010)])
        story.closeBlock()
      },
      lines: ["held in wallet hot": coin - 2_010, feeLine: 10, "forgotten coins": 2_000],
      forgotten: 2_000),
    Example(
      name: "a forgotten address joined through another forgotten one is found too",
      tell: { story in
        story.pay(
          ["pool"],
          [
            ("a", "hot1", 1_000), ("b", "old1", 500), ("b2", "old1", 500),
            ("e", "old2", coin - 2_010),
          ])
        story.closeBlock()
        story.pay(["a", "b"], [("d", "hot1", 1_500)])
        story.pay(["b2", "e"], [("f", "old2", coin - 1_510)])
        story.closeBlock()
      },
      lines: ["held in wallet hot": 1_500, feeLine: 10, "forgotten coins": coin - 1_510],
      forgotten: coin - 1_510),
    Example(
      name: "a receipt without an entry takes away",
      tell: { story in
        story.mine("gift", for: "hot1")
      },
      lines: ["held in wallet hot": 2 * coin - 10, feeLine: 10, "unbooked receipts": -coin]),
    Example(
      name: "a deposit that is not on the chain is named",
      tell: { story in
        var entry = story.entry("in")
        entry.outPoint = OutPoint(txid: Txid(Hash256(1, 2, 3, 4)), vout: 0)
        entry.amount = Satoshi(77)
        story.books.deposits.append(entry)
      },
      lines: [
        "held in wallet hot": coin - 10, feeLine: 10, "deposits that are not on the chain": 77,
      ],
      flaws: [
        "books/deposits.csv: row 2: no transaction \(Txid(Hash256(1, 2, 3, 4))) on the chain"
      ]),
    Example(
      name: "a withdrawal of an output that is not there is named",
      tell: { story in
        var entry = story.entry("in")
        entry.outPoint = OutPoint(txid: entry.outPoint.txid, vout: 9)
        entry.amount = Satoshi(5)
        story.books.withdrawals.append(entry)
      },
      lines: [
        "held in wallet hot": coin - 10, feeLine: 10, "withdrawals that are not on the chain": -5,
      ],
      flaws: ["books/withdrawals.csv: row 1: no output IN:9: the transaction has 1"]),
    Example(
      name: "a deposit booked twice is named",
      tell: { story in story.deposit("in") },
      lines: [
        "held in wallet hot": coin - 10, feeLine: 10, "deposits booked with another amount": coin,
      ], flaws: ["books/deposits.csv: row 2: output IN:0 stands in row 1 already"]),
    Example(
      name: "a deposit booked too high is named",
      tell: { story in story.books.deposits[0].amount = Satoshi(coin + 3) },
      lines: [
        "held in wallet hot": coin - 10, feeLine: 10, "deposits booked with another amount": 3,
      ],
      flaws: [
        "books/deposits.csv: row 1: output IN:0 has 50.00000000 BTC, 50.00000003 BTC is booked"
      ]),
    Example(
      name: "a withdrawal booked too low is named",
      tell: { story in
        story.pay(["pool"], [("out", "customer", 1_000), ("rest", "hot1", coin - 1_010)])
        story.closeBlock()
        story.withdraw("out")
        story.books.withdrawals[0].amount = Satoshi(900)
      },
      lines: [
        "held in wallet hot": coin - 1_010, feeLine: 10,
        "withdrawals booked with another amount": 100,
      ],
      flaws: [
        "books/withdrawals.csv: row 1: output OUT:0 has 0.00001000 BTC, 0.00000900 BTC is booked"
      ]),
    Example(
      name: "an entry with another address is named and counts all the same",
      tell: { story in story.books.deposits[0].address = Story.address("hot1").description },
      lines: ["held in wallet hot": coin - 10, feeLine: 10],
      flaws: ["books/deposits.csv: row 1: output IN:0 pays DEPOSIT1, HOT1 is booked"]),
    Example(
      name: "a deposit to a stranger is named",
      tell: { story in
        story.mine("other", for: "stranger")
        story.deposit("other")
      },
      lines: [
        "held in wallet hot": coin - 10, feeLine: 10, "deposits that paid somebody else": coin,
      ],
      flaws: ["books/deposits.csv: row 2: output OTHER:0 pays no address of the exchange"]),
    Example(
      name: "the exchange's own change credited as a deposit is named",
      tell: { story in
        story.pay(["pool"], [("loot", "thief", 4_000), ("rest", "hot1", coin - 4_010)])
        story.closeBlock()
        story.deposit("rest")
      },
      lines: [
        "held in wallet hot": coin - 4_010, feeLine: 10, "unbooked payments": 4_000,
        "deposits of the exchange's own coins": coin - 4_010,
      ],
      flaws: ["books/deposits.csv: row 2: output REST:1 was paid with the exchange's own coins"],
      unbooked: 4_000),
    Example(
      name: "a withdrawal that others paid is named",
      tell: { story in
        story.mine("other", for: "customer")
        story.withdraw("other")
      },
      lines: [
        "held in wallet hot": coin - 10, feeLine: 10,
        "withdrawals paid with somebody else's coins": -coin,
      ],
      flaws: [
        "books/withdrawals.csv: row 1: output OTHER:0 was not paid with the exchange's coins"
      ]),
    Example(
      name: "a withdrawal to the exchange itself is named",
      tell: { story in
        story.pay(["pool"], [("rest", "hot1", coin - 10)])
        story.closeBlock()
        story.withdraw("rest")
      },
      lines: [
        "held in wallet hot": coin - 10, feeLine: 10,
        "withdrawals that the exchange paid to itself": -(coin - 10),
      ], flaws: ["books/withdrawals.csv: row 1: output REST:0 pays the exchange itself"]),
    Example(
      name: "a withdrawal of one customer to the deposit address of another is right",
      tell: { story in
        story.pay(["pool"], [("x", "deposit1", 500), ("rest", "hot1", coin - 510)])
        story.closeBlock()
        story.withdraw("x")
        story.deposit("x")
      }, lines: ["held in wallet hot": coin - 10, feeLine: 10]),
    Example(
      name: "what strangers put into a CoinJoin with the exchange takes away",
      tell: { story in
        story.mine("s1", for: "s1")
        story.mine("s2", for: "s2")
        story.pay(
          ["pool", "s1", "s2"],
          [
            ("j1", "j1", coin - 10), ("j2", "j2", coin - 10), ("j3", "j3", coin - 10),
            ("j4", "j4", 7), ("j5", "j5", 8),
          ])
        story.closeBlock()
      },
      lines: [
        feeLine: 10, "unbooked payments": 3 * (coin - 10) + 15, "fees of unbooked payments": 5,
        "put in by strangers": -2 * coin,
      ], unbooked: 3 * (coin - 10) + 20),
  ]

  static let feeLine = "fees of booked and internal transactions"

  @Test("the equation has the right lines", arguments: examples)
  func lines(_ example: Example) throws {
    var story = Story()
    ReconciliationTests.begin(&story)
    example.tell(&story)
    story.settle()
    let world = try story.makeLedger()
    let result = try Reconciliation.run(
      books: story.books, ledger: world.ledger, until: world.ledger.tipHeight)
    #expect(result.amounts == example.lines)
    #expect(result.difference == .zero)
    #expect(result.isClosed)
    #expect(result.lines[0].name == "owed to accounts")
    #expect(result.flaws.map { named("\($0)", story) } == example.flaws)
    #expect(result.finding(named: "unbooked")?.amount.rawValue == example.unbooked)
    #expect(result.finding(named: "forgotten")?.amount.rawValue == example.forgotten)
    #expect(
      result.finding(named: "missing")?.amount.rawValue == example.unbooked + example.forgotten)
  }

  /// Puts names where txids and addresses stand.
  private func named(_ text: String, _ story: Story) -> String {
    var text = text
    let coins = story.coins.sorted { $0.key < $1.key }
    for (name, outPoint) in coins {
      text.replace("\(outPoint)", with: "\(name.uppercased()):\(outPoint.vout)")
    }
    for (name, outPoint) in coins {
      text.replace("\(outPoint.txid)", with: name.uppercased())
    }
    for holder in ["deposit1", "hot1"] {
      text.replace(Story.address(holder).description, with: holder.uppercased())
    }
    return text
  }
}
