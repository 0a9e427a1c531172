import Bitcoin

/// Ordinary users while a scenario is played.
struct CircleState: Sendable {
  /// The actor's name.
  let name: String
  /// The actor.
  let users: OrdinaryUsers
  /// Each user's wallet; the first fiftieth of them are shops.
  var wallets: [WalletNumber] = []
  /// The address that each user gave out last; shops keep theirs.
  var lastKeys: [KeyNumber?] = []
  /// What each user gets from the pools (sat).
  var grants: [Int64] = []
  /// How many payments are due in each block.
  var due: [UInt32] = []
  /// How many payments they have made.
  var made = 0
  /// The users' choices.
  var generator: SeededGenerator

  /// How many of the users are shops.
  var shops: Int { wallets.count / 50 + 1 }
  /// In how many parts the users get their first coins.
  static let grantParts = 50

  /// True as often in a hundred times; no draw where it never is.
  mutating func draw(percent: Int) -> Bool {
    percent > 0 && generator.below(100) < percent
  }
}

extension Planner {
  /// Makes the users' wallets, and plans when they get coins and when they pay.
  mutating func setUpCircles() {
    let first = schedule.times[min(Planner.coinbaseMaturity + 20, schedule.tip)]
    let last = schedule.times[schedule.tip]
    for actor in scenario.actors {
      guard case .users(let users) = actor.kind, users.count > 0, last > first else { continue }
      var circle = CircleState(
        name: actor.name, users: users, generator: SeededGenerator(seed: seed, key: actor.name))
      let law = Lognormal(median: 1_000_000, sigmaPerMille: 1_200)
      for member in 0..<users.count {
        circle.wallets.append(
          makeWallet(
            owner: actor.name, member: member, name: "own",
            style: users.own.style(ofMember: member)))
      }
      circle.lastKeys = Array(repeating: nil, count: users.count)
      let weights = (0..<users.count).map { _ in law.draw(&circle.generator) }
      circle.grants = Shares.split(users.coins.rawValue, by: weights)
      let index = circles.count
      let span = Int(last - first)
      for part in 0..<CircleState.grantParts {
        // All are there by the middle of the story.
        let time = first + UInt32(span / 2 / CircleState.grantParts * part)
        schedule(.grant(circle: index, part: part), at: time)
      }
      circle.due = Array(repeating: 0, count: schedule.times.count)
      for _ in 0..<users.payments {
        let time = first + UInt32(span / 50 + circle.generator.below(span - span / 50))
        circle.due[min(schedule.height(atOrAfter: time), schedule.tip)] += 1
      }
      circles.append(circle)
    }
  }

  /// Asks the pools for the first coins of some of the users.
  mutating func grant(circle: Int, part: Int) {
    var requests = 0
    let members = circles[circle].wallets.indices
    for member in members where member % CircleState.grantParts == part {
      let amount = circles[circle].grants[member]
      guard amount >= 1_000_000 else { continue }
      requestPayout(to: circles[circle].wallets[member], amount: amount)
      requests += 1
    }
    orderPayouts(requests: requests, from: now, to: now + 86_400)
  }

  /// Users make the payments that are due in the block; what nobody can pay is due in the next one.
  mutating func payDue(circle: Int) {
    let due = circles[circle].due[height]
    var left = due
    circles[circle].due[height] = 0
    var failures = 0
    while left > 0, failures < 3 {
      if pay(circle: circle) { left -= 1 } else { failures += 1 }
    }
    circles[circle].made += Int(due - left)
    if height < schedule.tip { circles[circle].due[height + 1] += left }
  }

  /// Some user pays another one or a shop.
  ///
  /// - Returns: whether one was found who could.
  private mutating func pay(circle: Int) -> Bool {
    let count = circles[circle].wallets.count
    for _ in 0..<8 {
      let payer = circles[circle].generator.below(count)
      let wallet = circles[circle].wallets[payer]
      if pay(from: wallet, to: circle, fees: circles[circle].users.fees) { return true }
    }
    return false
  }

  /// A customer spends some of his coins at a user's or a shop.
  mutating func spend(cohort: Int, member: Int) {
    guard !circles.isEmpty else { return }
    let circle = cohorts[cohort].generator.below(circles.count)
    let fees = circles[circle].users.fees
    _ = pay(from: cohorts[cohort].wallets[member], to: circle, fees: fees)
  }

  private mutating func pay(
    from wallet: WalletNumber, to circle: Int, fees: ClosedRange<Satoshi>
  ) -> Bool {
    let users = circles[circle].users
    let isMerging = circles[circle].draw(percent: users.mergingPercent)
    guard var amount = drawAmount(from: wallet, circle: circle, isMerging: isMerging) else {
      return false
    }
    if circles[circle].generator.chance(perMille: 650), amount > 10_000_000 {
      amount = amount / 1_000_000 * 1_000_000
    }
    let fee = drawFee(fees, by: wallet)
    guard amount >= 100_000,
      let coins = choose(from: [wallet], atLeast: amount + fee, isMerging ? .oldest : nil)
    else { return false }
    let outputs = payees(of: amount, circle: circle)
    guard outputs.allSatisfy({ plan.keyWallet[$0.key.position] != wallet }) else { return false }
    var draft = Draft(.payment, inputs: coins, outputs: outputs)
    addChange(to: &draft, fee: fee) { $0.makePersonalKey(wallet) }
    commit(draft)
    return true
  }

  /// How much somebody pays: a part of one of his coins, or where he merges, of all that he has.
  private mutating func drawAmount(
    from wallet: WalletNumber, circle: Int, isMerging: Bool
  ) -> Int64? {
    let count = walletCoins.count(wallet.position)
    guard count > 0 else { return nil }
    if isMerging {
      let perMille = Int64(circles[circle].generator.within(500...990))
      return walletBalance[wallet.position] / 1_000 * perMille
    }
    let rank = circles[circle].generator.below(count)
    let coin = walletCoins.coin(wallet.position, byValue: rank)
    return value(coin) / 1_000 * Int64(circles[circle].generator.within(15...900))
  }

  /// Who gets an amount: one person mostly, or as many as it can be shared among, few more often than
  /// many.
  private mutating func payees(of amount: Int64, circle: Int) -> [DraftOutput] {
    guard circles[circle].draw(percent: circles[circle].users.batchPercent),
      amount >= 2 * 100_000
    else {
      return [.init(key: payeeKey(circle: circle), value: amount, role: .payment)]
    }
    var count = 2
    let most = Int(min(amount / 100_000, 60))
    while count < most, circles[circle].generator.chance(perMille: 850) { count += 1 }
    let weights = (0..<count).map { _ in Int64(circles[circle].generator.within(500...1_500)) }
    return Shares.split(amount, by: weights).map { share in
      .init(key: payeeKey(circle: circle), value: share, role: .payment)
    }
  }

  /// The address of somebody who is paid: a shop's only one, or a user's last or a new one.
  private mutating func payeeKey(circle: Int) -> KeyNumber {
    let shops = circles[circle].shops
    let isShop = circles[circle].generator.chance(perMille: 300)
    let member = circles[circle].generator.below(isShop ? shops : circles[circle].wallets.count)
    // Whose change goes back to his address has no other one to give out.
    let hasOneKey = model(of: circles[circle].wallets[member]).changeReusePercent == 100
    let isReused =
      member < shops || circles[circle].generator.chance(perMille: 250) || hasOneKey
    if isReused, let key = circles[circle].lastKeys[member] { return key }
    let key = makePersonalKey(circles[circle].wallets[member])
    circles[circle].lastKeys[member] = key
    return key
  }
}
