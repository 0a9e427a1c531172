import Bitcoin

extension Planner {
  /// How many of 65,536 draws win at each game, the games' published thresholds among them.
  static let odds = [64_000, 56_000, 48_000, 32_768, 24_000, 16_000, 8_000, 4_000, 1_000]

  /// What of all bets comes back in prizes (thousandths).
  private static let returnPerMille: Int64 = 981

  /// What a lost bet gives back (thousandths).
  private static let consolationPerMille: Int64 = 5

  /// Somebody bets on one of the games' addresses, and the answer spends the bet: a prize, or a small
  /// part of what was bet, to the address that the bet came from, the rest to the game's own.
  mutating func bet(service: Int) {
    guard case .gambling(let game) = services[service].service.trade else { return }
    let place = services[service].generator.below(services[service].keys.count)
    let gameKey = services[service].keys[place]
    let amount = drawBet(game, service: service) / 10_000 * 10_000
    let fee = drawServiceFee(service)
    guard amount > 0, let (_, wallet) = payer(atService: service, of: amount + fee),
      let coins = choose(from: [wallet], atLeast: amount + fee)
    else { return }
    var draft = Draft(
      .bet, inputs: coins, outputs: [.init(key: gameKey, value: amount, role: .bet)])
    addChange(to: &draft, fee: fee) { $0.makePersonalKey(wallet) }
    services[service].made += 1
    let back = plan.outputKey[coins[0].position]
    let bet = output(paying: gameKey, of: draft, first: commit(draft))
    let odds = Planner.odds[place]
    let isWon = services[service].generator.below(65_536) < odds
    let prize =
      isWon
      ? Planner.prize(of: amount, odds: odds) : amount * Planner.consolationPerMille / 1_000
    answer(bet, with: max(prize, 1), to: back, gameKey: gameKey, service: service)
    tidy(service: service)
  }

  /// What a bet of at most 21 million BTC wins (both sat) where so many of 65,536 draws do; in 128
  /// bits, since 65,536 times 1,435 BTC leave 64.
  static func prize(of bet: Int64, odds: Int) -> Int64 {
    let product = bet.multipliedFullWidth(by: 65_536 * returnPerMille)
    return (1_000 * Int64(odds)).dividingFullWidth(product).quotient
  }

  /// Small bets are many: the least of two draws of the range, in its logarithm.
  private mutating func drawBet(_ game: Service.Gambling, service: Int) -> Int64 {
    let least = game.each.lowerBound.rawValue
    let most = game.each.upperBound.rawValue
    let law = Lognormal(median: min(least * 3, 1 << 37), sigmaPerMille: 1_200)
    return min(max(law.draw(&services[service].generator), least), most)
  }

  private mutating func answer(
    _ bet: OutputNumber, with prize: Int64, to key: KeyNumber, gameKey: KeyNumber, service: Int
  ) {
    let fee = drawServiceFee(service)
    var coins = [bet]
    if value(bet) < prize + fee {
      let wallet = services[service].own
      guard
        let more = choose(
          from: [wallet], atLeast: prize + fee, .largest, limit: 100, confirmedOnly: true)
      else { return }
      coins += more
    }
    var draft = Draft(
      .answer, inputs: coins, outputs: [.init(key: key, value: prize, role: .prize)])
    addChange(to: &draft, fee: fee) { _ in gameKey }
    let first = commit(draft)
    for index in draft.outputs.indices where draft.outputs[index].role == .change {
      services[service].pile.append(OutputNumber(first.position + index))
    }
  }

  /// A house merges what lost bets left before it becomes too many coins.
  private mutating func tidy(service: Int) {
    guard services[service].pile.count >= services[service].nextPile else { return }
    let coins = services[service].pile.filter { isUnspent($0) && isConfirmed($0) }
    let left = services[service].pile.filter { isUnspent($0) && !isConfirmed($0) }
    let merged = coins.prefix(Planner.mergedAtMost)
    services[service].pile = left + coins[merged.endIndex...]
    services[service].nextPile = services[service].pile.count + 160
    merge(Array(merged), to: services[service].keys[0], service: service)
  }

  /// How many coins a service merges in one transaction at most.
  static let mergedAtMost = 400

  /// A service merges coins into one.
  mutating func merge(_ coins: [OutputNumber], to key: KeyNumber, service: Int) {
    let fee = drawServiceFee(service)
    let sum = value(of: coins)
    guard coins.count > 1, sum > fee + Planner.smallestChange else { return }
    commit(
      Draft(
        .consolidation, inputs: coins,
        outputs: [.init(key: key, value: sum - fee, role: .consolidation)]))
  }
}
