import Bitcoin
import Case
import Files
import Ledger
import Tracer

/// All that the program finds in a case, for one page.
struct CaseStudy {
  /// What the case is.
  let description: CaseDescription
  /// Where the chain ends.
  let tip: ClaimedBlock
  /// When its last block was made.
  let tipTime: UTCTime
  /// How many transactions the chain has.
  let transactionCount: Int
  /// The books, where the case has them.
  let books: Books?
  /// What holding the books against the chain found.
  let reconciliation: Reconciliation?
  /// Where the missing coins stand.
  let missing: Accounting?
  /// Where those stand that the books forgot.
  let forgotten: Accounting?
  /// Where those stand that were paid out without an entry.
  let unbooked: Accounting?
  /// The same by a second policy, to show how much hangs on the choice.
  let byHaircut: Accounting?
  /// When the unbooked payments were made.
  let taking: Taking?
  /// When the forgotten coins came to where they are; nil where they have not moved.
  let moving: Taking?
  /// Whom the unbooked payments reached first.
  let firstHands: FirstHands?
  /// The claims, in their order.
  let claims: [ClaimReport]

  /// Asks everything of a case that has a ledger.
  ///
  /// - Throws: what the single commands throw.
  init(_ opened: OpenCase, _ ledger: borrowing ChainLedger, on console: Console) throws {
    description = opened.description
    tip = ClaimedBlock(height: ledger.tipHeight, hash: ledger.tip)
    let times = ledger.blockTimes
    tipTime = UTCTime(blockTime: times[ledger.tipHeight])
    transactionCount = ledger.transactionCount
    let records = try opened.readRecords(ledger)
    books = records?.books
    console.progress("reconciling the books", done: 0, of: 0)
    var reconciliation: Reconciliation?
    if let records { reconciliation = try opened.reconcile(records, ledger) }
    self.reconciliation = reconciliation
    console.progress("tracing the missing coins", done: 0, of: 0)
    let holders = try opened.holders(records, ledger)
    missing = try CaseStudy.account("missing", .fifo, reconciliation, holders, ledger)
    forgotten = try CaseStudy.account("forgotten", .fifo, reconciliation, holders, ledger)
    unbooked = try CaseStudy.account("unbooked", .fifo, reconciliation, holders, ledger)
    byHaircut = try CaseStudy.account("missing", .haircut, reconciliation, holders, ledger)
    let taken = reconciliation?.finding(named: "unbooked")?.sources ?? []
    taking = Taking(taken, ledger)
    firstHands = taken.isEmpty ? nil : try FirstHands(taken, holders, ledger)
    let start = Set(reconciliation?.finding(named: "forgotten")?.sources.compactMap(\.output) ?? [])
    let ends = (forgotten?.lines ?? []).flatMap(\.outputs).map(\.output)
    moving = Taking(
      ends.filter { !start.contains($0) }.sorted().map { .output($0, label: "") }, ledger)
    console.progress("judging the claims", done: 0, of: 0)
    claims = try opened.verifyClaims(opened.readClaims(), records, ledger)
    console.endProgress()
  }

  /// Whether everything that has to add up does.
  var isClosed: Bool {
    (reconciliation?.isClosed ?? true)
      && [missing, forgotten, unbooked, byHaircut].allSatisfy { $0?.isClosed ?? true }
  }

  /// The name of the exchange whose books the case has.
  var exchange: String { description.exchange ?? HolderIndex.unnamedExchange }

  private static func account(
    _ finding: String, _ policy: TaintPolicy, _ reconciliation: Reconciliation?,
    _ holders: HolderIndex, _ ledger: borrowing ChainLedger
  ) throws -> Accounting? {
    guard let sources = reconciliation?.finding(named: finding)?.sources, !sources.isEmpty else {
      return nil
    }
    return try Accounting.run(
      ledger: ledger, sources: sources, holders: holders, policy: policy, fees: .sink)
  }
}
