import Bitcoin
import Testing

@testable import ChainSim

@Suite("Mempool")
struct MempoolTests {
  @Test("blocks take what a search of all that waits takes", arguments: UInt64(1)...20)
  func agrees(seed: UInt64) {
    var random = SeededGenerator(seed: seed, key: "mempool")
    var pool = Mempool()
    var naive = NaiveMempool()
    var parents: [[UInt32]] = []
    let hard = Mempool.Limits(weight: 20_000, sigops: 60)
    var fullBlocks = 0
    for block in 0..<60 {
      // Busy times and quiet ones, so that it fills up and runs empty.
      let count = block % 20 < 8 ? 14 : 2
      for _ in 0..<random.below(count) {
        let number = UInt32(parents.count)
        let isChild = random.chance(perMille: 500) && number > 0
        let recent = UInt32(max(0, Int(number) - 30))..<number
        let known = (0..<(isChild ? 2 : 0)).map { _ in
          recent.lowerBound + UInt32(random.below(recent.count))
        }
        parents.append(known)
        let entry = Mempool.Entry(
          transaction: number, fee: Int64(random.below(20)) * 1_000,
          weight: random.within(400...(random.chance(perMille: 30) ? 9_000 : 1_500)),
          sigops: random.below(8), isUrgent: random.chance(perMille: 60))
        pool.add(entry)
        naive.waiting.append(entry)
      }
      let limits = Mempool.Limits(weight: 8_000, sigops: 30)
      let expected = naive.takeBlock(limits, hardLimits: hard, parents: parents)
      let found = pool.takeBlock(limits, hardLimits: hard) { parents[Int($0)] }
      #expect(
        found.map(\.transaction) == expected.map(\.transaction), "seed \(seed), block \(block)")
      #expect(pool.count == naive.waiting.count)
      #expect(pool.weight == naive.waiting.reduce(0) { $0 + $1.weight })
      if pool.count > 0 { fullBlocks += 1 }
    }
    #expect(fullBlocks > 10)
  }

  @Test("a story in small blocks closes to the satoshi, and its fees rise", arguments: 1...4)
  func smallBlocks(seed: UInt64) throws {
    var scenario = TinyScenario.make()
    // Months of blocks of 10 kB with thousands of payments, then as large as are needed.
    scenario.paces = [
      .init(until: TinyScenario.day(1), interval: 300),
      .init(until: TinyScenario.day(150), interval: 21_600, weightLimit: 40_000),
      .init(until: TinyScenario.day(200), interval: 21_600),
    ]
    scenario.change("users") { (users: inout OrdinaryUsers) in
      users.count = 300
      users.payments = 20_000
      users.coins = TinyScenario.coins(1_500)
    }
    let plan = try Planner.plan(scenario, seed: seed)
    let schedule = BlockSchedule(scenario, seed: seed)
    #expect(plan.thefts.reduce(0) { $0 + $1.taken } == 200 * 100_000_000)
    var full = 0
    for height in 1...plan.tip {
      let block = plan.transactions(ofBlock: height)
      let weight = block.dropLast().reduce(0) { $0 + plan.maxWeight(of: $1) }
      let urgent: [PlannedMotif] = [.proof, .gather, .move]
      let isUrgent = block.contains { urgent.contains(plan.transactionMotif[$0]) }
      if height < plan.tip, !isUrgent { #expect(weight <= schedule.weightLimit(at: height)) }
      if weight > 30_000, schedule.weightLimit(at: height) == 40_000 { full += 1 }
      for transaction in block.dropLast() {
        for input in plan.inputs(of: transaction) {
          #expect(plan.outputTransaction[plan.inputSpent[input].position] < transaction)
        }
      }
    }
    #expect(full > 50)
    for event in 0..<plan.transactionCount where plan.transactionMotif[event] == .proof {
      #expect(schedule.times[Int(plan.transactionHeight[event])] == TinyScenario.day(50) + 12_345)
    }
    let paid = (0..<plan.transactionCount).filter { plan.transactionMotif[$0] == .payment }
    #expect(paid.contains { plan.fee(of: $0) > 50_000 })
    let calm = try Planner.plan(TinyScenario.make(), seed: seed)
    let usual = (0..<calm.transactionCount).filter { calm.transactionMotif[$0] == .payment }
    #expect(!usual.contains { calm.fee(of: $0) > 60_000 })
  }

  @Test("a chain that ends while payments wait is refused")
  func refusesLeftovers() {
    var scenario = TinyScenario.make()
    scenario.events = []
    scenario.claims = []
    scenario.actors = scenario.actors.filter { ["pools", "users"].contains($0.name) }
    scenario.paces[0].weightLimit = 40_000
    scenario.paces[1].weightLimit = 40_000
    scenario.change("users") { (users: inout OrdinaryUsers) in
      users.count = 12_000
      users.payments = 60_000
      users.coins = TinyScenario.coins(1_500)
    }
    #expect {
      try Planner.plan(scenario, seed: 1)
    } throws: { error in
      guard case .unplayable("blocks", _, let reason)? = error as? ScenarioError else {
        return false
      }
      return reason.contains("transactions still wait when the chain ends")
    }
  }

  @Test("no transaction is heavier than planned, and hardly one much lighter")
  func weights() throws {
    let played = try PlayedCase.scripts.get()
    let plan = try Planner.plan(played.scenario, seed: played.scenario.seed)
    var planned = 0
    var real = 0
    for (height, block) in played.blocks.enumerated().dropFirst() {
      let range = plan.transactions(ofBlock: height)
      // The coinbase, which a plan has last, stands first in its block.
      let numbers = range.suffix(1) + range.dropLast()
      #expect(numbers.count == block.transactions.count)
      for (number, transaction) in zip(numbers, block.transactions).dropFirst() {
        let weight =
          transaction.encoded(includingWitness: false).count * 3 + transaction.encoded().count
        let bound = plan.maxWeight(of: number)
        #expect(weight <= bound, "transaction \(number) of block \(height)")
        planned += bound
        real += weight
      }
    }
    #expect(planned < real / 100 * 112, "\(planned) planned for \(real)")
  }
}

