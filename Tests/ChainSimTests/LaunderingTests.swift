import Bitcoin
import Testing

@testable import ChainSim

@Suite("Mixers, peel chains and ransoms")
struct LaunderingTests {
  static let mixer = ServiceScenario.service(
    .mixer(.init(orders: 120, each: Satoshi(50_000_000)...Satoshi(400_000_000))), coins: 80)

  @Test("a mixer pays a deposit back less its cut, and never from that deposit", arguments: 1...4)
  func mixer(seed: UInt64) throws {
    let plan = try Planner.plan(ServiceScenario.make([("mixer", Self.mixer)]), seed: seed)
    let deposits = plan.transactions(of: .mixIn)
    let payouts = plan.transactions(of: .mixOut)
    #expect(deposits.count >= 80 && payouts.count >= deposits.count * 8 / 10)
    var steps = 0
    var paid: [String: [Int64]] = [:]
    for payout in payouts {
      let outputs = plan.outputs(of: payout)
      #expect(plan.paidIn(payout).keys.sorted() == ["mixer"])
      #expect(outputs.count <= 2)
      for output in outputs {
        switch plan.outputRole[output] {
        case .payment:
          paid[plan.owner(ofOutput: output), default: []].append(plan.outputValue[output])
        case .peel: #expect(plan.owner(ofOutput: output) == "mixer")
        default: Issue.record("a payout has an output of role \(plan.outputRole[output])")
        }
      }
      let next = outputs.first { plan.outputRole[$0] == .peel }.map { plan.outputSpender[$0] }
      if let next, next != .max, plan.transactionMotif[Int(next)] == .mixOut { steps += 1 }
    }
    #expect(steps * 2 > payouts.count, "the payouts are no peel chains")
    // Each payout is a deposit of the same person less 1 to 3 %.
    for deposit in deposits {
      let output = try #require(plan.outputs(of: deposit).first { plan.outputRole[$0] == .deposit })
      let owner = try #require(plan.paidIn(deposit).keys.first)
      let value = plan.outputValue[output]
      let fits = (value - value / 1_000 * 30)...(value - value / 1_000 * 10)
      if let place = paid[owner]?.firstIndex(where: { fits.contains($0) }) {
        paid[owner]?.remove(at: place)
      }
    }
    #expect(paid.values.allSatisfy { $0.isEmpty }, "payouts for no deposit: \(paid)")
    try neverOwnCoins(plan, payouts: payouts)
  }

  /// What is paid for a deposit does not descend from it.
  private func neverOwnCoins(_ plan: Plan, payouts: [Int]) throws {
    for payout in payouts {
      let paid = try #require(plan.outputs(of: payout).first { plan.outputRole[$0] == .payment })
      let client = plan.owner(ofOutput: paid)
      var seen: Set<Int> = []
      var open = plan.spent(by: payout).map { Int(plan.outputTransaction[$0]) }
      var own: Set<Int> = []
      while let transaction = open.popLast() {
        guard seen.insert(transaction).inserted else { continue }
        if plan.transactionMotif[transaction] == .mixIn {
          if plan.paidIn(transaction)[client] != nil { own.insert(transaction) }
        } else if [.consolidation, .mixOut].contains(plan.transactionMotif[transaction]) {
          open += plan.spent(by: transaction).map { Int(plan.outputTransaction[$0]) }
        }
      }
      let others = plan.transactions(of: .mixIn).filter { deposit in
        guard plan.paidIn(deposit)[client] != nil, !own.contains(deposit),
          let output = plan.outputs(of: deposit).first(where: { plan.outputRole[$0] == .deposit })
        else { return false }
        let value = plan.outputValue[output]
        return (value - value / 1_000 * 30...value - value / 1_000 * 10)
          .contains(plan.outputValue[paid])
      }
      #expect(!others.isEmpty, "a payout comes from the deposit that it is for")
    }
  }

  @Test("a thief's coins end with the mixer, and he is paid in others' coins")
  func mixedTheft() throws {
    let plan = try Planner.plan(
      ServiceScenario.make(
        [("mixer", Self.mixer)], events: [ServiceScenario.mix(in: "mixer", percent: 70)]), seed: 2)
    #expect(plan.holders.reduce(0) { $0 + $1.amount } == 6_000_000_000)
    let held = plan.holders.first { $0.holder == "mixer" }?.amount ?? 0
    #expect(held > 1_500_000_000)
    let clean = plan.outputValue.indices.filter {
      plan.wallets[plan.wallet(ofOutput: $0).position].name == "mixed"
    }
    #expect(!clean.isEmpty && clean.allSatisfy { plan.outputStolen[$0] == 0 })
    #expect(clean.allSatisfy { plan.owner(ofOutput: $0) == "thief" })
    let sum = clean.reduce(0) { $0 + plan.outputValue[$1] }
    #expect(sum < held && sum > held / 100 * 60)
  }

