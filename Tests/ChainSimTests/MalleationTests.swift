import Bitcoin
import Case
import Files
import Testing
import Truth

@testable import ChainSim

@Suite("Withdrawals changed in flight")
struct MalleationTests {
  let played: PlayedCase
  let books: Books
  let truth: TruthFolder

  init() throws {
    played = try PlayedCase.malleability.get()
    books = try played.folder.readBooks()
    truth = TruthFolder(played.folder.truth)
  }

  /// The mined transactions that stand in the place of their originals, and those originals' txids.
  func changed(_ reason: ConflictReason) throws -> [(transaction: Transaction, original: Txid)] {
    try truth.readConflicts().filter { $0.reason == reason }.map { row in
      (try #require(played.transactions[row.mined]).transaction, row.other)
    }
  }

  func spentOutputs(of transaction: Transaction) throws -> [TxOut] {
    try transaction.inputs.map { try #require(played.output($0.prevout)).output }
  }

  @Test("38.6 BTC are paid a second time, to the satoshi, each to the address of its request")
  func totals() throws {
    let again = try truth.readThefts().filter { $0.theft.hasPrefix("paid-again-") }
    #expect(again.reduce(.zero) { $0 + $1.value } == Satoshi(3_860_000_000))
    let motifs = try truth.readTransactions()
    #expect(motifs.count { $0.motif == .malleated } == again.count)
    #expect(motifs.count { $0.motif == .paidAgain } == again.count)
    #expect(again.count >= 20)
    // 78.64 % of all attempts fail.
    let conflicts = try truth.readConflicts()
    let failed = conflicts.count { $0.reason == .failedPushData2 || $0.reason == .failedHighS }
    #expect(conflicts.count == failed + again.count)
    #expect(abs(failed * 10_000 - conflicts.count * 7_864) <= 5_000)
  }

  @Test("the changed transaction is valid in a block and breaks the policy that it should")
  func offendsPolicyAlone() throws {
    for (reason, rule) in [
      (ConflictReason.pushData2, ScriptRule.minimalData), (.highS, .sigHighS),
    ] {
      let found = try changed(reason)
      #expect(found.count >= 3)
      for (transaction, _) in found {
        let spent = try spentOutputs(of: transaction)
        for input in transaction.inputs.indices {
          #expect(
            SpendVerifier.verify(transaction, input: input, spentOutputs: spent) == .valid)
          let verdict = SpendVerifier.verify(
            transaction, input: input, spentOutputs: spent, flags: .standard)
          guard case .invalid(let failure) = verdict else {
            Issue.record("\(reason) keeps to policy")
            continue
          }
          #expect(failure.rule == rule)
        }
      }
    }
  }

  @Test("undoing the change gives the transaction that the books name, which the chain has not")
  func undoes() throws {
    for (transaction, original) in try changed(.pushData2) + changed(.highS) {
      #expect(played.transactions[original] == nil)
      var undone = transaction
      for index in undone.inputs.indices {
        let items = try #require(undone.inputs[index].scriptSig.pushedItems)
        let signature = try #require(ECDSASignature(der: Array(items[0].dropLast())))
        let low = signature.isLowS ? signature : try #require(signature.negatingS())
        undone.inputs[index].scriptSig = .pushes([low.encoded(type: .all)] + items.dropFirst())
      }
      #expect(undone.computeTxid() == original)
      #expect(undone.outputs == transaction.outputs)
      #expect(undone.inputs.map(\.prevout) == transaction.inputs.map(\.prevout))
    }
  }

  @Test("the books name each request twice: by a txid that was never mined, then by the second one")
  func booksNameBoth() throws {
    let originals = Dictionary(
      try truth.readConflicts().filter { $0.reason == .pushData2 || $0.reason == .highS }.map {
        ($0.other, $0.mined)
      }, uniquingKeysWith: { first, _ in first })
    let again = Set(try truth.readTransactions().filter { $0.motif == .paidAgain }.map(\.txid))
    var repeats: [Txid] = []
    for (row, entry) in books.withdrawals.enumerated() {
      guard let mined = originals[entry.outPoint.txid] else {
        let output = try #require(played.output(entry.outPoint)).output
        #expect(output.value == entry.amount && played.address(of: output) == entry.address)
        continue
      }
      // The mined transaction has the same output at the same place.
      let first = OutPoint(txid: mined, vout: entry.outPoint.vout)
      #expect(try #require(played.output(first)).output.value == entry.amount)
      let second = books.withdrawals[(row + 1)...].filter { other in
        other.account == entry.account && other.address == entry.address
          && other.amount == entry.amount
      }
      #expect(second.count == 1)
      let txid = try #require(second.first?.outPoint.txid)
      #expect(again.contains(txid))
      repeats.append(txid)
      // Other coins: the second payment spends nothing that the first one spent or made.
      let spent = try #require(played.transactions[txid]).transaction.inputs.map(\.prevout)
      let before = try #require(played.transactions[mined]).transaction
      #expect(Set(spent).isDisjoint(with: before.inputs.map(\.prevout)))
      #expect(!spent.contains { $0.txid == mined })
    }
    #expect(Set(repeats) == again && repeats.count == again.count)
  }

  @Test("accounts are debited once: what is owed is deposits less requests")
  func debitsOnce() throws {
    let deposits = books.deposits.reduce(Satoshi.zero) { $0 + $1.amount }
    let withdrawals = books.withdrawals.reduce(Satoshi.zero) { $0 + $1.amount }
    let owed = books.accounts.reduce(Satoshi.zero) { $0 + $1.balance }
    #expect(deposits - withdrawals + Satoshi(3_860_000_000) == owed)
  }

  @Test("deposits - requests = held + forgotten + taken + paid twice + fees at every height")
  func standsAtEveryHeight() throws {
    let plan = try Planner.plan(played.scenario, seed: 5)
    var known: Set<WalletNumber> = []
    for (index, wallet) in plan.wallets.enumerated() where wallet.owner == "bank" {
      known.insert(WalletNumber(index))
    }
    for height in stride(from: 1_500, through: plan.tip, by: 11) {
      let standing = plan.standing(known: known, forgotten: [], at: height)
      #expect(
        standing.deposits - standing.withdrawals == standing.sum, "height \(height): \(standing)")
    }
    let end = plan.standing(known: known, forgotten: [], at: plan.tip)
    #expect(end.paidTwice == 3_860_000_000 && end.taken == 20_000_000_000)
  }

