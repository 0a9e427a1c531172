import Bitcoin
import Case
import TestSupport
import Testing

extension TwinAndBurntTests {
  /// What the flaws say where the first withdrawal is found under another txid.
  private static let firstIsTwin =
    "row 1: no transaction LOST on the chain, but FIRST pays the same address the same sum"

  /// Withdrawals mined under another txid, and what looks like some.
  static let paidTwice: [Example] = [
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
        firstIsTwin,
        "row 2: pays the request of row 1 again",
      ]),
    Example(
      name: "a withdrawal under another txid that was not paid again costs nothing",
      tell: { story in
        withdraw(&story, "first", from: "pool")
        lose(&story, "first")
      },
      lines: ["held in wallet hot": 2 * coin - 1_010, fee: 10],
      flaws: [firstIsTwin]),
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
      flaws: [firstIsTwin]),
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
        firstIsTwin,
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
      flaws: [firstIsTwin]),
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
  ]

  /// Coins that nobody can spend.
  static let burnt: [Example] = [
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
}
