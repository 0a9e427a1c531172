import Foundation
import TestSupport
import Testing

@testable import ChainSim

/// What planning costs: `LONG_TESTS=1` prints it and holds that it grows no faster than the chain.
@Suite("Planning cost")
struct PlanningCostTests {
  @Test("ten times the payments cost about ten times as much", .enabled(if: Seeds.isLong))
  func linear() throws {
    var costs: [Double] = []
    for size in [10_000, 100_000, 1_000_000] {
      let scenario = try ScenarioReader.read(
        ShippedScenario.path("scale"), as: ScenarioVariant(changes: ["size=\(size)"]))
      let before = residentBytes()
      let start = ContinuousClock.now
      let plan = try Planner.plan(scenario, seed: scenario.seed)
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      let count = plan.transactionCount
      costs.append(seconds / Double(count))
      print(
        "\(count) transactions:", String(format: "%.2f", seconds / Double(count) * 1e6),
        "us each,", (residentBytes() - before) / count, "bytes each,",
        String(format: "%.2f", Double(plan.inputSpent.count) / Double(count)), "inputs,",
        String(format: "%.2f", Double(plan.outputValue.count) / Double(count)), "outputs,",
        String(format: "%.2f", Double(plan.keyWallet.count) / Double(count)), "keys")
    }
    #expect(costs[2] < 4 * costs[0])
  }

  /// The peak of memory so far (`VmHWM`, proc(5)).
  private func residentBytes() -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    let number = line?.split(whereSeparator: { !$0.isNumber }).first
    return (number.flatMap { Int($0) } ?? 0) * 1_024
  }
}
