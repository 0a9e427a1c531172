import Bitcoin
import Case
import Ledger
import TestSupport
import Testing
import Tracer

/// Random chains with random books: whatever they say, the equation closes; where they are right and
/// one entry is taken away, its amount shows in the line that it belongs to.
@Suite("Reconciliation: random chains and books")
struct ReconciliationPropertyTests {
  static let own = ["hot1", "hot2", "hot3", "deposit1", "deposit2"]
  static let strangers = ["s1", "s2", "s3", "s4"]

  /// A random chain, with the coins' holders, values, and whether the exchange's coins paid them.
  struct World {
    var story = Story()
    var facts: [(coin: String, holder: String, sat: Int64, isPaidByExchange: Bool)] = []

    /// `mixes` lets the exchange's coins be spent together with strangers', and has a forgotten
    /// wallet.
    init(seed: UInt64, mixes: Bool) {
      var generator = SeededGenerator(seed: seed)
      let holders =
        ReconciliationPropertyTests.own + ReconciliationPropertyTests.strangers
        + (mixes ? ["old1", "old2"] : [])
      var unspent: [(coin: String, holder: String, sat: Int64)] = []
      for holder in ReconciliationPropertyTests.own {
        story.own(holder, wallet: holder.hasPrefix("hot") ? "hot" : "deposits")
      }
      var number = 0
      for _ in 0..<8 {
        for _ in 0..<Int.random(in: 0...3, using: &generator) where !unspent.isEmpty {
          let first = unspent.remove(at: Int.random(in: 0..<unspent.count, using: &generator))
          var spent = [first]
          let isOwn = ReconciliationPropertyTests.own.contains(first.holder)
          for _ in 0..<Int.random(in: 0...2, using: &generator) {
            let fits = unspent.indices.filter {
              mixes || ReconciliationPropertyTests.own.contains(unspent[$0].holder) == isOwn
            }
            guard let index = fits.randomElement(using: &generator) else { continue }
            spent.append(unspent.remove(at: index))
          }
          var left = spent.reduce(0) { $0 + $1.sat }
          var paid: [(coin: String, holder: String, sat: Int64)] = []
          for _ in 0..<Int.random(in: 1...4, using: &generator) {
            let sat = Int64.random(in: 0...left, using: &generator)
            left -= sat
            number += 1
            guard let holder = holders.randomElement(using: &generator) else { continue }
            paid.append(("t\(number)", holder, sat))
          }
          story.pay(spent.map(\.coin), paid)
          for coin in paid { facts.append((coin.coin, coin.holder, coin.sat, isOwn)) }
          unspent += paid.filter { $0.sat > 0 }
        }
        number += 1
        guard let miner = holders.randomElement(using: &generator) else { continue }
        story.mine("m\(number)", for: miner)
        facts.append(("m\(number)", miner, 5_000_000_000, false))
        unspent.append(("m\(number)", miner, 5_000_000_000))
      }
    }
  }

