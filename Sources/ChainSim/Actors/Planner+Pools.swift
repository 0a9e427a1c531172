import Bitcoin

/// The mining pools while a scenario is played.
struct PoolState: Sendable {
  /// The actor's name.
  var name = ""
  /// The pools.
  var pools: [Pool] = []
  /// Whom to pay: the key's owner and the amount, in the order in which payouts were asked for.
  var requests: [Request] = []
  /// The first request that has not been paid.
  var nextRequest = 0
  /// What payouts pay as fee.
  var fees: ClosedRange<Satoshi> = .zero...(.zero)
  /// How many blocks in a thousand stay untouched.
  var dormantPerMille = 0
  /// Who finds the next block, and the pools' other choices.
  var generator = SeededGenerator(seed: 0, key: "")
  /// The smallest coinbase that a pool bothers to spend (sat).
  var smallest: Int64 = 0

  /// A pool.
  struct Pool: Sendable {
    /// Where change of payouts goes.
    let wallet: WalletNumber
    /// The wallet of its coinbases.
    let coinbases: WalletNumber
    /// The coinbase key in use.
    var coinbaseKey: KeyNumber
    /// How many blocks that key has got.
    var keyUses = 0
    /// Its coinbases that are worth spending, the oldest first.
    var mined: [OutputNumber] = []
    /// The first of them that is not spent.
    var nextMined = 0
  }

  /// A payout that is wanted.
  struct Request: Sendable {
    /// Who gets it.
    let wallet: WalletNumber
    /// How much (sat).
    let amount: Int64
    /// How often it has been halved because no pool had enough.
    var halvings = 0
  }

  /// What the pools have and could spend sooner or later (sat).
  var funds: Int64 = 0
  /// What has been asked for and not yet paid (sat).
  var promised: Int64 = 0
}

extension Planner {
  /// How many blocks must stand on a coinbase (Core: consensus/consensus.h, COINBASE_MATURITY).
  static let coinbaseMaturity = 100

  /// Makes the pools' wallets.
  mutating func setUpPools() {
    for actor in scenario.actors {
      guard case .miners(let miners) = actor.kind else { continue }
      pools.name = actor.name
      pools.fees = miners.fees
      pools.dormantPerMille = miners.dormantPerMille
      pools.generator = SeededGenerator(seed: seed, key: actor.name)
      pools.smallest = scenario.network.subsidy(at: 1).rawValue / 100
      for member in 1...max(miners.count, 1) {
        let wallet = makeWallet(
          owner: actor.name, member: member, name: "payout", style: miners.payout)
        let coinbases = makeWallet(
          owner: actor.name, member: member, name: "coinbase", style: miners.coinbase)
        let key = makeKey(coinbases, form: .bareUncompressed)
        pools.pools.append(.init(wallet: wallet, coinbases: coinbases, coinbaseKey: key))
      }
    }
  }

  /// Some pool finds the block.
  mutating func findBlock() {
    // The first pools are the larger ones: the better of two draws.
    let count = pools.pools.count
    let finder = min(pools.generator.below(count), pools.generator.below(count))
    if pools.pools[finder].keyUses == 20 {
      let wallet = pools.pools[finder].coinbases
      pools.pools[finder].coinbaseKey = makeKey(wallet, form: .bareUncompressed)
      pools.pools[finder].keyUses = 0
    }
    pools.pools[finder].keyUses += 1
    let output = OutputNumber(plan.outputValue.count)
    commitCoinbase(to: pools.pools[finder].coinbaseKey, wallet: pools.pools[finder].coinbases)
    let isDormant = pools.generator.chance(perMille: pools.dormantPerMille)
    if !isDormant, value(output) >= pools.smallest {
      pools.pools[finder].mined.append(output)
      pools.funds += value(output)
    }
  }

  /// Asks the pools to pay somebody; more than all of them have together is not promised to anybody,
  /// and whoever needs it goes without.
  mutating func requestPayout(to wallet: WalletNumber, amount: Int64, halvings: Int = 0) {
    guard pools.promised + amount <= pools.funds else { return }
    pools.promised += amount
    pools.requests.append(.init(wallet: wallet, amount: amount, halvings: halvings))
  }

  /// Pays the next people on the list, up to forty in a transaction.
  mutating func payOut() {
    var batch = min(pools.requests.count - pools.nextRequest, pools.generator.within(8...40))
    while batch > 0 {
      let requests = pools.requests[pools.nextRequest..<pools.nextRequest + batch]
      let amount = requests.reduce(0) { $0 + $1.amount }
      let fee = drawFee(pools.fees, by: pools.name)
      if let (pool, coins) = poolCoins(atLeast: amount + fee) {
        var draft = Draft(.payout, inputs: coins)
        for request in requests {
          let key = makePersonalKey(request.wallet)
          draft.outputs.append(.init(key: key, value: request.amount, role: .payment))
        }
        let wallet = pools.pools[pool].wallet
        addChange(to: &draft, fee: fee) { planner in
          planner.makeKey(wallet, form: .hashedUncompressed)
        }
        commit(draft)
        pools.nextRequest += batch
        pools.promised -= amount
        // The fee, or what it took of the change, is gone; the change is the pool's again.
        let change = draft.outputs.last { plan.keyWallet[$0.key.position] == wallet }?.value ?? 0
        pools.funds -= value(of: coins) - change
        return
      }
      if batch == 1 {
        splitRequest()
        return
      }
      batch = (batch + 1) / 2
    }
  }

  /// No pool has what the next request wants: it becomes two, for two pools; one that has been halved
  /// often enough is dropped.
  private mutating func splitRequest() {
    let request = pools.requests[pools.nextRequest]
    pools.nextRequest += 1
    pools.promised -= request.amount
    guard request.halvings < 4, request.amount >= 2 * Satoshi.coin.rawValue else { return }
    let half = request.amount / 2
    for amount in [half, request.amount - half] {
      requestPayout(to: request.wallet, amount: amount, halvings: request.halvings + 1)
    }
    schedule(.payouts, at: now + 1)
    schedule(.payouts, at: now + 3_600)
  }

  /// The coins of a pool that can pay `amount`: its change first, then its oldest mature coinbases.
  private mutating func poolCoins(atLeast amount: Int64) -> (pool: Int, coins: [OutputNumber])? {
    let count = pools.pools.count
    let start = pools.generator.below(count)
    for offset in 0..<count {
      let pool = (start + offset) % count
      var coins: [OutputNumber] = []
      var sum: Int64 = 0
      for coin in walletCoins.oldest(pools.pools[pool].wallet.position, limit: 20) {
        if sum >= amount { break }
        coins.append(coin)
        sum += value(coin)
      }
      var next = pools.pools[pool].nextMined
      while sum < amount, coins.count < 450, next < pools.pools[pool].mined.count {
        let coin = pools.pools[pool].mined[next]
        guard isMature(coin) else { break }
        coins.append(coin)
        sum += value(coin)
        next += 1
      }
      if sum >= amount, !coins.isEmpty {
        pools.pools[pool].nextMined = next
        return (pool, coins)
      }
    }
    return nil
  }

  private func isMature(_ coinbase: OutputNumber) -> Bool {
    let made = Int(plan.transactionHeight[Int(plan.outputTransaction[coinbase.position])])
    return made + Planner.coinbaseMaturity <= height
  }
}