  @Test("a peel chain has one input and two outputs a step, and ends by itself", arguments: 1...3)
  func peelChains(seed: UInt64) throws {
    let peel = ScenarioEvent(
      from: TinyScenario.day(65), to: TinyScenario.day(158),
      action: .peel(
        PeelChain(
          by: "thief", percent: 80, each: Satoshi(20_000_000)...Satoshi(60_000_000), steps: 6...12))
    )
    let plan = try Planner.plan(ServiceScenario.make([], events: [peel]), seed: seed)
    let steps = plan.transactions(of: .peel)
    #expect(steps.count >= 20)
    var lengths: [Int] = []
    for step in steps {
      #expect(plan.inputs(of: step).count == 1 && plan.outputs(of: step).count == 2)
      let peeled = try #require(plan.outputs(of: step).first { plan.outputRole[$0] == .peeled })
      let rest = try #require(plan.outputs(of: step).first { plan.outputRole[$0] == .peel })
      #expect((20_000_000...60_000_000).contains(plan.outputValue[peeled]))
      #expect(plan.owner(ofOutput: peeled) == "thief" && plan.owner(ofOutput: rest) == "thief")
      #expect(
        plan.spent(by: step).reduce(0) { $0 + plan.outputValue[$1] } - plan.fee(of: step)
          == plan.outputValue[peeled] + plan.outputValue[rest])
      let maker = Int(plan.outputTransaction[plan.spent(by: step)[0]])
      guard plan.transactionMotif[maker] != .peel else { continue }
      #expect(plan.transactionMotif[maker] == .collect)
      var length = 1
      var coin = rest
      while plan.outputSpender[coin] != .max {
        let next = Int(plan.outputSpender[coin])
        #expect(plan.transactionMotif[next] == .peel)
        length += 1
        coin = try #require(plan.outputs(of: next).first { plan.outputRole[$0] == .peel })
      }
      lengths.append(length)
    }
    #expect(lengths.reduce(0, +) == steps.count)
    #expect(lengths.allSatisfy { $0 <= 12 })
    #expect(plan.holders.reduce(0) { $0 + $1.amount } == 6_000_000_000)
    #expect(Set(plan.holders.map(\.holder)).isSubset(of: ["thief", "miners"]))
  }

  @Test("peeled off to an exchange, the coins are deposits of one of its accounts")
  func peeledToExchange() throws {
    let peel = ScenarioEvent(
      from: TinyScenario.day(65), to: TinyScenario.day(149),
      action: .peel(
        PeelChain(
          by: "thief", percent: 60, each: Satoshi(20_000_000)...Satoshi(60_000_000), target: "bank")
      ))
    let plan = try Planner.plan(ServiceScenario.make([], events: [peel]), seed: 5)
    let booked = Set(plan.books.deposits.map(\.output.position))
    var sum: Int64 = 0
    for step in plan.transactions(of: .peel) {
      let paid = try #require(plan.outputs(of: step).first { plan.outputRole[$0] == .deposit })
      #expect(plan.owner(ofOutput: paid) == "bank" && booked.contains(paid))
      #expect(plan.outputStolen[paid] == 0)
      sum += plan.outputValue[paid]
    }
    let held = plan.holders.first { $0.holder == "bank" }?.amount ?? 0
    #expect(sum > 0 && held > 0 && held <= sum)
    #expect(plan.holders.reduce(0) { $0 + $1.amount } == 6_000_000_000)
  }

  @Test("each victim pays his own address with coins that he bought; all go to one deposit")
  func ransoms() throws {
    var scenario = ServiceScenario.make([
      (
        "ransom",
        Service(
          people: "clients", from: TinyScenario.day(60), to: TinyScenario.day(150),
          trade: .ransomware(
            .init(victims: 20, each: Satoshi(50_000_000)...Satoshi(150_000_000), cashOut: "bank")))
      )
    ])
    scenario.actors += [
      .init(
        name: "market",
        kind: .exchange(Exchange(wallets: [.init(name: "main")], holds: TinyScenario.coins(150)))),
      .init(
        name: "clients",
        kind: .population(Population(of: "market", count: 60, from: TinyScenario.day(5)))),
    ]
    let plan = try Planner.plan(scenario, seed: 6)
    let ransoms = plan.transactions(of: .ransom)
    #expect(ransoms.count >= 18)
    var victims: Set<String> = []
    var keys: Set<KeyNumber> = []
    var paid: Int64 = 0
    for ransom in ransoms {
      let output = try #require(plan.outputs(of: ransom).first { plan.outputRole[$0] == .ransom })
      #expect(plan.owner(ofOutput: output) == "ransom")
      #expect((50_000_000...150_000_000).contains(plan.outputValue[output]))
      #expect(keys.insert(plan.outputKey[output]).inserted, "an address is used twice")
      #expect(plan.paidIn(ransom).count == 1)
      victims.formUnion(plan.paidIn(ransom).keys)
      paid += plan.outputValue[output]
    }
    #expect(victims.count == ransoms.count)
    #expect(plan.ransoms.reduce(0) { $0 + $1.taken } == paid)
    let cashed = plan.transactions(of: .sale).filter { plan.paidIn($0)["ransom"] != nil }
    #expect(cashed.count == 1)
    #expect(plan.outputs(of: cashed[0]).count == 1)
    #expect(plan.owner(ofOutput: plan.outputs(of: cashed[0]).lowerBound) == "bank")
    let left = plan.outputValue.indices.filter {
      plan.owner(ofOutput: $0) == "ransom" && plan.outputSpender[$0] == .max
    }
    #expect(left.isEmpty)
    // What was taken from the bank, and what victims paid, is where it is.
    #expect(plan.holders.reduce(0) { $0 + $1.amount } == 6_000_000_000 + paid)
  }
}
