public import Bitcoin

/// An exchange: wallets, and where it keeps books, what they say at the end.
public struct Exchange: Equatable, Sendable {
  /// The wallets in the scenario's order; the first one takes deposits and pays withdrawals.
  public var wallets: [ScenarioWallet]
  /// What the books owe at their close; nil for an exchange whose books are not part of the case.
  public var owes: Owes?
  /// What the first wallet holds when deposits stop, about; an exchange without `owes` keeps it as
  /// its float all the time.
  public var holds: Satoshi
  /// What a payment or consolidation pays as fee.
  public var fees: ClosedRange<Satoshi>
  /// How many withdrawals one transaction pays where so many wait; nil: mostly one.
  public var batch: ClosedRange<Int>?
  /// How many withdrawal transactions are replaced by ones that pay more (percent).
  public var replacedPercent = 0

  /// An exchange.
  public init(
    wallets: [ScenarioWallet], owes: Owes? = nil, holds: Satoshi,
    fees: ClosedRange<Satoshi> = .zero...Satoshi(50_000)
  ) {
    self.wallets = wallets
    self.owes = owes
    self.holds = holds
    self.fees = fees
  }

  /// The liabilities at the books' close that no coins stand against.
  public struct Owes: Equatable, Sendable {
    /// What all customers' accounts hold together.
    public var customers: Satoshi
    /// What the company's own account holds.
    public var company: Satoshi

    /// Liabilities.
    public init(customers: Satoshi, company: Satoshi) {
      self.customers = customers
      self.company = company
    }
  }
}

/// A wallet of an exchange.
public struct ScenarioWallet: Equatable, Sendable {
  /// Its name; `ACTOR.NAME` is how events refer to it.
  public var name: String
  /// How it makes its addresses.
  public var style: AddressStyle
  /// How many addresses it has for itself (change, consolidation, storage), reused at random; nil:
  /// as many as the actor's model asks for.
  public var addresses: Int?
  /// When it is made (seconds since 1970); nil where it is there from the beginning.
  public var since: UInt32?
  /// When it was last used before the end of the books (seconds since 1970); nil where in use.
  /// A wallet with this date is unknown to the books.
  public var lastUsed: UInt32?

  /// A wallet.
  public init(
    name: String, script: AddressStyle.Script = .publicKeyHash,
    keys: AddressStyle.KeyChoice? = nil, quorum: AddressStyle.Quorum? = nil,
    addresses: Int? = nil, since: UInt32? = nil, lastUsed: UInt32? = nil
  ) {
    self.name = name
    self.style = AddressStyle(script, keys: keys, quorum: quorum)
    self.addresses = addresses
    self.since = since
    self.lastUsed = lastUsed
  }
}
