public import Bitcoin

/// A service that the people of another actor use, or suffer from.
public struct Service: Equatable, Sendable {
  /// Whose coins come to it: the name of an actor of the kind `users`, for ransomware of the kind
  /// `population`.
  public var people: String
  /// When it opens (seconds since 1970).
  public var from: UInt32
  /// When it closes (seconds since 1970).
  public var to: UInt32
  /// What it gets from the pools before it opens.
  public var coins: Satoshi
  /// What one of its transactions, or one to it, pays as fee.
  public var fees: ClosedRange<Satoshi>
  /// How it makes its own addresses; nil: as its trade does.
  public var own: AddressStyle?
  /// How the wallets that people keep for it make addresses; nil: as its trade does.
  public var members: AddressStyle?
  /// What it does.
  public var trade: Trade

  /// A service.
  public init(
    people: String, from: UInt32, to: UInt32, coins: Satoshi = .zero,
    fees: ClosedRange<Satoshi> = .zero...Satoshi(50_000), own: AddressStyle? = nil,
    members: AddressStyle? = nil, trade: Trade
  ) {
    self.people = people
    self.from = from
    self.to = to
    self.coins = coins
    self.fees = fees
    self.own = own
    self.members = members
    self.trade = trade
  }

  /// What services do.
  public enum Trade: Equatable, Sendable {
    /// Many people's coins in one transaction.
    case coinJoin(CoinJoin)
    /// Deposits are paid out in other people's coins.
    case mixer(Mixer)
    /// Bets on addresses, answered at once.
    case gambling(Gambling)
    /// Shops with a new address for each sale.
    case merchants(Merchants)
    /// Gifts to one address.
    case donations(Donations)
    /// Tiny gifts to many.
    case faucet(Faucet)
    /// Demands, each to an address of its own.
    case ransomware(Ransomware)
  }
}
