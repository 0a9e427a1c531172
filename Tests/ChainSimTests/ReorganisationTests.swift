import Bitcoin
import Case
import Files
import Foundation
import SystemPackage
import TestSupport
import Testing
import Truth

@testable import ChainSim

@Suite("Reorganisations and replaced payments")
struct ReorganisationTests {
  /// A played case with all of its blocks, those that lost among them, in the order of the files.
  struct Branches {
    let holder: TemporaryFolder
    let folder: CaseFolder
    let blocks: [Block]
    /// The best chain's hashes by height.
    let best: [BlockHash]
    let stale: [Block]
    let outputs: [OutPoint: TxOut]

    init(_ name: String, threads: Int = 2) throws {
      let scenario = try ScenarioReader.read(ShippedScenario.path(name))
      holder = try TemporaryFolder()
      folder = CaseFolder(root: holder.path.appending("case"))
      let report = try Simulation.run(scenario, threads: threads, into: folder.root)
      var blocks: [Block] = []
      for name in try Folder.list(folder.blocks) {
        let bytes = try File.read(folder.blocks.appending(name))
        var reader = BlockFileReader(bytes, network: scenario.network)
        while let record = reader.next() {
          blocks.append(try Block(decoding: Array(bytes[record.block])))
        }
      }
      // Equal work each, so the highest block's ancestors are the best chain.
      var heights: [BlockHash: Int] = [blocks[0].header.computeHash(): 0]
      var byHash: [BlockHash: Block] = [blocks[0].header.computeHash(): blocks[0]]
      for block in blocks.dropFirst() {
        let hash = block.header.computeHash()
        heights[hash] = (heights[block.header.previousBlock] ?? -1_000_000) + 1
        byHash[hash] = block
      }
      var hash = try #require(heights.first { $0.value == report.height }?.key)
      var best = [hash]
      while let height = heights[hash], height > 0, let block = byHash[hash] {
        hash = block.header.previousBlock
        best.append(hash)
      }
      best.reverse()
      let chain = Set(best)
      self.blocks = blocks
      self.best = best
      stale = blocks.filter { !chain.contains($0.header.computeHash()) }
      var outputs: [OutPoint: TxOut] = [:]
      for block in blocks {
        for transaction in block.transactions {
          for (vout, output) in transaction.outputs.enumerated() {
            outputs[transaction.outPoint(vout)] = output
          }
        }
      }
      self.outputs = outputs
    }
  }

  static let reorg = Result { try Branches("reorg") }
  static let modern = Result { try Branches("modern") }

  @Test(
    "13 blocks lose, each seen before the winner of its height, and the tip is the best chain's")
  func hasBranches() throws {
    let played = try Self.reorg.get()
    #expect(played.stale.count == 13)
    let places = Dictionary(
      uniqueKeysWithValues: played.blocks.enumerated().map { ($1.header.computeHash(), $0) })
    for block in played.stale {
      let place = try #require(places[block.header.computeHash()])
      #expect(place > (try #require(places[block.header.previousBlock])))
      // The record after it is the winner of its height, which is not later.
      #expect(block.header.time <= played.blocks[place + 1].header.time)
      #expect(played.best.contains(played.blocks[place + 1].header.computeHash()))
    }
  }

  @Test("each losing block is whole: proof of work, merkle root, signatures, its reward")
  func losersAreValid() throws {
    let played = try Self.reorg.get()
    for block in played.stale {
      #expect(block.header.meetsTarget())
      #expect(block.computeMerkleTree().root == block.header.merkleRoot)
      var fees = Satoshi.zero
      for transaction in block.transactions.dropFirst() {
        let spent = try transaction.inputs.map { try #require(played.outputs[$0.prevout]) }
        for input in transaction.inputs.indices {
          #expect(SpendVerifier.verify(transaction, input: input, spentOutputs: spent) == .valid)
        }
        let paid = spent.reduce(Satoshi.zero) { $0 + $1.value }
        fees = fees + transaction.outputs.reduce(paid) { $0 - $1.value }
      }
      // 150 blocks a halving; by then some ten of them have passed.
      let claimed = block.transactions[0].outputs.reduce(Satoshi.zero) { $0 + $1.value }
      #expect(claimed >= fees && claimed - fees <= Satoshi(5_000_000_000 >> 5))
    }
    #expect(played.stale.contains { $0.transactions.count > 1 })
  }

  @Test("the losing branch alone has the deposit; the winner spends the same coins elsewhere")
  func spendsTwice() throws {
    let played = try Self.reorg.get()
    let truth = TruthFolder(played.folder.truth)
    let books = try played.folder.readBooks()
    let conflict = try #require(
      try truth.readConflicts().first { $0.reason == .doubleSpent })
    let all = played.stale.flatMap(\.transactions)
    let lost = try #require(all.first { $0.computeTxid() == conflict.other })
    let chain = Set(played.best)
    var mined: [Txid: Transaction] = [:]
    for block in played.blocks where chain.contains(block.header.computeHash()) {
      for transaction in block.transactions { mined[transaction.computeTxid()] = transaction }
    }
    let winner = try #require(mined[conflict.mined])
    #expect(mined[conflict.other] == nil)
    #expect(winner.inputs.map(\.prevout) == lost.inputs.map(\.prevout))
    // The losing branch has nothing that spends the winner.
    #expect(!all.contains { $0.computeTxid() == conflict.mined })
    let entry = try #require(books.deposits.first { $0.outPoint.txid == conflict.other })
    #expect(entry.amount == Satoshi(6_000_000_000))
    #expect(lost.outputs[Int(entry.outPoint.vout)].value == entry.amount)
    let others = books.deposits.filter { mined[$0.outPoint.txid] == nil }
    #expect(others == [entry])
    let thefts = try truth.readThefts()
    #expect(thefts.map(\.value) == [entry.amount])
    guard case .output(let paid) = try #require(thefts.first).place else { return }
    let withdrawal = try #require(books.withdrawals.first { $0.outPoint == paid })
    #expect(withdrawal.account == entry.account && withdrawal.time > entry.time)
    #expect(books.deposits.map(\.time) == books.deposits.map(\.time).sorted())
  }

