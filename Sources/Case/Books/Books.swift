public import Bitcoin

/// What an exchange's own records say: whom it owes, which addresses it holds, and every deposit and
/// withdrawal it booked.
///
/// Four tables, which `books/` holds as `accounts.csv`, `addresses.csv`, `deposits.csv` and
/// `withdrawals.csv`, and three that may be left out, `transfers.csv`, `requests.csv` and
/// `timeline.csv`. Rows keep the order in which they were written. Books are evidence, so what
/// they say about the chain is not judged here: reading refuses only what has no clear meaning.
public struct Books: Equatable, Sendable {
  /// Whom the exchange owes.
  public var accounts: [Account]
  /// The addresses that the exchange knows as its own; a forgotten wallet is not among them.
  public var addresses: [BookedAddress]
  /// What came in for an account.
  public var deposits: [Entry]
  /// What was paid out for an account.
  public var withdrawals: [Entry]
  /// What accounts sent to one another.
  public var transfers: [Transfer]
  /// How many requests the exchange's site had, minute by minute.
  public var requests: [RequestCount]
  /// What was done and said in public.
  public var timeline: [TimelineEntry]

  /// Books with these rows.
  public init(
    accounts: [Account] = [], addresses: [BookedAddress] = [], deposits: [Entry] = [],
    withdrawals: [Entry] = [], transfers: [Transfer] = [], requests: [RequestCount] = [],
    timeline: [TimelineEntry] = []
  ) {
    self.accounts = accounts
    self.addresses = addresses
    self.deposits = deposits
    self.withdrawals = withdrawals
    self.transfers = transfers
    self.requests = requests
    self.timeline = timeline
  }

  /// Somebody whom the exchange owes coins.
  public struct Account: Hashable, Sendable {
    /// The account's name in the other tables.
    public var id: String
    /// The owner's country (ISO 3166-1, two letters); empty where it is not known.
    public var country: String
    /// What is owed at the close of the books; below zero where the account is overdrawn.
    public var balance: Satoshi

    /// An account with its balance at the close of the books.
    public init(id: String, country: String, balance: Satoshi) {
      self.id = id
      self.country = country
      self.balance = balance
    }
  }

  /// An address that the exchange knows as its own.
  public struct BookedAddress: Hashable, Sendable {
    /// The address as text.
    public var address: String
    /// The wallet that holds its key, such as `hot`.
    public var wallet: String
    /// The account whose deposits it takes; nil for an address of the wallet itself.
    public var account: String?

    /// An address of a wallet.
    public init(address: String, wallet: String, account: String? = nil) {
      self.address = address
      self.wallet = wallet
      self.account = account
    }
  }

  /// A deposit or a withdrawal, which names the output that made it on the chain.
  public struct Entry: Hashable, Sendable {
    /// When it was booked.
    public var time: UTCTime
    /// The account it was booked to.
    public var account: String
    /// The output that the books say carried it.
    public var outPoint: OutPoint
    /// The address that the books say was paid.
    public var address: String
    /// The amount booked.
    public var amount: Satoshi

    /// An entry of the books.
    public init(
      time: UTCTime, account: String, outPoint: OutPoint, address: String, amount: Satoshi
    ) {
      self.time = time
      self.account = account
      self.outPoint = outPoint
      self.address = address
      self.amount = amount
    }
  }
}
