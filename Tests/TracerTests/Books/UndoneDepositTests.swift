import Bitcoin
import Case
import Ledger
import TestSupport
import Testing
import Tracer

/// Withdrawals that paid out deposits which the chain does not have.
@Suite("Reconciliation: undone deposits")
struct UndoneDepositTests {
  /// A story in which an account has a deposit of 1,000 that the chain does not have, and withdraws
  /// twice, 1,000 each; `isFirst`: the deposit is booked before the withdrawals.
  private func story(isFirst: Bool) -> Story {
    var story = Story()
    TwinAndBurntTests.begin(&story)
    TwinAndBurntTests.withdraw(&story, "first", from: "pool")
    story.withdraw("first")
    TwinAndBurntTests.withdraw(&story, "second payment", from: "second")
    story.withdraw("second payment")
    var lost = story.books.deposits[0]
    lost.outPoint = OutPoint(txid: TwinAndBurntTests.lost, vout: 0)
    lost.amount = Satoshi(1_000)
    lost.time = isFirst ? TwinAndBurntTests.sent : UTCTime(blockTime: 2_000_000_000)
    story.books.deposits.append(lost)
    story.settle()
    return story
  }

  @Test("what is withdrawn first is what the chain does not have; a source of what is missing")
  func paidOut() throws {
    let story = story(isFirst: true)
    let world = try story.makeLedger()
    let found = try Reconciliation.run(
      books: story.books, ledger: world.ledger, until: world.ledger.tipHeight)
    #expect(found.isClosed)
    let undone = try #require(found.finding(named: "undone"))
    let first = world.ledger.output(story.outPoint("first"))
    #expect(undone.sources == [.output(try #require(first), label: "undone")])
    #expect(undone.amount == Satoshi(1_000))
    #expect(found.finding(named: "missing")?.amount == Satoshi(1_000))
  }

  @Test("what went out before the deposit was booked is not what it paid")
  func tooEarly() throws {
    let story = story(isFirst: false)
    let world = try story.makeLedger()
    let found = try Reconciliation.run(
      books: story.books, ledger: world.ledger, until: world.ledger.tipHeight)
    #expect(found.isClosed)
    #expect(found.finding(named: "undone") == nil)
  }
}
