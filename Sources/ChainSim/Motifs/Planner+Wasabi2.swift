import Bitcoin

/// The standard amounts of Wasabi 2: powers of 2 and of 3, twice the powers of 3, and 1, 2 and 5 times
/// the powers of 10, from 5,000 satoshis on.
enum StandardDenominations {
  /// The smallest output that takes part (sat).
  static let least: Int64 = 5_000

  /// All of them below the largest output that can be registered, about 1,374 BTC, the largest first.
  static let all: [Int64] = {
    let most: Int64 = 137_438_953_472
    var found: Set<Int64> = []
    for (base, factors) in [(2, [1]), (3, [1, 2]), (10, [1, 2, 5])] as [(Int64, [Int64])] {
      var power: Int64 = 1
      while power <= most {
        for factor in factors where (least...most).contains(power * factor) {
          found.insert(power * factor)
        }
        power *= base
      }
    }
    return found.sorted(by: >)
  }()

  /// The fewest largest amounts that make up a sum but for a rest below the smallest.
  static func decompose(_ sum: Int64, over amounts: [Int64] = all, limit: Int = .max) -> [Int64] {
    var rest = sum
    var parts: [Int64] = []
    for amount in amounts {
      while rest >= amount, parts.count < limit {
        parts.append(amount)
        rest -= amount
      }
    }
    return parts
  }
}

extension Planner {
  /// How many inputs a round of Wasabi 2 has at least.
  private static let fewestInputs = 50
  /// How many outputs one of its parties takes at most.
  private static let mostOutputs = 10

  /// A round of Wasabi 2: each party's sum goes into standard amounts that several parties can have;
  /// no coordinator's output; inputs and outputs stand with the largest first.
  mutating func joinWasabi2(service: Int, size: Int) -> Bool {
    var parties: [CoinJoinState.Party] = []
    var inputs = 0
    while parties.count < size || inputs < Planner.fewestInputs,
      let member = takeReadyMember(service: service)
    {
      let count = draw(service: service, below: 6) + 1
      if let party = takeCoins(
        ofMember: member, service: service, atLeast: 200_000, count: count, limit: 10)
      {
        parties.append(party)
        inputs += party.coins.count
      }
    }
    let members = parties.map(\.member)
    defer { for member in members { keepReady(member, service: service) } }
    guard inputs >= Planner.fewestInputs, parties.count >= 10 else {
      giveBack(parties, service: service)
      return false
    }
    let fee = drawServiceFee(service)
    leaveOutPoor(&parties, fee: fee, service: service)
    inputs = parties.reduce(0) { $0 + $1.coins.count }
    guard inputs >= Planner.fewestInputs, parties.count >= 10 else {
      giveBack(parties, service: service)
      return false
    }
    let share = Planner.share(of: fee, among: inputs)
    let sums = parties.map { $0.sum - share * Int64($0.coins.count) }
    let shared = sharedDenominations(parties, share: share)
    for index in parties.indices {
      parties[index].values = values(of: sums[index], shared: shared)
    }
    let joined = commitJoin(
      .wasabi2, parties: parties, commission: 0, service: service, .descending)
    release(joined, remixed: 400, service: service)
    return true
  }

  /// Gives back to those whose coins do not hold their shares of the fee and an output; the shares of
  /// the others rise by it, so it is asked again until all can pay.
  private mutating func leaveOutPoor(
    _ parties: inout [CoinJoinState.Party], fee: Int64, service: Int
  ) {
    while !parties.isEmpty {
      let share = Planner.share(of: fee, among: parties.reduce(0) { $0 + $1.coins.count })
      let isPoor = { (party: CoinJoinState.Party) in
        party.sum - share * Int64(party.coins.count) < StandardDenominations.least
      }
      let poor = parties.filter(isPoor)
      guard !poor.isEmpty else { return }
      giveBack(poor, service: service)
      parties.removeAll(where: isPoor)
    }
  }

  /// What each of so many inputs pays of a fee (sat).
  private static func share(of fee: Int64, among inputs: Int) -> Int64 {
    (fee + Int64(inputs) - 1) / Int64(inputs)
  }

  /// The amounts into which two inputs or more would go, the largest first.
  private func sharedDenominations(_ parties: [CoinJoinState.Party], share: Int64) -> [Int64] {
    var counts: [Int64: Int] = [:]
    for coin in parties.flatMap(\.coins) {
      for amount in Set(StandardDenominations.decompose(value(coin) - share)) {
        counts[amount, default: 0] += 1
      }
    }
    return StandardDenominations.all.filter { counts[$0, default: 0] >= 2 }
  }

  private func values(
    of sum: Int64, shared: [Int64]
  ) -> [(value: Int64, role: PlannedRole)] {
    var parts = StandardDenominations.decompose(
      sum, over: shared, limit: Planner.mostOutputs - 1)
    var rest = sum - parts.reduce(0, +)
    // What no shared amount takes: standard amounts of his own for a little, change for much.
    if rest >= StandardDenominations.least {
      let own = StandardDenominations.decompose(rest, limit: Planner.mostOutputs - parts.count)
      let left = rest - own.reduce(0, +)
      if left < StandardDenominations.least {
        parts += own
        rest = left
      }
    }
    var values = parts.map { (value: $0, role: PlannedRole.mixed) }
    if rest >= StandardDenominations.least { values.append((rest, .change)) }
    return values
  }
}
