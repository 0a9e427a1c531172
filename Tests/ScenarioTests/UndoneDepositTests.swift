import Bitcoin
import Case
import Ledger
import TestSupport
import Testing
import Tracer
import Truth

@Suite("The deposit that a reorganisation undid")
struct UndoneDepositTests {
  @Test("its 60 BTC are missing, and a trace begins where the exchange paid them out")
  func reorg() throws {
    let story = try PlayedStory("reorg")
    let found = try Reconciliation.run(
      books: story.folder.readBooks(), ledger: story.chain.ledger)
    let sum = try #require(Satoshi(bitcoins: "60"))
    let undone = try #require(found.finding(named: "undone"))
    #expect(found.isClosed)
    #expect(undone.amount == sum)
    #expect(found.finding(named: "missing")?.amount == sum)
    let thefts = try TruthFolder(story.folder.truth).readThefts()
    var taken: [TaintSource] = []
    for theft in thefts {
      guard case .output(let outPoint) = theft.place,
        let output = story.chain.ledger.output(outPoint)
      else { continue }
      taken.append(.output(output, label: "undone"))
    }
    #expect(undone.sources == taken)
  }
}
