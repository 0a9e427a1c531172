import Bitcoin
import Case
import Ledger
import TestSupport
import Testing
import Tracer

@Suite("Accounting")
struct AccountingTests {
  static let coin: Int64 = 5_000_000_000

  /// An exchange that loses 20 BTC of 50 and forgets 15.
  ///
  /// The thief sells at `shop1`, which is tagged as the definer of its cluster; `shop2` later spends
  /// together with `shop1`; 4 BTC come back as a deposit and are taken again.
  static func story() -> Story {
    var story = Story()
    story.own("hot1")
    story.own("cold", wallet: "offline")
    story.mine("mined", for: "customer")
    story.pay(["mined"], [("in", "hot1", coin)])
    story.closeBlock()
    story.deposit("in")
    story.pay(
      ["in"],
      [("a", "hot1", 1_000_000_000), ("b", "old", 1_000_000_000), ("c", "hot1", 3_000_000_000)])
    story.closeBlock()
    story.pay(["a", "b"], [("d", "cold", 500_000_000), ("hoard", "old", 1_500_000_000)])
    story.pay(["c"], [("loot", "thief", 2_000_000_000), ("rest", "hot1", 999_990_000)])
    story.closeBlock()
    story.pay(
      ["loot"],
      [
        ("sold", "shop1", 600_000_000), ("back", "hot1", 400_000_000),
        ("more", "shop2", 300_000_000), ("lent", "friend", 100_000_000),
        ("kept", "thief2", 599_999_000),
      ])
    story.closeBlock()
    story.deposit("back")
    story.pay(["back"], [("again", "thief3", 400_000_000)])
    story.mine("s", for: "shop1")
    story.pay(["s", "more"], [("joined", "shop3", 5_300_000_000)])
    story.closeBlock()
    story.settle()
    return story
  }

  static func tags(definer: Bool = true, second: String? = nil) -> TagSet {
    var tags = [
      TagSet.AddressTag(
        address: Story.address("shop1"), label: "Shop", isClusterDefiner: definer, file: "t")
    ]
    if let second {
      tags.append(
        TagSet.AddressTag(
          address: Story.address("shop1"), label: second, isClusterDefiner: definer, file: "u"))
    }
    tags.append(TagSet.AddressTag(address: Story.address("thief2"), label: "Suspect", file: "t"))
    return TagSet(tags)
  }

  private func account(
    _ story: Story, tags: TagSet, _ ledger: borrowing ChainLedger, policy: TaintPolicy = .fifo,
    fees: FeeHandling = .sink
  ) throws -> Accounting {
    let scripts = try ExchangeScripts(books: story.books, ledger: ledger)
    let reconciliation = try Reconciliation.run(
      books: story.books, ledger: ledger, scripts: scripts, until: ledger.tipHeight)
    let holders = HolderIndex(
      ledger: ledger, tags: tags, clusters: try Clusters.multiInput(ledger), exchange: "Gox",
      scripts: scripts)
    let sources = try #require(reconciliation.finding(named: "missing")).sources
    return try Accounting.run(
      ledger: ledger, sources: sources, holders: holders, policy: policy, fees: fees)
  }

  private func amounts(_ accounting: Accounting) -> [String: Int64] {
    Dictionary(uniqueKeysWithValues: accounting.lines.map { ($0.name, $0.amount.rawValue) })
  }