/// What waits as one list that is searched from end to end.
private struct NaiveMempool {
  var waiting: [Mempool.Entry] = []

  mutating func takeBlock(
    _ limits: Mempool.Limits, hardLimits: Mempool.Limits, parents: [[UInt32]]
  ) -> [Mempool.Entry] {
    var block: [Mempool.Entry] = []
    let all = sum(waiting)
    if hasOnlyNew, all.weight <= limits.weight, all.sigops <= limits.sigops {
      defer { waiting = [] }
      return waiting
    }
    for entry in waiting where entry.isUrgent && isWaiting(entry.transaction) {
      let family = family(of: entry.transaction, parents)
      let (before, more) = (sum(block), sum(family))
      guard before.weight + more.weight <= hardLimits.weight,
        before.sigops + more.sigops <= hardLimits.sigops
      else { continue }
      for member in family { take(member, &block) }
    }
    var refused: Set<UInt32> = []
    while refused.count < 50 {
      let free = waiting.filter { entry in
        !refused.contains(entry.transaction)
          && !parents[Int(entry.transaction)].contains { isWaiting($0) }
      }
      guard let best = free.min(by: { $0.precedes($1) }) else { break }
      let before = sum(block)
      let fits =
        before.weight + best.weight <= limits.weight
        && before.sigops + best.sigops <= limits.sigops
      let isAlone =
        block.isEmpty && best.weight <= hardLimits.weight && best.sigops <= hardLimits.sigops
      if fits || isAlone { take(best, &block) } else { refused.insert(best.transaction) }
    }
    seen = Set(waiting.map(\.transaction))
    return block
  }

  /// What has been left behind by a block.
  private var seen: Set<UInt32> = []
  private var hasOnlyNew: Bool { !waiting.contains { seen.contains($0.transaction) } }

  private func isWaiting(_ transaction: UInt32) -> Bool {
    waiting.contains { $0.transaction == transaction }
  }

  private func family(of transaction: UInt32, _ parents: [[UInt32]]) -> [Mempool.Entry] {
    var members: Set<UInt32> = [transaction]
    var size = 0
    while size != members.count {
      size = members.count
      for member in members {
        members.formUnion(parents[Int(member)].filter { isWaiting($0) })
      }
    }
    return waiting.filter { members.contains($0.transaction) }
  }

  private func sum(_ entries: [Mempool.Entry]) -> Mempool.Limits {
    Mempool.Limits(
      weight: entries.reduce(0) { $0 + $1.weight }, sigops: entries.reduce(0) { $0 + $1.sigops })
  }

  private mutating func take(_ entry: Mempool.Entry, _ block: inout [Mempool.Entry]) {
    waiting.removeAll { $0.transaction == entry.transaction }
    block.append(entry)
  }
}
