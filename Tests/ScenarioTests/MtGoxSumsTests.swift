import Bitcoin
import Case
import Ledger
import TestSupport
import Testing
import Tracer
import Truth

/// The sums of the reports of 2014, each looked for where it belongs: in the books, on the chain, in
/// the truth, in what the tracer finds, in the claims.
@Suite("The sums of the MtGox case")
struct MtGoxSumsTests {
  /// What belongs where. The sums are written out here on purpose, and nowhere taken from the scenario.
  static let expected: [String: String] = [
    "books: owed to customers": "750000",
    "books: owed to the company": "100000",
    "books: entries whose txid the chain does not have": "386",
    "chain: without an entry, fees of the taking included": "647005.01",
    "chain: to 76a90088ac": "2609",
    "chain: the largest of these": "367.758",
    "chain: inputs of the proof transfer": "442000",
    "chain: first output of the proof transfer": "17757.57575758",
    "chain: second output of the proof transfer": "424242.42424242",
    "chain: reached from the proof transfer, and offline": "199999.99",
    "truth: taken at one blow": "79956",
    "truth: taken at one blow and never moved": "79956",
    "truth: swept with copied keys": "567049.01",
    "truth: paid twice": "386",
    "truth: burnt": "2609",
    "truth: in the old wallet at the close": "199999.99",
    "truth: in the offline wallets in the end": "199999.99",
    "truth: fees of the moves there": "0",
    "truth: taken from another bank": "896",
    "tracer: missing": "850000",
    "tracer: forgotten": "199999.99",
    "tracer: missing and not forgotten": "650000.01",
    "tracer: unbooked": "647005.01",
    "tracer: paid-twice": "386",
    "tracer: burnt": "2609",
    "tracer: overdrawn": "0",
    "claims: found-wallet": "199999.99",
    "claims: moved-530000": "530000",
    "claims: ledger-951000": "951000",
  ]

  /// Places whose sum is another one than expected, each with what was found.
  static func differences(_ found: [String: Satoshi]) -> [String: Satoshi] {
    var wrong = found.filter { place, amount in
      expected[place].flatMap { Satoshi(bitcoins: $0) } != amount
    }
    for place in expected.keys where found[place] == nil { wrong[place] = .zero }
    return wrong
  }

  @Test("each sum is found where it belongs, by books, chain, truth, tracer and claims")
  func sums() throws {
    try check(PlayedStory("mtgox"), customers: 900, fromJapan: 7)
  }

  @Test("and with all 127,000 customers", .enabled(if: Seeds.isLong))
  func wholeSums() throws {
    try check(PlayedStory("mtgox", isWhole: true), customers: 127_000, fromJapan: 1_000)
  }

  private func check(_ story: consuming PlayedStory, customers: Int, fromJapan: Int) throws {
    let sums = try MtGoxSums(story)
    #expect(MtGoxSumsTests.differences(sums.found) == [:])
    #expect(sums.isClosed)
    // Besides customers the company has an account, and what is held or went as fees one more.
    #expect(sums.books.accounts.count == customers + 2)
    #expect(sums.books.accounts.count { $0.country == "JP" } == fromJapan)
    #expect(sums.offlineAddresses == 80)
    #expect((149_000...151_000).contains(sums.refusedEachSecond))
    #expect(sums.proven == ["found-wallet"])
  }

  @Test("other losses in the scenario are told apart, each in its places and no other")
  func failsWhereItShould() throws {
    let story = try PlayedStory(
      "mtgox",
      changes: [
        "events.burn.total=2610 BTC", "events.malleate.total=385 BTC",
        "mtgox.owes.customers=750001 BTC", "mtgox.owes.company=99999 BTC",
      ])
    let wrong = MtGoxSumsTests.differences(try MtGoxSums(story).found)
    #expect(
      Set(wrong.keys) == [
        "books: owed to customers", "books: owed to the company",
        "books: entries whose txid the chain does not have", "chain: to 76a90088ac",
        "truth: paid twice", "truth: burnt", "tracer: paid-twice", "tracer: burnt",
      ])
  }

  @Test("Flexcoin's 896 BTC are booked withdrawals, to two addresses, that no coin backs")
  func flexcoin() throws {
    let story = try PlayedStory("flexcoin")
    let books = try story.folder.readBooks()
    let sum = try #require(Satoshi(bitcoins: "896"))
    #expect(books.accounts.reduce(.zero) { $0 + min($1.balance, .zero) } == .zero - sum)
    let found = try Reconciliation.run(books: books, ledger: story.chain.ledger)
    #expect(found.isClosed)
    #expect(found.finding(named: "overdrawn")?.amount == sum)
    #expect(found.finding(named: "missing")?.amount == sum)
    let thefts = try TruthFolder(story.folder.truth).readThefts()
    #expect(thefts.reduce(.zero) { $0 + $1.value } == sum)
    let withdrawn = Dictionary(
      books.withdrawals.map { ($0.outPoint, $0.address) }, uniquingKeysWith: { first, _ in first })
    var addresses: Set<String> = []
    for theft in thefts {
      guard case .output(let outPoint) = theft.place else {
        Issue.record("\(theft.theft): a fee")
        continue
      }
      let row = story.chain.ledger.output(outPoint)
      let output = try #require(row)
      let value = story.chain.ledger.outputValue[output.position]
      #expect(value == theft.value)
      addresses.insert(try #require(withdrawn[outPoint]))
    }
    #expect(addresses.count == 2)
  }
}