  @Test("every satoshi stands in a line, named by the best evidence there is")
  func lines() throws {
    let story = AccountingTests.story()
    let world = try story.makeLedger()
    let result = try account(story, tags: AccountingTests.tags(), world.ledger)
    // 20 BTC and a fee of 10,000 taken, 15 BTC forgotten, 4 BTC taken again.
    #expect(result.missing == Satoshi(3_900_010_000))
    #expect(result.unexplained == .zero)
    #expect(result.isClosed)
    // `shop3` has the coins of `shop2`, but nothing joins it with the shop.
    #expect(
      amounts(result) == [
        "unspent: Gox, forgotten by its books": 1_500_000_000, "unspent: Shop": 600_000_000,
        "unspent: Suspect": 599_999_000,
        "unspent: unknown holders": 300_000_000 + 100_000_000 + 400_000_000,
        "fees to miners": 11_000, "came back to the exchange and taken again": 400_000_000,
      ])
    #expect(result.lines.map(\.entity) == ["Gox", "Shop", "Suspect", nil, nil, nil])
    #expect(result.lines.reduce(Int64(0)) { $0 + $1.amount.rawValue } == 3_900_010_000)
    #expect(result.policy == .fifo && result.fees == .sink)
    #expect(result.asOf == world.ledger.tipHeight && result.tip == world.ledger.tip)
    let shop = try #require(result.lines.first { $0.entity == "Shop" })
    #expect(shop.outputs.map { world.ledger.outPoint(of: $0.output) } == [story.outPoint("sold")])
  }

  @Test("a tag reaches other addresses of its cluster only where it defines the cluster")
  func clusterDefiner() throws {
    var story = AccountingTests.story()
    story.pay(["kept"], [("end", "shop2", 599_999_000)])
    story.closeBlock()
    let world = try story.makeLedger()
    let reached = try account(story, tags: AccountingTests.tags(), world.ledger)
    #expect(amounts(reached)["unspent: Shop, by its cluster"] == 599_999_000)
    #expect(reached.lines.first { $0.name == "unspent: Shop, by its cluster" }?.entity == "Shop")
    let alone = try account(story, tags: AccountingTests.tags(definer: false), world.ledger)
    #expect(amounts(alone)["unspent: Shop, by its cluster"] == nil)
    #expect(alone.missing == reached.missing && alone.isClosed)
  }

  @Test("tags that disagree leave the holder disputed")
  func disputed() throws {
    let story = AccountingTests.story()
    let world = try story.makeLedger()
    let result = try account(story, tags: AccountingTests.tags(second: "Other"), world.ledger)
    let line = try #require(result.lines.first { $0.name == "unspent: disputed: Shop or Other" })
    #expect(line.entity == nil)
    #expect(line.amount == Satoshi(600_000_000))
  }

  @Test("coins in a booked wallet are the exchange's, by wallet")
  func wallets() throws {
    var story = AccountingTests.story()
    story.pay(["hoard"], [("safe", "cold", 1_500_000_000)])
    story.closeBlock()
    let world = try story.makeLedger()
    // The loss as of the block before the hoard moved, accounted for at the tip.
    let scripts = try ExchangeScripts(books: story.books, ledger: world.ledger)
    let reconciliation = try Reconciliation.run(
      books: story.books, ledger: world.ledger, scripts: scripts,
      until: world.ledger.tipHeight - 1)
    let result = try Accounting.run(
      ledger: world.ledger,
      sources: try #require(reconciliation.finding(named: "forgotten")).sources,
      holders: HolderIndex(ledger: world.ledger, exchange: "Gox", scripts: scripts))
    #expect(
      amounts(result) == ["unspent: Gox, wallet offline": 1_500_000_000, "fees to miners": 0])
    let unnamed = HolderIndex(ledger: world.ledger, scripts: scripts)
    let row = world.ledger.script(Story.script("cold"))
    let cold = try #require(row)
    #expect(unnamed.holder(of: cold).name == "the exchange, wallet offline")
    #expect(HolderIndex(ledger: world.ledger).holder(of: cold) == .unknown)
  }

  @Test("what no one can spend is booked as unspendable")
  func unspendable() throws {
    var story = AccountingTests.story()
    let transaction = ChainBuilder.transaction(
      spending: [story.outPoint("kept")],
      paying: [
        (Satoshi(300_000_000), ScriptPubKey([0x76, 0xa9, 0x00, 0x88, 0xac])),
        (Satoshi(200_000_000), .nullData([1, 2, 3])), (Satoshi(99_999_000), Story.script("thief2")),
      ])
    let world = try story.makeLedger(adding: transaction)
    let result = try account(story, tags: AccountingTests.tags(), world.ledger)
    #expect(amounts(result)["unspendable"] == 500_000_000)
    #expect(amounts(result)["unspent: Suspect"] == 99_999_000)
    #expect(result.isClosed)
  }

  @Test("every conserving policy and fee rule adds up", arguments: TaintPolicy.allCases)
  func policies(policy: TaintPolicy) throws {
    let story = AccountingTests.story()
    let world = try story.makeLedger()
    for fees in FeeHandling.allCases {
      if policy.isConserving {
        let result = try account(
          story, tags: AccountingTests.tags(), world.ledger, policy: policy, fees: fees)
        #expect(result.missing == Satoshi(3_900_010_000))
        #expect(result.isClosed, "\(policy) \(fees)")
      } else {
        #expect(throws: AccountingError.notConserving(policy)) {
          try account(story, tags: TagSet(), world.ledger, policy: policy, fees: fees)
        }
      }
    }
  }

  @Test("nothing missing is said, not traced")
  func nothing() throws {
    let world = try AccountingTests.story().makeLedger()
    #expect(throws: AccountingError.nothingMissing) {
      try Accounting.run(
        ledger: world.ledger, sources: [], holders: HolderIndex(ledger: world.ledger))
    }
  }
}
