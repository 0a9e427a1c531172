public import Bitcoin

/// Something that happens at a time or over a time.
public struct ScenarioEvent: Equatable, Sendable {
  /// When it happens or begins (seconds since 1970).
  public var from: UInt32
  /// When it ends; equal to `from` for what happens at once.
  public var to: UInt32
  /// What happens.
  public var action: Action

  /// An event.
  public init(from: UInt32, to: UInt32, action: Action) {
    self.from = from
    self.to = to
    self.action = action
  }

  /// An event at one moment.
  public init(at time: UInt32, action: Action) {
    self.init(from: time, to: time, action: action)
  }

  /// What can happen.
  public enum Action: Equatable, Sendable {
    /// An exchange pays itself to show that it has the coins.
    case proofTransfer(ProofTransfer)
    /// An exchange moves coins between two of its wallets.
    case move(Move)
    /// A thief gets a copy of the keys that a wallet has at this time.
    case copyKeys(of: WalletReference, by: String)
    /// A thief takes coins with copied keys.
    case sweep(Sweep)
    /// A thief sells what he took.
    case sell(Sale)
    /// A thief changes withdrawals in flight, so that they are paid twice.
    case malleate(MalleatedWithdrawals)
    /// A thief takes much at one blow and lets it rest.
    case heist(Heist)
    /// An exchange pays withdrawals to a script that nobody can spend.
    case burn(Burn)
    /// An exchange is flooded with requests and dust.
    case flood(Flood)
    /// A thief passes coins on to himself again and again.
    case shuffle(Shuffle)
    /// An exchange stops making transactions of its own.
    case haltTransactions(of: String)
    /// An exchange's site goes blank: no deposits, no withdrawals, no requests.
    case closeSite(of: String)
    /// An exchange files for protection from its creditors.
    case filing(of: String)
    /// A wallet that the books do not know is found.
    case found(WalletReference)
    /// Somebody says something in public.
    case statement(Statement)
    /// A thief makes up a balance at an exchange and withdraws it.
    case overdraw(Overdraw)
    /// A branch of blocks loses against a longer one.
    case reorg(Reorganisation)
    /// An exchange stops paying withdrawals.
    case haltWithdrawals(of: String)
    /// An exchange stops taking deposits; its books close with the last entry before.
    case haltDeposits(of: String)
    /// A thief peels what he took off, step by step.
    case peel(PeelChain)
    /// A thief sends what he took through a mixer or CoinJoins.
    case mix(Mixing)
  }
}

/// `ACTOR.WALLET`.
public struct WalletReference: Hashable, Sendable, CustomStringConvertible {
  /// The actor's name.
  public var actor: String
  /// The wallet's name.
  public var wallet: String

  /// A wallet of an actor.
  public init(actor: String, wallet: String) {
    self.actor = actor
    self.wallet = wallet
  }

  /// `ACTOR.WALLET`.
  public var description: String { "\(actor).\(wallet)" }
}

/// One transaction of an exchange to itself: the second output has the amount, the first the rest.
/// No fee.
public struct ProofTransfer: Equatable, Sendable {
  /// The wallet that the outputs go to and most inputs come from.
  public var from: WalletReference
  /// The wallet whose coins are among the inputs, at every second place; nil for none.
  public var together: WalletReference?
  /// What the inputs hold, in order.
  public var inputs: [Satoshi]
  /// What the second output holds.
  public var amount: Satoshi

  /// A proof transfer.
  public init(
    from: WalletReference, together: WalletReference?, inputs: [Satoshi], amount: Satoshi
  ) {
    self.from = from
    self.together = together
    self.inputs = inputs
    self.amount = amount
  }
}

/// Coins that go from one wallet of an exchange to another.
public struct Move: Equatable, Sendable {
  /// The wallet that pays.
  public var from: WalletReference
  /// The wallet that gets the coins, spread over its addresses.
  public var to: WalletReference
  /// What arrives, exactly.
  public var amount: Satoshi
  /// How many transactions do it.
  public var transactions: Int
  /// What each transaction pays as fee, exactly.
  public var fee: Satoshi

  /// A move.
  public init(
    from: WalletReference, to: WalletReference, amount: Satoshi, transactions: Int = 4,
    fee: Satoshi = .zero
  ) {
    self.from = from
    self.to = to
    self.amount = amount
    self.transactions = transactions
    self.fee = fee
  }
}

/// A theft drip by drip.
public struct Sweep: Equatable, Sendable {
  /// The thief's name.
  public var by: String
  /// The wallet that is robbed.
  public var of: WalletReference
  /// What is taken, the fees of the taking included, exactly.
  public var total: Satoshi
  /// What one sweep takes; the last one takes the rest.
  public var each: ClosedRange<Satoshi>
  /// Whether the books have the sweeps as withdrawals.
  public var isBooked: Bool

  /// A sweep.
  public init(
    by thief: String, of wallet: WalletReference, total: Satoshi, each: ClosedRange<Satoshi>,
    isBooked: Bool = false
  ) {
    self.by = thief
    self.of = wallet
    self.total = total
    self.each = each
    self.isBooked = isBooked
  }
}

/// A share of the stolen coins that is sold at an exchange while the event lasts.
public struct Sale: Equatable, Sendable {
  /// The thief's name.
  public var by: String
  /// The exchange's name; the robbed exchange books the coins as deposits like any others.
  public var at: String
  /// How much of what was taken, about (percent).
  public var percent: Int

  /// A sale.
  public init(by thief: String, at exchange: String, percent: Int) {
    self.by = thief
    self.at = exchange
    self.percent = percent
  }
}
