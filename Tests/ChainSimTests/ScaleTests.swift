import Bitcoin
import TestSupport
import Testing

@testable import ChainSim

@Suite("Scale")
struct ScaleTests {
  @Test(
    "one number sets how many payments there are",
    arguments: [1_000, 10_000] + (Seeds.isLong ? [1_000_000] : []))
  func sizes(size: Int) throws {
    let scenario = try read(["size=\(size)"])
    let plan = try Planner.plan(scenario, seed: scenario.seed)
    let payments = (0..<plan.transactionCount).filter { plan.transactionMotif[$0] == .payment }
    #expect(payments.count == size)
    let mined = payments.reduce(into: Set<Int>()) { $0.insert(Int(plan.transactionHeight[$1])) }
    #expect(mined.count > 150)
    // As on the real chain, a transaction has about two inputs, and two or three outputs.
    let inputs = payments.reduce(0) { $0 + plan.inputs(of: $1).count }
    let outputs = payments.reduce(0) { $0 + plan.outputs(of: $1).count }
    #expect((18 * size..<30 * size).contains(10 * inputs), "\(inputs) inputs")
    #expect((2 * size..<3 * size).contains(outputs), "\(outputs) outputs")
    for height in 1...plan.tip {
      let block = plan.transactions(ofBlock: height)
      let weight = block.dropLast().reduce(0) { $0 + plan.maxWeight(of: $1) }
      #expect(weight < 3_990_000, "block \(height)")
    }
  }

  @Test("people, coins and blocks follow the number")
  func proportions() throws {
    let small = try read([])
    let large = try read(["size=1000000"])
    for (one, other) in zip(small.actors, large.actors) {
      guard case .users(let few) = one.kind, case .users(let many) = other.kind else { continue }
      #expect(few.payments == 10_000 && many.payments == 1_000_000)
      #expect(many.count == 100 * few.count)
      #expect(many.coins.rawValue == 100 * few.coins.rawValue)
    }
    // 10,000 and 1,000,000 payments at 1,400 a block of ten minutes, and one block more.
    #expect(small.paces[1].until - small.paces[0].until == 9 * 600)
    #expect(large.paces[1].until - large.paces[0].until == 716 * 600)
    let all = try ScenarioReader.read(
      ShippedScenario.path("scale"), as: ScenarioVariant(setting: "large"))
    #expect(all.network.subsidyHalvingInterval == 210_000)
  }

  @Test("a size without a meaning is refused with line and column")
  func refusals() throws {
    let wrong: [(change: String, reason: String)] = [
      ("size=999", "'size' must be a whole number from 1000 to 10000000, not '999'"),
      ("size=10000001", "'size' must be a whole number from 1000 to 10000000, not '10000001'"),
      (
        "people.payments=0", "'size': there are no users who make payments"
      ),
      (
        "blocks[1].until=2012-01-01",
        "'blocks[1].until': 'payments' says how long the period is: leave one out"
      ),
    ]
    for (change, reason) in wrong {
      let error = #expect(throws: ScenarioError.self) { try read([change]) }
      guard case .malformed(_, _, _, _, let found) = error else {
        Issue.record("\(change): \(String(describing: error))")
        continue
      }
      #expect(found == reason, "\(change)")
    }
  }

  private func read(_ changes: [String]) throws -> Scenario {
    try ScenarioReader.read(
      ShippedScenario.path("scale"), as: ScenarioVariant(changes: changes))
  }
}
