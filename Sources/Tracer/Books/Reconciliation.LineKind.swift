extension Reconciliation {
  /// What a line of the equation counts (docs/reconcile.md explains each).
  public enum LineKind: Hashable, Sendable {
    /// What the accounts add up to at the close; before it, deposits less withdrawals so far.
    case owed
    /// Unspent outputs of a booked wallet.
    case held(wallet: String)
    /// Unspent outputs of scripts that the books forgot.
    case forgotten
    /// Outputs to strangers that the exchange's coins paid without an entry.
    case unbookedPayments
    /// Fees of transactions that made such payments and no booked one.
    case unbookedFees
    /// Withdrawals that pay a request again whose first payment the books take for lost.
    case paidTwice
    /// Outputs without an entry that no input can ever spend.
    case burnt
    /// Fees of all other transactions that spend the exchange's coins.
    case fees
    /// What came in without an entry; takes away.
    case unbookedReceipts
    /// What strangers put into transactions that also spend the exchange's coins; takes away.
    case strangersInputs
    /// What the accounts add up to beyond deposits less withdrawals.
    case unexplainedBalances
    /// What accounts owe the exchange at the close, since they are overdrawn: others were paid or are
    /// owed balances that no coin backs.
    case overdrawn
    /// Deposits whose transaction or output the chain does not have.
    case depositsNotOnChain
    /// Withdrawals whose transaction or output the chain does not have; takes away.
    case withdrawalsNotOnChain
    /// How much more was booked as deposited than the outputs brought.
    case depositAmounts
    /// How much more the outputs paid than was booked as withdrawn.
    case withdrawalAmounts
    /// Deposits booked for outputs that paid somebody else.
    case depositsToStrangers
    /// Deposits booked for the exchange's own coins, moved from one of its addresses to another.
    case depositsOfOwnCoins
    /// Withdrawals booked for outputs that somebody else's coins paid; takes away.
    case withdrawalsOfStrangers
    /// Withdrawals booked for outputs that the exchange paid to itself; takes away.
    case withdrawalsToSelf

    /// All kinds in the order of the equation, without `owed` and the wallets.
    static let ordered: [LineKind] = [
      .forgotten, .unbookedPayments, .unbookedFees, .paidTwice, .burnt, .fees, .unbookedReceipts,
      .strangersInputs, .overdrawn, .unexplainedBalances, .depositsNotOnChain,
      .withdrawalsNotOnChain,
      .depositAmounts, .withdrawalAmounts, .depositsToStrangers, .depositsOfOwnCoins,
      .withdrawalsOfStrangers, .withdrawalsToSelf,
    ]

    /// The kinds that are shown even where they are 0; the others only where there is something.
    static let always: Set<LineKind> = [
      .forgotten, .unbookedPayments, .unbookedFees, .fees, .unbookedReceipts,
    ]

    /// The line's name, which results keep.
    public var name: String {
      switch self {
      case .owed: "owed to accounts"
      case .held(let wallet): "held in wallet \(wallet)"
      case .forgotten: "forgotten coins"
      case .unbookedPayments: "unbooked payments"
      case .unbookedFees: "fees of unbooked payments"
      case .paidTwice: "paid twice"
      case .burnt: "burnt"
      case .fees: "fees of booked and internal transactions"
      case .unbookedReceipts: "unbooked receipts"
      case .strangersInputs: "put in by strangers"
      case .unexplainedBalances: "balances that no entry explains"
      case .overdrawn: "overdrawn accounts: balances that no coin backs"
      case .depositsNotOnChain: "deposits that are not on the chain"
      case .withdrawalsNotOnChain: "withdrawals that are not on the chain"
      case .depositAmounts: "deposits booked with another amount"
      case .withdrawalAmounts: "withdrawals booked with another amount"
      case .depositsToStrangers: "deposits that paid somebody else"
      case .depositsOfOwnCoins: "deposits of the exchange's own coins"
      case .withdrawalsOfStrangers: "withdrawals paid with somebody else's coins"
      case .withdrawalsToSelf: "withdrawals that the exchange paid to itself"
      }
    }
  }
}
