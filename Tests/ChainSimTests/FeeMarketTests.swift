import Bitcoin
import Case
import Testing

@testable import ChainSim

/// What full blocks do to payments, and fees that follow size.
@Suite("Fee market")
struct FeeMarketTests {
  /// A planned story.
  struct Planned {
    let plan: Plan
    let schedule: BlockSchedule

    init(_ name: String, setting: String? = nil, _ changes: [String] = []) throws {
      let scenario = try ScenarioReader.read(
        ShippedScenario.path(name), as: ScenarioVariant(setting: setting, changes: changes))
      plan = try Planner.plan(scenario, seed: scenario.seed)
      schedule = BlockSchedule(scenario, seed: scenario.seed)
    }

    /// The fee rates of people's payments in blocks of a time (sat for 1,000 virtual bytes), rising.
    func rates(from: UInt32, to: UInt32) -> [Int64] {
      let motifs: [PlannedMotif] = [.payment, .deposit, .withdrawal]
      return plan.transactionMotif.indices.filter { transaction in
        let time = schedule.times[Int(plan.transactionHeight[transaction])]
        return time >= from && time < to && motifs.contains(plan.transactionMotif[transaction])
      }.map { plan.fee(of: $0) * 4_000 / Int64(plan.maxWeight(of: $0)) }.sorted()
    }

    /// The weight of a block without its coinbase (WU).
    func weight(ofBlock height: Int) -> Int {
      plan.transactions(ofBlock: height).dropLast().reduce(0) { $0 + plan.maxWeight(of: $1) }
    }
  }

  func time(_ text: String) throws -> UInt32 { try #require(UTCTime(text)?.blockTime) }

  @Test("a flood fills blocks, payments wait and pay more; without its dust nothing of that")
  func flood() throws {
    let flooded = try Planned("mtgox", setting: "test", ["events.flood.transactions=900"])
    let calm = try Planned("mtgox", setting: "test", ["events.flood.transactions=0"])
    let begin = try time("2014-02-07")
    let end = try time("2014-02-11")
    #expect(calm.plan.backlogs.isEmpty)
    let backlogs = flooded.plan.backlogs
    #expect(backlogs.count >= 20)
    #expect((backlogs.map(\.transactions).max() ?? 0) >= 100)
    for backlog in backlogs {
      // It begins with the flood, and is over some days after it.
      let time = flooded.schedule.times[backlog.height]
      #expect(time >= begin && time < end + 5 * 86_400)
      // A full block, but for what its coinbase takes and the room of a usual transaction.
      let limit = flooded.schedule.weightLimit(at: backlog.height)
      #expect(flooded.weight(ofBlock: backlog.height) > limit - 8_000 - 4_000)
    }
    let rising = backlogs.map(\.lowestRate)
    #expect((rising.max() ?? 0) > 2 * (rising.first ?? 0))
    let paid = flooded.rates(from: begin, to: end)
    let usual = calm.rates(from: begin, to: end)
    #expect(paid.count >= 20 && usual.count >= 20)
    #expect((paid.last ?? 0) > (usual.last ?? 0))
    #expect(paid[paid.count / 2] > usual[usual.count / 2])
  }

  @Test("where rates have a law, fees follow size; while payments wait they are higher")
  func rates() throws {
    let modern = try Planned("modern")
    let begin = try time("2011-05-22")
    let end = try time("2011-06-01")
    let quiet = modern.rates(from: try time("2011-03-01"), to: begin)
    // Median 9 sat/vB, sigma 1.1: a tenth below 2.2, nine tenths below 37.
    #expect((7_500...10_500).contains(quiet[quiet.count / 2]))
    #expect((1_500...3_000).contains(quiet[quiet.count / 10]))
    #expect((28_000...48_000).contains(quiet[quiet.count / 10 * 9]))
    #expect(quiet[0] >= 900)
    let backlogs = modern.plan.backlogs
    #expect(backlogs.count >= 5)
    let times = backlogs.map { modern.schedule.times[$0.height] }
    #expect(times.allSatisfy { $0 > begin && $0 <= end + 86_400 })
    let busy = modern.rates(from: begin, to: end)
    #expect(busy[busy.count / 2] > quiet[quiet.count / 2])
    #expect(busy[busy.count / 10] > quiet[quiet.count / 10])
  }

  @Test("a replaced payment is a withdrawal that the books have under the winner's number")
  func replaced() throws {
    let plan = try Planned("modern").plan
    let booked = Set(plan.books.withdrawals.map { Int(plan.outputTransaction[$0.output.position]) })
    #expect(plan.lost.count >= 5)
    for lost in plan.lost { #expect(lost.reason == .replaced && booked.contains(lost.winner)) }
  }
}
