@testable import ChainSim

/// Wallets as plain lists, and choices that look at every coin: what the planner's trees must agree
/// with.
struct NaiveWallets {
  /// A coin.
  struct Coin: Equatable {
    let number: OutputNumber
    let value: Int64
    let key: Int
    var isConfirmed = false
  }

  /// Each wallet's coins: the confirmed ones in the order of their blocks, then those that wait.
  var coins: [[Coin]]

  /// All that a choice may take, in the order of the wallets.
  func candidates(
    _ wallets: [Int], confirmedOnly: Bool, keysBelow: Int
  ) -> [Coin] {
    let all = wallets.flatMap { coins[$0].filter(\.isConfirmed) }
    let waiting = confirmedOnly ? [] : wallets.flatMap { coins[$0].filter { !$0.isConfirmed } }
    return (all + waiting).filter { $0.key < keysBelow }
  }

  /// What a choice takes; `start` is where `anywhere` begins.
  func choose(
    _ wallets: [Int], atLeast amount: Int64, _ choice: Planner.Choice, limit: Int,
    confirmedOnly: Bool, keysBelow: Int, start: Int
  ) -> [OutputNumber]? {
    let balance = wallets.reduce(0) { $0 + coins[$1].reduce(0) { $0 + $1.value } }
    guard balance >= amount else { return nil }
    var order = candidates(wallets, confirmedOnly: confirmedOnly, keysBelow: keysBelow)
    switch choice {
    case .oldest: break
    case .anywhere:
      guard !order.isEmpty else { return nil }
      var sorted: [Coin] = []
      for wallet in wallets {
        sorted += coins[wallet].filter { $0.isConfirmed && $0.key < keysBelow }
          .sorted { ($0.key, $0.number.rawValue) < ($1.key, $1.number.rawValue) }
      }
      sorted += order.filter { !$0.isConfirmed }
      order = Array(sorted[start...] + sorted[..<start])
    case .fitting, .largest:
      order.sort { ($0.value, $0.number.rawValue) > ($1.value, $1.number.rawValue) }
      if choice == .fitting, let single = order.last(where: { $0.value >= amount }) {
        return [single.number]
      }
    }
    var sum: Int64 = 0
    var chosen: [OutputNumber] = []
    for coin in order where sum < amount && chosen.count < limit {
      chosen.append(coin.number)
      sum += coin.value
    }
    return sum >= amount && !chosen.isEmpty ? chosen : nil
  }
}