  @Test("bare keys can be changed in both ways as well")
  func changesBareKeys() throws {
    var scenario = played.scenario
    scenario.change("bank") { (exchange: inout Exchange) in
      exchange.wallets[0].style.script = .publicKey
    }
    let plan = try Planner.plan(scenario, seed: 3)
    let keys = KeyRing(plan, seed: 3, threads: 2)
    let chain = try SignedChain(plan, of: scenario, keys: keys)
    let signed = chain.signed
    let transactions = try chain.readTransactions(scenario.network)
    #expect(plan.malleations.count >= 20 && signed.originalTxids.count == plan.malleations.count)
    for (number, original) in signed.originalTxids {
      #expect(signed.txids[number] != original)
      let transaction = try #require(transactions[signed.txids[number]])
      let spent = plan.inputs(of: number).map { input in
        let output = plan.inputSpent[input].position
        return TxOut(
          value: Satoshi(plan.outputValue[output]),
          scriptPubKey: keys.script(of: plan.outputKey[output]))
      }
      for input in transaction.inputs.indices {
        #expect(SpendVerifier.verify(transaction, input: input, spentOutputs: spent) == .valid)
      }
    }
  }

  struct Wrong: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let key: String
    let reason: String
    let change: @Sendable (inout Scenario) -> Void

    init(
      _ name: String, _ key: String, _ reason: String,
      change: @escaping @Sendable (inout Scenario) -> Void
    ) {
      testDescription = name
      self.key = key
      self.reason = reason
      self.change = change
    }

    /// A change of the event's order.
    init(
      _ name: String, _ key: String, _ reason: String,
      order change: @escaping @Sendable (inout MalleatedWithdrawals) -> Void
    ) {
      self.init(name, key, reason) { scenario in
        guard case .malleate(var order) = scenario.events[3].action else { return }
        change(&order)
        scenario.events[3].action = .malleate(order)
      }
    }
  }

  static let wrong: [Wrong] = [
    Wrong("a wallet whose txids do not hang on signatures", "of", "give the wallet 'script: p2pkh'")
    {
      $0.change("bank") { (exchange: inout Exchange) in
        exchange.wallets[0].style.script = .witnessKeyHash
        exchange.wallets[0].style.keys = nil
      }
    },
    Wrong("another wallet than the first", "of", "is not the wallet that customers are paid from") {
      (order: inout MalleatedWithdrawals) in order.of.wallet = "cold"
    },
    Wrong("nobody's thief", "by", "'bank' is no thief") {
      (order: inout MalleatedWithdrawals) in order.by = "bank"
    },
    Wrong("more each than in all", "each", "no more than the total") {
      (order: inout MalleatedWithdrawals) in
      order.each = Satoshi(4_000_000_000)...Satoshi(5_000_000_000)
    },
    Wrong("all attempts fail", "failed", "at most 99 %") {
      (order: inout MalleatedWithdrawals) in order.failedMillionths = 1_000_000
    },
    Wrong("paid after the halt", "of", "let it end before 'haltWithdrawals'") {
      (scenario: inout Scenario) in scenario.events[3].to += 10 * 86_400
    },
    Wrong("a few hours", "", "needs a day at least") { (scenario: inout Scenario) in
      scenario.events[3].to = scenario.events[3].from + 7_200
    },
  ]

  @Test("what cannot be changed in flight is refused by the place", arguments: wrong)
  func refuses(_ wrong: Wrong) throws {
    var scenario = played.scenario
    wrong.change(&scenario)
    let error = #expect(throws: ScenarioError.self) { try scenario.check() }
    guard case .inconsistent(let key, let reason) = error else {
      Issue.record("\(String(describing: error)) is no contradiction")
      return
    }
    #expect(key == "events[3].malleate" + (wrong.key.isEmpty ? "" : ".\(wrong.key)"))
    #expect(reason.contains(wrong.reason), "\(reason)")
  }
}
