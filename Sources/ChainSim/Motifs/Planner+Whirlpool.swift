import Bitcoin

extension Planner {
  /// How many coins of the pool's size one transaction makes at most.
  private static let mostPremixes = 10

  /// People whose coins have come make them into coins of the pool's size, in a transaction that also
  /// pays the coordinator and leaves change that stays out.
  mutating func enterPool(_ join: Service.CoinJoin, service: Int) {
    let pool = join.denomination.rawValue
    guard let fee = Service.CoinJoin.Shape.pools.first(where: { $0.denomination == pool })?.fee
    else { return }
    // One fee is asked of all who come at a time, so that their coins look alike.
    let extra = 2_000 + Int64(draw(service: service, below: 18_000))
    let minerFee = drawServiceFee(service)
    var later: [Int] = []
    while let member = takeReadyMember(service: service) {
      let need = pool + extra + fee + minerFee
      guard var party = takeCoins(ofMember: member, service: service, atLeast: need, limit: 5)
      else {
        later.append(member)
        continue
      }
      let available = party.sum - fee - minerFee
      let count = min(Int(available / (pool + extra)), Planner.mostPremixes)
      party.values = Array(repeating: (pool + extra, .premix), count: count)
      party.commission = fee
      let change = available - (pool + extra) * Int64(count)
      if change >= Planner.smallestChange { party.values.append((change, .change)) }
      let made = commitJoin(
        .tx0, parties: [party], commission: fee, service: service, .shuffled)
      for output in made where output.role == .premix {
        services[service].party.premix.append((output.member, output.coin))
      }
      // A large change is enough for another time.
      for output in made where output.role == .change && value(output.coin) > 2 * need {
        later.append(output.member)
        services[service].party.members[output.member].coins.append(output.coin)
      }
    }
    for member in later { keepReady(member, service: service) }
  }

  /// A mix: two coins that come in and pay the miners, three that were in the pool already, of five
  /// people; the first mixes of a pool have fewer of those.
  mutating func joinWhirlpool(_ join: Service.CoinJoin, service: Int) -> Bool {
    let pool = join.denomination.rawValue
    var parties: [CoinJoinState.Party] = []
    let mixed = services[service].party.postmix.count
    let old = mixed >= 12 ? 3 : min(mixed / 4, 3)
    var fresh: [(member: Int, coin: OutputNumber)] = []
    var known: [(member: Int, coin: OutputNumber)] = []
    var members: Set<Int> = []
    while fresh.count < 5 - old,
      let entry = takeEntry(from: \.premix, service: service, without: members)
    {
      fresh.append(entry)
      members.insert(entry.member)
    }
    while known.count < old,
      let entry = takeEntry(from: \.postmix, service: service, without: members)
    {
      known.append(entry)
      members.insert(entry.member)
    }
    guard fresh.count + known.count == 5 else {
      services[service].party.premix += fresh
      services[service].party.postmix += known
      return false
    }
    for entry in fresh + known {
      parties.append(
        .init(
          member: entry.member, coins: [entry.coin], sum: value(entry.coin),
          values: [(pool, .mixed)]))
    }
    let joined = commitJoin(
      .whirlpool, parties: parties, commission: 0, service: service, .shuffled)
    for output in joined {
      let isThief = services[service].party.members[output.member].thief != nil
      if services[service].generator.chance(perMille: 750) {
        services[service].party.postmix.append((output.member, output.coin))
      } else if !isThief {
        let step = ServiceStep.spend(member: output.member, coin: output.coin)
        serve(service, step, after: 86_400...30 * 86_400)
      }
    }
    return true
  }

  /// A confirmed coin at random of somebody who is not yet in the mix; nil where twenty draws find none.
  private mutating func takeEntry(
    from queue: WritableKeyPath<CoinJoinState, [(member: Int, coin: OutputNumber)]>, service: Int,
    without members: Set<Int>
  ) -> (member: Int, coin: OutputNumber)? {
    for _ in 0..<20 {
      let count = services[service].party[keyPath: queue].count
      guard count > 0 else { return nil }
      let index = services[service].generator.below(count)
      let entry = services[service].party[keyPath: queue][index]
      let isFree = !members.contains(entry.member) && isConfirmed(entry.coin)
      guard isFree else { continue }
      services[service].party[keyPath: queue].swapAt(index, count - 1)
      services[service].party[keyPath: queue].removeLast()
      return entry
    }
    return nil
  }
}