  @Test("deposits - withdrawals = held + forgotten + taken + undone + fees at every height")
  func standsAtEveryHeight() throws {
    let scenario = try ScenarioReader.read(ShippedScenario.path("reorg"))
    let plan = try Planner.plan(scenario, seed: 3)
    var known: Set<WalletNumber> = []
    for (index, wallet) in plan.wallets.enumerated() where wallet.owner == "market" {
      known.insert(WalletNumber(index))
    }
    for height in stride(from: 1_500, through: plan.tip, by: 17) {
      let standing = plan.standing(known: known, forgotten: [], at: height)
      #expect(
        standing.deposits - standing.withdrawals == standing.sum, "height \(height): \(standing)")
    }
    #expect(plan.standing(known: known, forgotten: [], at: plan.tip).undone == 6_000_000_000)
    #expect(plan.staleBranches.map(\.blocks.count) == [3, 10])
  }

  @Test("a replaced payment has the winner's inputs, pays less, and is in no block")
  func replaces() throws {
    let played = try Self.modern.get()
    let truth = TruthFolder(played.folder.truth)
    let rows = try truth.readConflicts()
    #expect(rows.count >= 5 && rows.allSatisfy { $0.reason == .replaced })
    #expect(played.stale.isEmpty)
    var mined: [Txid: Transaction] = [:]
    for block in played.blocks {
      for transaction in block.transactions { mined[transaction.computeTxid()] = transaction }
    }
    for row in rows {
      #expect(mined[row.other] == nil)
      let winner = try #require(mined[row.mined])
      // BIP-0125: a sequence below 0xfffffffe signals that a transaction may be replaced.
      #expect(winner.inputs.allSatisfy { $0.sequence < 0xffff_fffe })
    }
    let scenario = try ScenarioReader.read(ShippedScenario.path("modern"))
    let plan = try Planner.plan(scenario, seed: 5)
    #expect(plan.lost.count >= 5)
    for lost in plan.lost {
      #expect(plan.inputs(of: lost.winner).map { plan.inputSpent[$0] } == lost.inputs)
      #expect(plan.fee(of: lost.winner) > plan.fee(ofLost: lost))
    }
    // Batches: some withdrawal transactions pay ten customers and more.
    let sizes = plan.transactionMotif.indices.filter { plan.transactionMotif[$0] == .withdrawal }
    #expect(sizes.contains { plan.outputs(of: $0).count >= 10 })
  }

  @Test("the same bytes on one thread", arguments: ["reorg", "modern"])
  func isDeterministic(name: String) throws {
    let one = try Branches(name, threads: 1)
    let two = try (name == "reorg" ? Self.reorg : Self.modern).get()
    #expect(one.blocks == two.blocks)
    for file in ["conflicts.csv", "outputs.csv", "thefts.csv"] {
      #expect(
        try File.read(one.folder.truth.appending(file))
          == File.read(two.folder.truth.appending(file)))
    }
  }

  @Test("what cannot be undone is refused by the place")
  func refuses() throws {
    let text = try ShippedScenario.text("reorg")
    for (old, new, message) in [
      ("blocks: 10", "blocks: 91", "'blocks' must be a whole number from 1 to 90, not '91'"),
      (
        "{at: 2011-07-20, haltW", "{at: 2011-06-16, haltW",
        "events[1].reorg.doubleSpend.of: 'market' stops paying withdrawals on 2011-06-16T00:00:00Z"
      ),
      (
        "- at: 2011-06-15", "- at: 2011-05-02",
        "events[1].reorg: the reorganisation of 2011-05-01T00:00:00Z is hardly over"
      ),
      (
        "{at: 2011-05-01, reorg", "{at: 2011-07-30, reorg", "events[0].reorg.blocks: the chain ends"
      ),
      ("amount: 60 BTC", "amount: 61 BTC", "61.00000000 BTC undone"),
    ] {
      let parts = text.components(separatedBy: old)
      #expect(parts.count == 2, "\(old)")
      let changed = parts.joined(separator: new)
      let found = ScenarioReaderTests.message(changed)
      #expect(found.contains(message), "\(found)")
    }
  }
}
