import Bitcoin
import Case
import Ledger
import TestSupport
import Testing
import Tracer

@Suite("Reconciliation: overdrawn accounts")
struct OverdrawnAccountsTests {
  static let coin: Int64 = 5_000_000_000
  static let line = "overdrawn accounts: balances that no coin backs"
  static let feeLine = "fees of booked and internal transactions"

  /// Customer c1 has 50 BTC; three withdrawals of 1,000, 2,000 and 500 sat go out.
  static func begin() -> Story {
    var story = Story()
    story.own("deposit1", account: "c1")
    story.own("hot1")
    story.mine("mined", for: "customer")
    story.pay(["mined"], [("in", "deposit1", coin)])
    story.closeBlock()
    story.deposit("in")
    story.pay(
      ["in"],
      [("a", "x", 1_000), ("b", "y", 2_000), ("c", "z", 500), ("rest", "hot1", coin - 3_510)])
    story.closeBlock()
    return story
  }

  static func transfer(_ from: String, _ to: String, _ amount: Int64) -> Books.Transfer {
    Books.Transfer(
      time: UTCTime(blockTime: 1_300_000_000), from: from, to: to, amount: Satoshi(amount))
  }

  static func account(_ id: String, _ balance: Int64) -> Books.Account {
    Books.Account(id: id, country: "", balance: Satoshi(balance))
  }

  func reconcile(_ story: Story) throws -> Reconciliation {
    let world = try story.makeLedger()
    return try Reconciliation.run(books: story.books, ledger: world.ledger)
  }

  /// The names of the coins among which a finding's trace would start.
  func names(_ finding: Reconciliation.Finding?, _ story: Story) throws -> [String] {
    let world = try story.makeLedger()
    var names: [String] = []
    for source in finding?.sources ?? [] {
      guard case .output(let output) = source.target else { continue }
      let outPoint = world.ledger.outPoint(of: output)
      names.append(story.coins.first { $0.value == outPoint }?.key ?? "nameless")
    }
    return names.sorted()
  }

  @Test("what an account sent and did not have is found where it was withdrawn")
  func findsWithdrawal() throws {
    var story = Self.begin()
    story.books.transfers = [Self.transfer("c2", "c3", 1_200), Self.transfer("c2", "c3", 800)]
    story.books.withdrawals = [
      story.entry("a", account: "c1"), story.entry("b", account: "c3"),
      story.entry("c", account: "c1"),
    ]
    story.books.accounts = [
      Self.account("c1", Self.coin - 1_500), Self.account("c2", -2_000), Self.account("c3", 0),
    ]
    let result = try reconcile(story)
    #expect(result.isClosed)
    #expect(result.lines[0].amount == Satoshi(Self.coin - 1_500))
    #expect(
      result.amounts == [
        "held in wallet hot": Self.coin - 3_510, Self.feeLine: 10, Self.line: 2_000,
      ])
    #expect(try names(result.finding(named: "overdrawn"), story) == ["b"])
    #expect(try names(result.finding(named: "missing"), story) == ["b"])
    #expect(result.finding(named: "missing")?.amount == Satoshi(2_000))
    let line = try #require(result.lines.first { $0.kind == .overdrawn })
    #expect(line.txids == [story.txid("b")])
  }

  @Test("made-up coins are followed from account to account and leave before others do")
  func followsTransfers() throws {
    var story = Self.begin()
    // c2 has 300 of its own, so that 700 of the 1,000 it sends are made up; c4 passes 600 of them on.
    story.books.deposits.append(
      Books.Entry(
        time: UTCTime(blockTime: 1_299_999_999), account: "c2", outPoint: story.outPoint("in"),
        address: Story.text("deposit1"), amount: Satoshi(300)))
    story.books.transfers = [Self.transfer("c2", "c4", 1_000), Self.transfer("c4", "c5", 600)]
    story.books.withdrawals = [
      story.entry("a", account: "c4"), story.entry("b", account: "c1"),
      story.entry("c", account: "c5"),
    ]
    story.books.accounts = [Self.account("c1", Self.coin), Self.account("c2", -700)]
    let result = try reconcile(story)
    #expect(result.isClosed)
    #expect(result.amounts[Self.line] == 700)
    #expect(try names(result.finding(named: "overdrawn"), story) == ["a", "c"])
  }

  @Test("what was withdrawn before, or by others, is not made up")
  func leavesOthersAlone() throws {
    var story = Self.begin()
    var early = story.entry("b", account: "c3")
    early.time = UTCTime(blockTime: 1_299_000_000)
    story.books.transfers = [Self.transfer("c2", "c3", 2_000)]
    story.books.withdrawals = [early, story.entry("a", account: "c1")]
    story.books.accounts = [Self.account("c1", Self.coin), Self.account("c2", -2_000)]
    let result = try reconcile(story)
    #expect(result.isClosed)
    #expect(result.amounts[Self.line] == 2_000)
    #expect(result.finding(named: "overdrawn") == nil)
  }

  @Test("an account that is only withdrawn from is overdrawn by its own withdrawals")
  func ownWithdrawals() throws {
    var story = Self.begin()
    story.books.withdrawals = [
      story.entry("a", account: "c9"), story.entry("b", account: "c9"),
      story.entry("c", account: "c1"),
    ]
    story.books.accounts = [Self.account("c1", Self.coin - 500), Self.account("c9", -3_000)]
    let result = try reconcile(story)
    #expect(result.isClosed)
    #expect(try names(result.finding(named: "overdrawn"), story) == ["a", "b"])
    #expect(result.finding(named: "overdrawn")?.amount == Satoshi(3_000))
  }

  @Test("accounts that are not overdrawn leave all as it was")
  func nothingOverdrawn() throws {
    var story = Self.begin()
    story.books.transfers = [Self.transfer("c1", "c3", 2_000)]
    for coin in ["a", "b", "c"] { story.withdraw(coin) }
    story.settle()
    let result = try reconcile(story)
    #expect(result.isClosed && result.amounts[Self.line] == nil)
    #expect(result.finding(named: "overdrawn") == nil)
  }
}
