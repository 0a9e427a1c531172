import Bitcoin
import Testing

@testable import ChainSim

@Suite("SigningStream")
struct SigningStreamTests {
  /// The bytes of the blocks and of the truth's rows, with a ring of `window` on `threads` threads.
  private func bytes(
    _ scenario: Scenario, _ plan: Plan, window: Int, threads: Int
  ) throws -> [[UInt8]] {
    let keys = KeyRing(plan, seed: scenario.seed, threads: threads)
    return try SignedChain(plan, of: scenario, keys: keys, window: window, threads: threads).files
  }

  @Test(
    "a ring of any size gives the bytes of one that holds the whole chain", arguments: [1, 2, 7])
  func windows(threads: Int) throws {
    let scenario = try ScenarioReader.read(ShippedScenario.path("scripts"))
    let plan = try Planner.plan(scenario, seed: scenario.seed)
    let whole = try bytes(scenario, plan, window: plan.transactionCount, threads: 1)
    #expect(whole[0].count > 100_000)
    for window in [1, 3, 100] {
      #expect(try bytes(scenario, plan, window: window, threads: threads) == whole)
    }
  }

  @Test("a block over the limits is refused, and nobody is left waiting", arguments: [1, 2])
  func tooLarge(threads: Int) throws {
    let scenario = TinyScenario.make()
    var plan = try Planner.plan(scenario, seed: 1)
    // The coinbase of block 150 pays nothing to so many key hashes that they count too many checks.
    let many = try #require(plan.keyForm.firstIndex { $0.script == .publicKeyHash })
    let first = plan.transactions(ofBlock: 150).upperBound - 1
    let outputs = plan.outputs(of: first)
    let extra = 20_001
    plan.outputValue.insert(contentsOf: [Int64](repeating: 0, count: extra), at: outputs.upperBound)
    plan.outputKey.insert(
      contentsOf: [KeyNumber](repeating: KeyNumber(many), count: extra), at: outputs.upperBound)
    plan.outputRole.insert(
      contentsOf: [PlannedRole](repeating: .coinbase, count: extra), at: outputs.upperBound)
    plan.outputStolen.insert(
      contentsOf: [Int64](repeating: 0, count: extra), at: outputs.upperBound)
    for transaction in first + 1..<plan.transactionFirstOutput.count {
      plan.transactionFirstOutput[transaction] += UInt32(extra)
    }
    plan.outputTransaction.insert(
      contentsOf: [UInt32](repeating: UInt32(first), count: extra), at: outputs.upperBound)
    plan.inputSpent = plan.inputSpent.map {
      $0.position < outputs.upperBound ? $0 : OutputNumber($0.position + extra)
    }
    let error = #expect(throws: ScenarioError.self) {
      _ = try bytes(scenario, plan, window: 64, threads: threads)
    }
    guard case .unplayable(_, _, let reason) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reason.hasPrefix("block 150 would have sigop cost 80"), "\(reason)")
    #expect(reason.hasSuffix(", more than 80000"), "\(reason)")
  }
}
