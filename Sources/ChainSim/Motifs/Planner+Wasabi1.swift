import Bitcoin

extension Planner {
  /// A round of Wasabi 1: everybody gets the base amount, who has more also its doublings as long as
  /// two people can have them, and change; one output is the coordinator's.
  mutating func joinWasabi1(_ join: Service.CoinJoin, service: Int, size: Int) -> Bool {
    // The base moves with what the smallest party has, so no two rounds have quite the same.
    let denomination = join.denomination.rawValue
    let base = denomination + Int64(draw(service: service, below: Int(denomination / 50)))
    let most = services[service].service.fees.upperBound.rawValue
    let need = base + rate(base, among: size) + most / Int64(size) + 1
    var parties: [CoinJoinState.Party] = []
    while parties.count < size, let member = takeReadyMember(service: service) {
      if let party = takeCoins(ofMember: member, service: service, atLeast: need, limit: 7) {
        parties.append(party)
      }
    }
    defer { for party in parties { keepReady(party.member, service: service) } }
    guard parties.count >= 10 else {
      giveBack(parties, service: service)
      return false
    }
    let count = Int64(parties.count)
    let share = (drawServiceFee(service) + count - 1) / count
    var rests = parties.map { $0.sum - share }
    deal(base, to: &parties, rests: &rests)
    var commission = parties.reduce(0) { $0 + $1.commission }
    for index in parties.indices {
      // Wasabi's documentation: change below 0.7 % of the base goes to the coordinator.
      if rests[index] >= base * 7 / 1_000 {
        parties[index].values.append((rests[index], .change))
      } else {
        parties[index].commission += rests[index]
        commission += rests[index]
      }
    }
    let joined = commitJoin(
      .wasabi1, parties: parties, commission: commission, service: service, .shuffled)
    release(joined, remixed: 350, service: service)
    return true
  }

  /// Deals the levels out: the base to all, each doubling to those who can pay it and its fee.
  private func deal(
    _ base: Int64, to parties: inout [CoinJoinState.Party], rests: inout [Int64]
  ) {
    var level = base
    var able = Array(parties.indices)
    while able.count >= 2, level <= base << 10 {
      let reached = able.filter { rests[$0] >= level + rate(level, among: able.count) }
      guard reached.count >= 2 else { return }
      let fee = rate(level, among: reached.count)
      for index in reached {
        parties[index].values.append((level, .mixed))
        parties[index].commission += fee
        rests[index] -= level + fee
      }
      able = reached
      level *= 2
    }
  }

  /// What a coordinator takes for one of so many equal outputs: 0.003 % for each of them.
  private func rate(_ amount: Int64, among count: Int) -> Int64 {
    amount * Int64(count) * 3 / 100_000
  }
}
