import Bitcoin
import Testing

@testable import ChainSim

@Suite("Planner")
struct PlannerTests {
  @Test("every seed closes the story to the satoshi", arguments: UInt64(1)...12)
  func closes(seed: UInt64) throws {
    let plan = try Planner.plan(TinyScenario.make(), seed: seed)
    let coin: Int64 = 100_000_000
    #expect(plan.thefts.reduce(0) { $0 + $1.taken } == 200 * coin)
    #expect(plan.holders.reduce(0) { $0 + $1.amount } == 200 * coin)
    #expect(plan.books.balances.reduce(0, +) == 450 * coin)
    #expect(plan.books.company == 50 * coin)
    let paid = plan.books.deposits.reduce(0) { $0 + plan.outputValue[$1.output.position] }
    let out = plan.books.withdrawals.reduce(0) { $0 + plan.outputValue[$1.output.position] }
    #expect(paid - out == 500 * coin + plan.books.reserve)
  }

  @Test("deposits - withdrawals = held + forgotten + taken + fees at every height")
  func standsAtEveryHeight() throws {
    let plan = try Planner.plan(TinyScenario.make(), seed: 4)
    let (known, forgotten) = wallets(of: plan)
    for height in stride(from: 0, through: plan.tip, by: 7) {
      let standing = plan.standing(known: known, forgotten: forgotten, at: height)
      #expect(
        standing.deposits - standing.withdrawals == standing.sum, "height \(height): \(standing)")
    }
    let end = plan.standing(known: known, forgotten: forgotten, at: plan.books.closeHeight)
    #expect(end.forgotten == 300 * 100_000_000)
    #expect(end.held + end.fees == plan.books.reserve)
  }

  @Test("a coin is spent once, after it was made, and by no block that is too early for a coinbase")
  func spendsInOrder() throws {
    let plan = try Planner.plan(TinyScenario.make(), seed: 9)
    var spent: Set<OutputNumber> = []
    for transaction in 0..<plan.transactionCount {
      for input in plan.inputs(of: transaction) {
        let output = plan.inputSpent[input]
        let maker = Int(plan.outputTransaction[output.position])
        #expect(spent.insert(output).inserted)
        #expect(maker < transaction)
        #expect(plan.outputSpender[output.position] == UInt32(transaction))
        if plan.transactionMotif[maker] == .coinbase {
          let age = plan.transactionHeight[transaction] - plan.transactionHeight[maker]
          #expect(age >= 100)
        }
      }
    }
    for output in plan.outputValue.indices where plan.outputSpender[output] == .max {
      #expect(!spent.contains(OutputNumber(output)))
    }
  }

  @Test("each block's coinbase claims its subsidy and fees, and no fee is negative")
  func coinbases() throws {
    let plan = try Planner.plan(TinyScenario.make(), seed: 2)
    for height in 1...plan.tip {
      let transactions = plan.transactions(ofBlock: height)
      let coinbase = try #require(transactions.last)
      #expect(plan.transactionMotif[coinbase] == .coinbase)
      var fees: Int64 = 0
      for transaction in transactions.dropLast() {
        let fee = plan.fee(of: transaction)
        #expect(fee >= 0)
        fees += fee
      }
      // The subsidy halves every 150 blocks (Core: CRegTestParams, nSubsidyHalvingInterval).
      let subsidy: Int64 = height / 150 < 64 ? 5_000_000_000 >> (height / 150) : 0
      #expect(plan.outputValue[plan.outputs(of: coinbase).lowerBound] == subsidy + fees)
    }
  }

  @Test("the proof transfer joins both wallets, pays the rest first and has the event's time")
  func proof() throws {
    let scenario = TinyScenario.make()
    let plan = try Planner.plan(scenario, seed: 5)
    let proof = try #require(plan.transactionMotif.firstIndex(of: .proof))
    let names = plan.inputs(of: proof).map {
      plan.wallets[plan.wallet(ofOutput: plan.inputSpent[$0].position).position].name
    }
    #expect(names == ["hot", "old", "hot"])
    #expect(
      plan.outputs(of: proof).map { plan.outputValue[$0] } == [2_600_000_000, 42_400_000_000])
    #expect(plan.fee(of: proof) == 0)
    let schedule = BlockSchedule(scenario, seed: 5)
    #expect(
      schedule.times[Int(plan.transactionHeight[proof])] == TinyScenario.day(50) + 12_345)
  }

  @Test("the thief never joins his coins with the exchange's in one transaction")
  func keepsApart() throws {
    let plan = try Planner.plan(TinyScenario.make(), seed: 6)
    for transaction in 0..<plan.transactionCount {
      let owners = Set(
        plan.inputs(of: transaction).map {
          plan.wallets[plan.wallet(ofOutput: plan.inputSpent[$0].position).position].ownerName
        })
      #expect(owners.count <= 1, "\(plan.transactionMotif[transaction]) joins \(owners)")
    }
  }

  @Test("stolen satoshis are neither lost nor made on their way")
  func stolenFlow() throws {
    let plan = try Planner.plan(TinyScenario.make(), seed: 8)
    for transaction in 0..<plan.transactionCount {
      let outputs = plan.outputs(of: transaction)
      #expect(outputs.allSatisfy { plan.outputStolen[$0] <= plan.outputValue[$0] })
      let motif = plan.transactionMotif[transaction]
      guard motif == .collect else { continue }
      let before = plan.inputs(of: transaction).reduce(0) {
        $0 + plan.outputStolen[plan.inputSpent[$1].position]
      }
      let after = outputs.reduce(0) { $0 + plan.outputStolen[$1] }
      #expect(before - after >= 0 && before - after <= plan.fee(of: transaction))
    }
    let names = plan.holders.map(\.holder)
    #expect(names.contains("market") && names.contains("bank") && names.contains("thief"))
  }

  @Test("block times rise, and stay within the paces")
  func times() {
    let schedule = BlockSchedule(TinyScenario.make(), seed: 1)
    #expect(zip(schedule.times, schedule.times.dropFirst()).allSatisfy { $0 < $1 })
    #expect(schedule.times.first == 1_296_688_602)
    #expect(schedule.times.last.map { $0 <= TinyScenario.day(200) } == true)
    #expect(schedule.height(atOrAfter: 0) == 1)
    #expect(schedule.height(atOrAfter: schedule.times[5]) == 5)
    #expect(schedule.height(atOrBefore: schedule.times[5]) == 5)
    #expect(schedule.height(atOrBefore: schedule.times[5] - 1) == 4)
    #expect(schedule.height(atOrAfter: .max) == schedule.times.count)
  }

  @Test("block times rise also where a fast pace follows a slow one", arguments: 1...8)
  func timesOfFasterPace(seed: UInt64) {
    var scenario = TinyScenario.make()
    scenario.paces = [
      BlockPace(until: TinyScenario.day(20), interval: 21_600),
      BlockPace(until: TinyScenario.day(21), interval: 60),
    ]
    let times = BlockSchedule(scenario, seed: seed).times
    #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 })
    #expect(times.last.map { $0 <= TinyScenario.day(21) } == true)
  }

  private func wallets(of plan: Plan) -> (known: Set<WalletNumber>, forgotten: Set<WalletNumber>) {
    var known: Set<WalletNumber> = []
    var forgotten: Set<WalletNumber> = []
    for (index, wallet) in plan.wallets.enumerated() where wallet.owner == "bank" {
      if wallet.name == "old" {
        forgotten.insert(WalletNumber(index))
      } else {
        known.insert(WalletNumber(index))
      }
    }
    return (known, forgotten)
  }
}
