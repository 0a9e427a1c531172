public import Bitcoin

/// Someone who takes part in a scenario.
public struct ScenarioActor: Equatable, Sendable {
  /// The name by which events and other actors refer to it; it is also the owner's name in the truth.
  public var name: String
  /// What the actor is and how it behaves.
  public var kind: Kind
  /// The wallet programs of its people, which come to 100 percent; none: what no program is said of.
  public var behaviour: [ModelShare] = []

  /// An actor.
  public init(name: String, kind: Kind) {
    self.name = name
    self.kind = kind
  }

  /// The kinds of actors.
  public enum Kind: Equatable, Sendable {
    /// Mining pools.
    case miners(Miners)
    /// An exchange with customers' deposits.
    case exchange(Exchange)
    /// The customers of an exchange.
    case population(Population)
    /// Somebody who takes coins that are not his.
    case thief(Thief)
    /// People who pay one another.
    case users(OrdinaryUsers)
    /// Somebody who floods others with requests and dust.
    case flooder(Flooder)
    /// A service that people use, or suffer from.
    case service(Service)
  }
}

/// Mining pools: they find all blocks and pay the other actors their first coins.
public struct Miners: Equatable, Sendable {
  /// How many pools there are.
  public var count: Int
  /// How many of the pools' blocks in a thousand are never spent (dormant early miners).
  public var dormantPerMille: Int
  /// What a payout transaction pays as fee.
  public var fees: ClosedRange<Satoshi>
  /// The addresses that blocks pay; nil: bare keys, as in 2011.
  public var coinbase: AddressStyle?
  /// The addresses of what is left after payouts; nil: P2PKH of uncompressed keys.
  public var payout: AddressStyle?

  /// Pools.
  public init(
    count: Int, dormantPerMille: Int = 50,
    fees: ClosedRange<Satoshi> = .zero...Satoshi(50_000),
    coinbase: AddressStyle? = nil, payout: AddressStyle? = nil
  ) {
    self.count = count
    self.dormantPerMille = dormantPerMille
    self.fees = fees
    self.coinbase = coinbase
    self.payout = payout
  }
}

/// The customers of an exchange.
public struct Population: Equatable, Sendable {
  /// The exchange's name.
  public var exchange: String
  /// How many customers there are.
  public var count: Int
  /// How many live in which country (ISO 3166 code, count); the others' country is not known.
  public var countries: [Country]
  /// How balances and payments are spread: the median of the lognormal law, before scaling.
  public var medianBalance: Satoshi
  /// Sigma of the lognormal law, in thousandths (2.3 is 2,300).
  public var sigmaPerMille: Int
  /// How many deposits one customer makes, at least and at most; few are usual, many are rare.
  public var deposits: ClosedRange<Int>
  /// How many withdrawals one customer makes, at least and at most.
  public var withdrawals: ClosedRange<Int>
  /// How much of what comes in goes out again while the exchange grows (percent of the value).
  public var withdrawnPercent: Int
  /// When the first customer comes (seconds since 1970).
  public var from: UInt32
  /// The addresses of the customers' own wallets, which come to 100 percent; none: P2PKH, with
  /// compressed keys since wallets have them.
  public var own: [StyleShare]

  /// Customers.
  public init(
    of exchange: String, count: Int, countries: [Country] = [],
    medianBalance: Satoshi = Satoshi(40_000_000), sigmaPerMille: Int = 2_300,
    deposits: ClosedRange<Int> = 1...6, withdrawals: ClosedRange<Int> = 0...3,
    withdrawnPercent: Int = 15, from: UInt32, own: [StyleShare] = []
  ) {
    self.exchange = exchange
    self.count = count
    self.countries = countries
    self.medianBalance = medianBalance
    self.sigmaPerMille = sigmaPerMille
    self.deposits = deposits
    self.withdrawals = withdrawals
    self.withdrawnPercent = withdrawnPercent
    self.from = from
    self.own = own
  }

  /// A country and how many customers live there.
  public struct Country: Equatable, Sendable {
    /// ISO 3166-1 alpha-2.
    public var code: String
    /// How many customers.
    public var count: Int

    /// A country.
    public init(code: String, count: Int) {
      self.code = code
      self.count = count
    }
  }
}

/// A thief: sweeps are gathered into collectors, and those are sold, given back or kept.
///
/// What he sells where is said by `sell` events; what no event sells, he keeps.
public struct Thief: Equatable, Sendable {
  /// How much one collecting address holds.
  public var collectors: ClosedRange<Satoshi>
  /// Coins of his own that are not stolen and that he mixes in.
  public var clean: Satoshi
  /// What one sale brings to a deposit address.
  public var sales: ClosedRange<Satoshi>
  /// What his transactions pay as fee.
  public var fees: ClosedRange<Satoshi>
  /// The addresses that sweeps pay; nil: P2PKH, as for the other two.
  public var drops: AddressStyle?
  /// The addresses on which he gathers and from which he sells.
  public var hoard: AddressStyle?
  /// The addresses of the coins that are his own.
  public var own: AddressStyle?

  /// A thief.
  public init(
    collectors: ClosedRange<Satoshi> = Satoshi(200_000_000_000)...Satoshi(500_000_000_000),
    clean: Satoshi = .zero,
    sales: ClosedRange<Satoshi> = Satoshi(10_000_000_000)...Satoshi(80_000_000_000),
    fees: ClosedRange<Satoshi> = .zero...Satoshi(50_000), drops: AddressStyle? = nil,
    hoard: AddressStyle? = nil, own: AddressStyle? = nil
  ) {
    self.collectors = collectors
    self.clean = clean
    self.sales = sales
    self.fees = fees
    self.drops = drops
    self.hoard = hoard
    self.own = own
  }
}

/// People with wallets of their own who pay one another and shops.
public struct OrdinaryUsers: Equatable, Sendable {
  /// How many people there are.
  public var count: Int
  /// How many payments they make, all together.
  public var payments: Int
  /// What they get from the pools, all together.
  public var coins: Satoshi
  /// How many payments in a hundred take the oldest coins of the payer's wallet together.
  public var mergingPercent = 0
  /// How many payments in a hundred pay several people at once.
  public var batchPercent = 0
  /// What a payment pays as fee.
  public var fees: ClosedRange<Satoshi>
  /// The addresses of their wallets, which come to 100 percent; none: as customers.
  public var own: [StyleShare]

  /// Users.
  public init(
    count: Int, payments: Int, coins: Satoshi,
    fees: ClosedRange<Satoshi> = .zero...Satoshi(50_000), own: [StyleShare] = []
  ) {
    self.count = count
    self.payments = payments
    self.coins = coins
    self.fees = fees
    self.own = own
  }
}
