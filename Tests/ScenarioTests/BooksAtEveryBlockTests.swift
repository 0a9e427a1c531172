import Bitcoin
import Case
import ChainSim
import Files
import Ledger
import TestSupport
import Testing
import Tracer
import Truth

/// Books, chain and truth held together at every block.
///
/// The truth says of each output whose it is and of each theft what it took. What it says by a height
/// is added up here, block by block, without the tracer, and must be what the reconciliation finds
/// from blocks and books alone as of that height.
@Suite("Books, chain and truth at every block")
struct BooksAtEveryBlockTests {
  /// How an exchange stands, in satoshis.
  struct Standing: Equatable {
    var owed: Int64 = 0
    var held: Int64 = 0
    var forgotten: Int64 = 0
    var taken: Int64 = 0
    var paidTwice: Int64 = 0
    var burnt: Int64 = 0
    var fees: Int64 = 0

    /// Whether what is owed is all the rest.
    var closes: Bool { owed == held + forgotten + taken + paidTwice + burnt + fees }
  }

  @Test(
    "deposits - withdrawals = held + forgotten + taken + paid twice + burnt + fees, to the satoshi",
    arguments: ["mtgox-small", "malleability"])
  func standsEverywhere(name: String) throws {
    let story = try PlayedStory(name)
    let books = try story.folder.readBooks()
    let scripts = try ExchangeScripts(books: books, ledger: story.chain.ledger)
    let whole = try Reconciliation.run(books: books, ledger: story.chain.ledger, scripts: scripts)
    let close = try #require(whole.closeHeight)
    var truth = try TruthWalk(story, books)
    for height in 0...close {
      let hasNews = truth.advance(to: height, story.chain.ledger)
      let told = truth.standing
      #expect(told.closes, "height \(height): \(told)")
      // Where no coin of the exchange moves, nothing can have changed.
      guard hasNews || height == close else { continue }
      let found = try Reconciliation.run(
        books: books, ledger: story.chain.ledger, scripts: scripts, until: height)
      #expect(found.isClosed, "height \(height)")
      #expect(BooksAtEveryBlockTests.standing(found) == told, "height \(height)")
    }
    #expect(truth.standing.taken > 0)
  }

  /// The lines of a reconciliation; those that have no place here must not be there.
  private static func standing(_ found: Reconciliation) -> Standing {
    var standing = Standing()
    for line in found.lines {
      let amount = line.amount.rawValue
      switch line.kind {
      case .owed: standing.owed += amount
      case .held: standing.held += amount
      case .forgotten: standing.forgotten += amount
      case .unbookedPayments, .unbookedFees: standing.taken += amount
      case .paidTwice: standing.paidTwice += amount
      case .burnt: standing.burnt += amount
      case .fees: standing.fees += amount
      default:
        if amount != 0 { Issue.record("\(line.name): \(line.amount)") }
      }
    }
    return standing
  }

  /// The truth of a case, added up block by block.
  struct TruthWalk {
    private(set) var standing = Standing()
    private var height = -1
    /// By output row: what the exchange's coins are; nil for others'.
    private var places: [Int: WritableKeyPath<Standing, Int64>] = [:]
    /// What the books change at a height.
    private var owed: [Int: Int64] = [:]
    /// What was lost at a height, by how.
    private var losses: [Int: [(WritableKeyPath<Standing, Int64>, Int64)]] = [:]
    /// The transactions whose fee is counted as taken.
    private var takings: Set<Int> = []

    /// Reads the truth of a case.
    init(_ story: borrowing PlayedStory, _ books: Books) throws {
      let description = try story.folder.readDescription()
      let exchange = try #require(description.exchange)
      try self.init(
        TruthFolder(story.folder.truth), books, exchange: exchange,
        story.chain.ledger)
    }

    private init(
      _ truth: TruthFolder, _ books: Books, exchange: String, _ ledger: borrowing ChainLedger
    ) throws {
      let known = Set(books.addresses.map(\.address))
      for row in try truth.readOutputs() {
        let found = ledger.output(row.outPoint)
        let output = try #require(found)
        if row.role == .burnt {
          let height = ledger.height(of: ledger.transaction(ofOutput: output))
          losses[height, default: []].append(
            (\.burnt, ledger.outputValue[output.position].rawValue))
        } else if row.owner == exchange, row.role != .data {
          let script = ledger.outputScript[output.position]
          let text =
            ledger.address(of: script)?.description ?? ledger.scriptPubKey(script).descriptor
          places[output.position] = known.contains(text) ? \.held : \.forgotten
        }
      }
      for theft in try truth.readThefts() {
        let txid: Txid
        switch theft.place {
        case .output(let outPoint): txid = outPoint.txid
        case .fee(let payer): txid = payer
        }
        let found = ledger.transaction(txid)
        let transaction = try #require(found)
        if case .fee = theft.place { takings.insert(transaction.position) }
        let kind: WritableKeyPath<Standing, Int64> =
          theft.theft.hasPrefix("paid-again") ? \.paidTwice : \.taken
        losses[ledger.height(of: transaction), default: []].append((kind, theft.value.rawValue))
      }
      // A request that was paid twice is one withdrawal: the one that the first entry names, under the
      // txid by which it was mined.
      let conflicts = try truth.readConflicts().map { ($0.other, $0.mined) }
      let mined = Dictionary(conflicts, uniquingKeysWith: { first, _ in first })
      let told = try truth.readTransactions().map { ($0.txid, $0.motif) }
      let motifs = Dictionary(told, uniquingKeysWith: { first, _ in first })
      for (entries, sign) in [(books.deposits, Int64(1)), (books.withdrawals, -1)] {
        for entry in entries {
          let txid = mined[entry.outPoint.txid] ?? entry.outPoint.txid
          guard sign > 0 || motifs[txid] != .paidAgain else { continue }
          let found = ledger.transaction(txid)
          let transaction = try #require(found)
          owed[ledger.height(of: transaction), default: 0] += sign * entry.amount.rawValue
        }
      }
    }

    /// Goes on to a height; whether the exchange has anything to do with a block on the way.
    mutating func advance(to target: Int, _ ledger: borrowing ChainLedger) -> Bool {
      var hasNews = false
      while height < target {
        height += 1
        if let change = owed[height] {
          standing.owed += change
          hasNews = true
        }
        for (kind, amount) in losses[height] ?? [] {
          standing[keyPath: kind] += amount
          hasNews = true
        }
        let first = Int(ledger.blockFirstTransaction[height])
        for row in first..<Int(ledger.blockFirstTransaction[height + 1]) {
          if apply(TxIndex(row), ledger) { hasNews = true }
        }
      }
      return hasNews
    }

    private mutating func apply(_ transaction: TxIndex, _ ledger: borrowing ChainLedger) -> Bool {
      var hasNews = false
      var spent: Int64 = 0
      var isOwn = false
      for input in ledger.inputs(of: transaction) {
        let output = ledger.inputPrevout[input].position
        let value = ledger.outputValue[output].rawValue
        spent += value
        guard let place = places[output] else { continue }
        standing[keyPath: place] -= value
        isOwn = true
      }
      for row in ledger.outputs(of: transaction) {
        let value = ledger.outputValue[row].rawValue
        spent -= value
        guard let place = places[row] else { continue }
        standing[keyPath: place] += value
        hasNews = true
      }
      if isOwn, !takings.contains(transaction.position) { standing.fees += spent }
      return hasNews || isOwn
    }
  }
}
