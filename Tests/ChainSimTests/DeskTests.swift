import Bitcoin
import Testing

@testable import ChainSim

@Suite("Desks")
struct DeskTests {
  @Test("a desk with many customers keeps its coins in hand")
  func busy() throws {
    var scenario = TinyScenario.make()
    scenario.change("customers") { (people: inout Population) in
      people.count = 1_500
      people.deposits = 4...12
    }
    let plan = try Planner.plan(scenario, seed: 3)
    // What lies on deposit addresses at any time: a pile for two days or so, not for weeks.
    var waiting = 0
    var most = 0
    for transaction in 0..<plan.transactionCount {
      for input in plan.inputs(of: transaction) where isDeposit(plan.inputSpent[input], plan) {
        waiting -= 1
      }
      for output in plan.outputs(of: transaction) where isDeposit(OutputNumber(output), plan) {
        waiting += 1
      }
      most = max(most, waiting)
    }
    #expect(plan.books.deposits.count > 4_000)
    #expect(most < 400, "\(most) deposits waited together")
  }

  private func isDeposit(_ output: OutputNumber, _ plan: Plan) -> Bool {
    let wallet = plan.wallets[plan.wallet(ofOutput: output.position).position]
    return wallet.owner == "bank" && wallet.part == "deposits"
  }

  @Test("a further actor leaves the others' keys and draws where they are")
  func furtherActor() throws {
    let plan = try Planner.plan(TinyScenario.make(), seed: 5)
    var scenario = TinyScenario.make()
    let idle = Exchange(wallets: [ScenarioWallet(name: "hot")], holds: .zero)
    scenario.actors.insert(.init(name: "idle", kind: .exchange(idle)), at: 0)
    let other = try Planner.plan(scenario, seed: 5)
    let mine = KeyRing(plan, seed: 5, threads: 1)
    let theirs = KeyRing(other, seed: 5, threads: 1)
    func scripts(_ plan: Plan, _ keys: KeyRing) -> [ScriptPubKey] {
      plan.keyWallet.indices.filter { plan.wallets[plan.keyWallet[$0].position].owner == "bank" }
        .map { keys.script(of: KeyNumber($0)) }
    }
    #expect(scripts(plan, mine) == scripts(other, theirs))
    #expect(plan.outputValue == other.outputValue)
  }
}
