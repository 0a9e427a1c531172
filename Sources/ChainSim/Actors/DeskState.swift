import Bitcoin

/// An exchange while a scenario is played.
struct DeskState: Sendable {
  /// The actor's name.
  let name: String
  /// The actor.
  let exchange: Exchange
  /// The coins on customers' deposit addresses (the first wallet).
  let deposits: WalletNumber
  /// The coins on the first wallet's own addresses.
  let main: WalletNumber
  /// Coins of the first wallet that are put aside for a purpose.
  let aside: WalletNumber
  /// The first wallet's own addresses, reused at random.
  var ownKeys: [KeyNumber] = []
  /// The other wallets.
  var others: [Store] = []
  /// How the first wallet writes its keys.
  let form: KeyForm
  /// The desk's choices.
  var generator: SeededGenerator
  /// The customers; nil for an exchange without any.
  var cohort: Int?
  /// Withdrawals that go out with this block.
  var pending: [Withdrawal] = []
  /// The height of the last block for which withdrawals went out.
  var lastBatch = 0
  /// When it stops paying withdrawals (seconds since 1970).
  var haltWithdrawals: UInt32 = .max
  /// When it stops making transactions of its own (seconds since 1970).
  var haltTransactions: UInt32 = .max
  /// When it stops taking deposits (seconds since 1970).
  var haltDeposits: UInt32 = .max
  /// When the customers' first period starts (seconds since 1970).
  var firstPeriod: UInt32 = 0
  /// How many periods there are.
  var periodCount = 0
  /// What the current period's deposits less its withdrawals should bring (sat).
  var expectedNet: Int64 = 0

  /// When it called in deposits beyond the plan for the last time (seconds since 1970).
  var lastCall: UInt32 = 0

  /// How long a period is (seconds).
  static let period: UInt32 = 7 * 86_400

  /// Another wallet.
  struct Store: Sendable {
    /// Its name.
    let name: String
    /// Its number.
    let wallet: WalletNumber
    /// Its addresses.
    let keys: [KeyNumber]
    /// Whether the books know it.
    let isKnown: Bool
  }

  /// A withdrawal that a customer asked for.
  struct Withdrawal: Sendable {
    /// The customer.
    let member: Int
    /// How much (sat).
    let amount: Int64
    /// How often it could not be paid.
    let tries: Int
  }

  /// When a period starts (seconds since 1970).
  func start(ofPeriod index: Int) -> UInt32 { firstPeriod + UInt32(index) * DeskState.period }

  /// Whether the exchange is the one whose books are part of the case.
  var keepsBooks: Bool { exchange.owes != nil }
}

extension Planner {
  /// Makes the exchanges' wallets and addresses.
  mutating func setUpDesks() {
    for actor in scenario.actors {
      guard case .exchange(let exchange) = actor.kind, let first = exchange.wallets.first else {
        continue
      }
      let form = KeyForm(first.style)
      var desk = DeskState(
        name: actor.name, exchange: exchange,
        deposits: makeWallet(
          owner: actor.name, name: first.name, part: "deposits", style: first.style),
        main: makeWallet(
          owner: actor.name, name: first.name, part: "own", style: first.style),
        aside: makeWallet(
          owner: actor.name, name: first.name, part: "aside", style: first.style),
        form: form, generator: SeededGenerator(seed: seed, key: actor.name))
      for _ in 0..<(first.addresses ?? 60) { desk.ownKeys.append(makeKey(desk.main, form: form)) }
      for store in exchange.wallets.dropFirst() {
        let wallet = makeWallet(owner: actor.name, name: store.name, style: store.style)
        let isKnown = store.lastUsed == nil
        let count = store.addresses ?? (isKnown ? 80 : 4)
        let keys = (0..<count).map { _ in makeKey(wallet, form: KeyForm(store.style)) }
        desk.others.append(.init(name: store.name, wallet: wallet, keys: keys, isKnown: isKnown))
      }
      desk.haltWithdrawals = scenario.time(of: .withdrawals, by: actor.name) ?? .max
      desk.haltTransactions = scenario.time(of: .transactions, by: actor.name) ?? .max
      desk.haltDeposits = scenario.time(of: .deposits, by: actor.name) ?? .max
      desks.append(desk)
    }
  }

  /// The desk of an exchange.
  func desk(named name: String) -> Int? { desks.firstIndex { $0.name == name } }

  /// The coins that the wallet of a reference has at its disposal.
  func wallets(of reference: WalletReference) -> [WalletNumber] {
    guard let desk = desk(named: reference.actor) else { return [] }
    if let store = store(of: reference) { return [store.wallet] }
    return [desks[desk].main, desks[desk].deposits]
  }

  /// The wallet of a reference, if it is not an exchange's first one.
  func store(of reference: WalletReference) -> DeskState.Store? {
    guard let desk = desk(named: reference.actor) else { return nil }
    return desks[desk].others.first { $0.name == reference.wallet }
  }

  /// What an exchange's first wallet holds (sat), with what other wallets hold for a proof transfer.
  func hotBalance(_ desk: Int) -> Int64 {
    var sum =
      walletBalance[desks[desk].main.position] + walletBalance[desks[desk].deposits.position]
      + walletBalance[desks[desk].aside.position]
    let stores = desks[desk].others.map(\.wallet)
    for event in proofs.keys.sorted() {
      for case let coin? in proofs[event] ?? []
      where plan.outputSpender[coin.position] == .max
        && stores.contains(plan.wallet(ofOutput: coin.position))
      {
        sum += value(coin)
      }
    }
    return sum
  }

  /// One of the addresses that a desk's first wallet uses again and again.
  mutating func ownKey(ofDesk desk: Int) -> KeyNumber {
    desks[desk].ownKeys[desks[desk].generator.below(desks[desk].ownKeys.count)]
  }
}
