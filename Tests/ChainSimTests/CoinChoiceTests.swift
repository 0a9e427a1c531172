import Bitcoin
import Testing

@testable import ChainSim

/// Holds the choice of coins against lists that are searched from end to end.
@Suite("Coin choice")
struct CoinChoiceTests {
  @Test("every choice agrees with a search of all coins", arguments: UInt64(1)...12)
  func agrees(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed, key: "coin choice")
    var world = World(wallets: 4, keys: 6)
    // A generator like the wallets' own one, so that the start of `anywhere` is known.
    var starts = SeededGenerator(seed: 1, key: "people/wallets")
    var chosen = 0
    for step in 0..<1_500 {
      switch random.below(10) {
      case 0..<4: world.give(&random)
      case 4: world.confirmAll()
      case 5: world.spendOne(&random)
      default:
        let wallets = random.chance(perMille: 600) ? [random.below(4)] : [2, 0]
        let choice = [Planner.Choice.fitting, .largest, .oldest, .anywhere][random.below(4)]
        let amount = Int64(random.below(random.chance(perMille: 500) ? 60 : 1_000))
        let limit = random.chance(perMille: 300) ? 3 : 400
        let confirmedOnly = random.chance(perMille: 700)
        let keysBelow = random.chance(perMille: 500) ? .max : random.below(24)
        var start = 0
        if choice == .anywhere, world.balance(wallets) >= amount {
          let count = world.naive.candidates(
            wallets, confirmedOnly: confirmedOnly, keysBelow: keysBelow
          ).count
          if count > 0 { start = starts.below(count) }
        }
        let expected = world.naive.choose(
          wallets, atLeast: amount, choice, limit: limit, confirmedOnly: confirmedOnly,
          keysBelow: keysBelow, start: start)
        let found = world.planner.choose(
          from: wallets.map { world.numbers[$0] }, atLeast: amount, choice, limit: limit,
          confirmedOnly: confirmedOnly, keysBelow: keysBelow)
        #expect(found == expected, "seed \(seed), step \(step), \(choice) of \(amount)")
        if let found {
          chosen += 1
          if random.chance(perMille: 400) { world.spend(found) }
        }
      }
      world.expectSame(step: step)
    }
    #expect(chosen > 100)
  }

  @Test("a tree of many coins answers by rank, and forgets what is taken out")
  func ranks() {
    var tree = CoinTree()
    var root = CoinTree.none
    let count: UInt32 = 5_000
    tree.extend(to: Int(count))
    var orders: [(order: UInt64, coin: UInt32)] = []
    for row in 0..<count {
      let order = UInt64(row * 7_919 % 1_009)
      tree.insert(row, order: order, coin: row, into: &root)
      orders.append((order, row))
    }
    for row in stride(from: UInt32(0), to: count, by: 3) { tree.remove(row, from: &root) }
    orders = orders.filter { $0.coin % 3 != 0 }.sorted { $0 < $1 }
    #expect(Int(tree.count(root)) == orders.count)
    for (rank, entry) in orders.enumerated() {
      #expect(tree.row(root, at: UInt32(rank)) == entry.coin)
    }
    for order in stride(from: UInt64(0), to: 1_100, by: 37) {
      #expect(Int(tree.count(root, below: order)) == orders.filter { $0.order < order }.count)
    }
  }
}

/// A planner with some wallets, and the same coins as plain lists.
private struct World {
  var planner = Planner(TinyScenario.make(), seed: 1)
  var naive: NaiveWallets
  var numbers: [WalletNumber] = []
  private var keys: [[KeyNumber]] = []

  init(wallets: Int, keys count: Int) {
    naive = NaiveWallets(coins: Array(repeating: [], count: wallets))
    for member in 0..<wallets {
      numbers.append(planner.makeWallet(owner: "people", member: member, name: "own"))
    }
    for number in numbers {
      keys.append((0..<count).map { _ in planner.makeKey(number, form: .hashedCompressed) })
    }
  }

  func balance(_ wallets: [Int]) -> Int64 {
    wallets.reduce(0) { $0 + planner.walletBalance[numbers[$1].position] }
  }

  /// A coin comes in; small amounts, so that many are equal.
  mutating func give(_ random: inout SeededGenerator) {
    let wallet = random.below(numbers.count)
    let key = keys[wallet][random.below(keys[wallet].count)]
    let value = Int64(random.within(1...400)) / 8 + 1
    let coin = OutputNumber(planner.plan.outputValue.count)
    planner.plan.outputValue.append(value)
    planner.plan.outputKey.append(key)
    planner.walletCoins.add(coin, value: value, key: key, to: numbers[wallet])
    planner.walletBalance[numbers[wallet].position] += value
    naive.coins[wallet].append(.init(number: coin, value: value, key: key.position))
  }

  mutating func confirmAll() {
    for wallet in naive.coins.indices {
      for index in naive.coins[wallet].indices where !naive.coins[wallet][index].isConfirmed {
        naive.coins[wallet][index].isConfirmed = true
        planner.walletCoins.confirm(naive.coins[wallet][index].number)
      }
    }
  }

  mutating func spendOne(_ random: inout SeededGenerator) {
    let all = naive.coins.flatMap { $0 }
    if !all.isEmpty { spend([all[random.below(all.count)].number]) }
  }

  mutating func spend(_ coins: [OutputNumber]) {
    for coin in coins {
      let isThere = planner.walletCoins.remove(coin)
      let isStillThere = planner.walletCoins.remove(coin)
      #expect(isThere && !isStillThere)
      for wallet in naive.coins.indices {
        guard let index = naive.coins[wallet].firstIndex(where: { $0.number == coin }) else {
          continue
        }
        planner.walletBalance[numbers[wallet].position] -= naive.coins[wallet][index].value
        naive.coins[wallet].remove(at: index)
      }
    }
  }

  func expectSame(step: Int) {
    for wallet in naive.coins.indices {
      let mine = planner.walletCoins[numbers[wallet].position]
      #expect(mine == naive.coins[wallet].map(\.number), "wallet \(wallet), step \(step)")
    }
  }
}