  @Test("whatever books and chain say, equation and account close", arguments: Seeds.of(0..<60))
  func closes(seed: Int) throws {
    var world = World(seed: UInt64(seed), mixes: true)
    var generator = SeededGenerator(seed: UInt64(seed) &+ 1_000_000)
    for fact in world.facts {
      for table in 0..<2 {
        for _ in 0..<(Int.random(in: 0...5, using: &generator) == 0 ? 2 : 1)
        where Bool.random(using: &generator) {
          var entry = world.story.entry(fact.coin)
          switch Int.random(in: 0..<8, using: &generator) {
          case 0: entry.amount = Satoshi(Int64.random(in: 0...9_999, using: &generator))
          case 1: entry.outPoint = OutPoint(txid: entry.outPoint.txid, vout: 7)
          case 2: entry.outPoint = OutPoint(txid: Txid(Hash256(UInt64(seed), 1, 2, 3)), vout: 0)
          case 3: entry.address = "nowhere"
          default: break
          }
          if table == 0 {
            world.story.books.deposits.append(entry)
          } else {
            world.story.books.withdrawals.append(entry)
          }
        }
      }
    }
    if Bool.random(using: &generator) { world.story.settle() }
    let made = try world.story.makeLedger()
    for height in 0...made.ledger.tipHeight {
      let result = try Reconciliation.run(
        books: world.story.books, ledger: made.ledger, until: height)
      #expect(result.difference == .zero, "seed \(seed), height \(height)")
      for finding in result.findings {
        let sum = finding.sources.reduce(Int64(0)) { sum, source in
          switch source.target {
          case .output(let output): return sum + made.ledger.outputValue[output.position].rawValue
          case .fee(let transaction):
            var fee: Int64 = 0
            for input in made.ledger.inputs(of: transaction) {
              fee += made.ledger.outputValue[made.ledger.inputPrevout[input].position].rawValue
            }
            for output in made.ledger.outputs(of: transaction) {
              fee -= made.ledger.outputValue[output].rawValue
            }
            return sum + fee
          }
        }
        #expect(Satoshi(sum) == finding.amount, "seed \(seed), \(finding.name)")
      }
    }
    let scripts = try ExchangeScripts(books: world.story.books, ledger: made.ledger)
    let result = try Reconciliation.run(
      books: world.story.books, ledger: made.ledger, scripts: scripts,
      until: made.ledger.tipHeight)
    guard let missing = result.finding(named: "missing"), !missing.sources.isEmpty else { return }
    let holders = HolderIndex(
      ledger: made.ledger, clusters: try Clusters.multiInput(made.ledger), scripts: scripts)
    for policy in TaintPolicy.allCases where policy.isConserving {
      let account = try Accounting.run(
        ledger: made.ledger, sources: missing.sources, holders: holders, policy: policy)
      #expect(account.missing == missing.amount, "seed \(seed), \(policy)")
      #expect(account.isClosed, "seed \(seed), \(policy)")
    }
  }

  @Test(
    "right books show held coins and fees alone; a dropped entry shows in its line",
    arguments: Seeds.of(0..<40))
  func droppedEntry(seed: Int) throws {
    var world = World(seed: UInt64(seed) &+ 500, mixes: false)
    for fact in world.facts where fact.sat > 0 {
      let isOwn = ReconciliationPropertyTests.own.contains(fact.holder)
      if isOwn, !fact.isPaidByExchange { world.story.deposit(fact.coin) }
      if !isOwn, fact.isPaidByExchange { world.story.withdraw(fact.coin) }
    }
    world.story.settle()
    let made = try world.story.makeLedger()
    let tip = made.ledger.tipHeight
    let right = try Reconciliation.run(
      books: world.story.books, ledger: made.ledger, until: tip
    )
    let plain: Set = ["held in wallet hot", "held in wallet deposits", ReconciliationTests.feeLine]
    #expect(right.amounts.keys.allSatisfy { plain.contains($0) }, "seed \(seed)")
    #expect(right.flaws.isEmpty)
    #expect(right.finding(named: "missing")?.sources.isEmpty == true)

    for index in world.story.books.deposits.indices {
      var books = world.story.books
      let entry = books.deposits.remove(at: index)
      let result = try Reconciliation.run(books: books, ledger: made.ledger, until: tip)
      var expected = right.amounts
      expected["unbooked receipts"] = -entry.amount.rawValue
      expected["balances that no entry explains"] = entry.amount.rawValue
      #expect(result.amounts == expected, "seed \(seed), deposit \(index)")
      #expect(
        result.lines.first { $0.kind == .unbookedReceipts }?.txids == [entry.outPoint.txid])
    }
    for index in world.story.books.withdrawals.indices {
      var books = world.story.books
      let entry = books.withdrawals.remove(at: index)
      let result = try Reconciliation.run(books: books, ledger: made.ledger, until: tip)
      let lines = result.amounts
      #expect(lines["unbooked payments"] == entry.amount.rawValue, "seed \(seed), \(index)")
      #expect(lines["balances that no entry explains"] == -entry.amount.rawValue)
      let fees =
        (lines[ReconciliationTests.feeLine] ?? 0) + (lines["fees of unbooked payments"] ?? 0)
      #expect(fees == right.amounts[ReconciliationTests.feeLine] ?? 0)
      #expect(
        result.lines.first { $0.kind == .unbookedPayments }?.txids == [entry.outPoint.txid])
    }
  }
}
