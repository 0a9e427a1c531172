import Bitcoin
import Testing

@testable import ChainSim

@Suite("Wallet models")
struct WalletModelTests {
  /// A plan in which everybody uses one program.
  private func plan(_ name: WalletModel.Name) throws -> (plan: Plan, payments: [Int]) {
    let scenario = try ScenarioReader.read(
      ShippedScenario.path("scale"),
      as: ScenarioVariant(changes: ["size=2000", "people.behaviour=\(name.rawValue)"]))
    let plan = try Planner.plan(scenario, seed: 3)
    let payments = (0..<plan.transactionCount).filter { plan.transactionMotif[$0] == .payment }
    #expect(payments.count == 2_000)
    return (plan, payments)
  }

  /// Where change stands, and behind how many outputs it could.
  private func changePlaces(_ plan: Plan, _ payments: [Int]) -> [(place: Int, outputs: Int)] {
    payments.compactMap { payment in
      let outputs = plan.outputs(of: payment)
      let change = outputs.firstIndex { plan.outputRole[$0] == .change }
      return change.map { ($0 - outputs.startIndex, outputs.count) }
    }
  }

  @Test("lock times are heights before the block's, one in ten further back")
  func lockTimes() throws {
    let (plan, payments) = try plan(.core2018)
    var earlier = 0
    for payment in payments {
      let height = plan.transactionHeight[payment]
      let lockTime = plan.transactionLockTime[payment]
      // Core: consensus/tx_verify.cpp, IsFinalTx: below the height of the block.
      #expect(lockTime < height && lockTime + 100 >= height)
      if lockTime + 1 < height { earlier += 1 }
      #expect(plan.transactionVersion[payment] == 2)
      #expect(plan.transactionSequence[payment] == 0xffff_fffe)
    }
    #expect((120...290).contains(earlier), "\(earlier) of 2000")
    for wallet in plan.wallets { #expect(wallet.grindsLowR == (wallet.owner == "people")) }
    let coinbases = (0..<plan.transactionCount).filter { plan.inputs(of: $0).isEmpty }
    #expect(coinbases.allSatisfy { plan.transactionLockTime[$0] == 0 })
  }

  @Test("lock times stay valid where transactions wait for a block")
  func lockTimesInBacklog() throws {
    let scenario = try ScenarioReader.read(
      ShippedScenario.path("scale"),
      as: ScenarioVariant(changes: ["people.behaviour=core-2022", "blocks[0].size=16 kB"]))
    let plan = try Planner.plan(scenario, seed: 3)
    var waited = 0
    for payment in 0..<plan.transactionCount where plan.transactionMotif[payment] == .payment {
      let height = plan.transactionHeight[payment]
      #expect(plan.transactionLockTime[payment] < height)
      #expect(plan.transactionSequence[payment] == 0xffff_fffd)
      if plan.transactionLockTime[payment] + 101 < height { waited += 1 }
    }
    #expect(waited > 20)
  }

  @Test("the programs of 2011 never put change last, those of 2013 do half of the time")
  func changePlaces() throws {
    let (old, oldPayments) = try plan(.bitcoinQt2011)
    #expect(changePlaces(old, oldPayments).allSatisfy { $0.place < $0.outputs - 1 })
    let (new, newPayments) = try plan(.bitcoinQt2013)
    let pairs = changePlaces(new, newPayments).filter { $0.outputs == 2 }
    let last = pairs.count { $0.place == 1 }
    #expect(pairs.count > 1_000)
    #expect((40...60).contains(last * 100 / pairs.count), "\(last) of \(pairs.count)")
    let (end, endPayments) = try plan(.changeLast)
    #expect(changePlaces(end, endPayments).allSatisfy { $0.place == $0.outputs - 1 })
  }

  @Test("outputs under BIP-0069 rise")
  func sorted() throws {
    let (plan, payments) = try plan(.bip69)
    for payment in payments {
      let values = plan.outputs(of: payment).map { plan.outputValue[$0] }
      #expect(values == values.sorted())
    }
    let (other, others) = try self.plan(.bitcoinQt2013)
    let rising = others.count { payment in
      let values = other.outputs(of: payment).map { other.outputValue[$0] }
      return values == values.sorted()
    }
    #expect(rising < 1_600)
  }

  @Test("a wallet with one address gets its change there, and its payments")
  func oneAddress() throws {
    let (plan, payments) = try plan(.web2012)
    for payment in payments {
      let spent = plan.inputs(of: payment).map { plan.inputSpent[$0].position }
      let paying = Set(spent.map { plan.outputKey[$0] })
      for output in plan.outputs(of: payment) where plan.outputRole[output] == .change {
        #expect(paying.contains(plan.outputKey[output]))
      }
    }
  }

  @Test("Electrum of 2013 spends the oldest coins")
  func oldest() throws {
    let (plan, payments) = try plan(.electrum2013)
    for payment in payments {
      let heights = plan.inputs(of: payment).map { input in
        plan.transactionHeight[
          Int(plan.outputTransaction[plan.inputSpent[input].position])]
      }
      #expect(heights == heights.sorted())
    }
  }

  @Test("shares hold in a hundred people, and no program changes the coins' sums")
  func shares() throws {
    let shares = [ModelShare(.core2018, percent: 30), ModelShare(.bip69, percent: 70)]
    let models = (0..<100).map { shares.model(ofMember: $0) }
    #expect(models.count { $0 == .core2018 } == 30)
    var scenario = TinyScenario.make()
    for index in scenario.actors.indices { scenario.actors[index].behaviour = shares }
    let plan = try Planner.plan(scenario, seed: 4)
    #expect(plan.thefts.reduce(0) { $0 + $1.taken } == 200 * 100_000_000)
    #expect(plan.holders.reduce(0) { $0 + $1.amount } == 200 * 100_000_000)
  }
}
