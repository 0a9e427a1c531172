import Bitcoin

/// Why a transaction was made; the raw values are the truth's words.
enum PlannedMotif: String, Sendable {
  /// A pool finds a block.
  case coinbase
  /// A pool pays people.
  case payout
  /// A customer pays an exchange.
  case deposit
  /// An exchange pays customers.
  case withdrawal
  /// An exchange merges coins.
  case consolidation
  /// An exchange breaks up a large coin.
  case split
  /// An exchange gathers an input of a proof transfer.
  case gather
  /// An exchange pays itself to show its coins.
  case proof
  /// An exchange moves coins to another of its wallets.
  case move
  /// A thief takes coins.
  case sweep
  /// An exchange pays a customer, and somebody changes the transaction in flight.
  case malleated
  /// An exchange pays again what it has paid.
  case paidAgain = "paid-again"
  /// A thief takes much at one blow.
  case heist
  /// An exchange pays to a script that nobody can spend.
  case burn
  /// A thief passes coins on to himself.
  case shuffle
  /// Somebody floods others with dust.
  case flood
  /// An exchange pays out a balance that was made up.
  case overdraft
  /// A thief spends coins a second time, so that a branch without his deposit can win.
  case doubleSpend = "double-spend"
  /// A thief gathers what he took.
  case collect
  /// A thief sells.
  case sale
  /// Somebody pays somebody.
  case payment
  /// A thief peels a part off a coin.
  case peel
  /// Somebody moves coins into the wallet from which he joins.
  case joinIn = "join-in"
  /// A taker and makers join coins.
  case joinMarket = "coinjoin-joinmarket"
  /// A round of Wasabi 1.
  case wasabi1 = "coinjoin-wasabi1"
  /// A round of Wasabi 2.
  case wasabi2 = "coinjoin-wasabi2"
  /// A mix of a Whirlpool.
  case whirlpool = "coinjoin-whirlpool"
  /// Somebody makes coins of the size that a Whirlpool takes.
  case tx0
  /// Somebody pays a mixer.
  case mixIn = "mix-in"
  /// A mixer pays somebody.
  case mixOut = "mix-out"
  /// Somebody bets.
  case bet
  /// A game answers a bet.
  case answer
  /// Somebody gives.
  case donation
  /// A faucet gives to many.
  case faucet
  /// A victim pays a demand.
  case ransom

  /// Whether a thief takes coins by it, so that its fee is part of what he takes.
  var isTheft: Bool { self == .sweep || self == .heist }
}

/// What an output is in its transaction; the raw values are the truth's words.
enum PlannedRole: String, Sendable {
  /// What a pool mined.
  case coinbase
  /// What somebody is paid.
  case payment
  /// What goes back to the payer.
  case change
  /// What an exchange gets from a customer.
  case deposit
  /// What a customer gets from an exchange.
  case withdrawal
  /// Merged or broken-up coins of an exchange.
  case consolidation
  /// What a thief takes.
  case theft
  /// What a thief gathered.
  case collected
  /// What is left after a sale.
  case peel
  /// Coins that are put away.
  case storage
  /// Coins that nobody can spend any more.
  case burnt
  /// One of the equal or standard amounts that come out of a CoinJoin.
  case mixed
  /// A coin of the size that a Whirlpool takes.
  case premix
  /// What a coordinator gets.
  case commission
  /// What a thief peeled off for himself.
  case peeled
  /// What somebody bets.
  case bet
  /// What a game gives back.
  case prize
  /// What somebody gives.
  case donation
  /// What a faucet gives.
  case dole
  /// What a victim pays.
  case ransom
}

/// A wallet: who owns it, what it is called, and how its addresses are written.
struct PlannedWallet: Sendable {
  /// The owning actor's name.
  var owner: String
  /// Which one of many owners of that name (a customer's number); nil for the actor itself.
  var member: Int?
  /// The wallet's name.
  var name: String
  /// Which part of that wallet this is; empty where it is not parted.
  var part: String
  /// How its addresses are written; nil where the scenario does not say.
  var form: KeyForm?
  /// How many addresses it has.
  var keyCount: UInt32 = 0
  /// Whether it signs until the signature's first number is short, as Bitcoin Core does since 0.17.0.
  var grindsLowR = false

  /// The owner of what nobody can spend.
  static let nobody = "nobody"

  /// The owner's name in the truth: `thief`, or `customers/000042`.
  var ownerName: String {
    guard let member else { return owner }
    let digits = String(member)
    // Made for every row of the truth, so in one string that grows.
    var name = owner
    name.append("/")
    for _ in digits.utf8.count..<max(digits.utf8.count, 6) { name.append("0") }
    name.append(digits)
    return name
  }
}

/// What the books of the robbed exchange say, by plan numbers.
struct PlannedBooks: Sendable {
  /// The deposits in chain order.
  var deposits: [Entry] = []
  /// The withdrawals in chain order.
  var withdrawals: [Entry] = []
  /// The deposit addresses: key and account.
  var depositKeys: [DepositKey] = []
  /// The deposits that no block of the best chain has.
  var lostDeposits: [LostDeposit] = []
  /// What accounts sent to one another, in the order of time.
  var transfers: [Transfer] = []
  /// The balances that are not drawn but follow from the story (sat), by account; below zero where an
  /// account is overdrawn.
  var fixedBalances: [Int: Int64] = [:]
  /// The accounts' balances at the close (sat).
  var balances: [Int64] = []
  /// Each account's country.
  var countries: [String] = []
  /// What the company's own account holds at the close.
  var company: Int64 = 0
  /// What the exchange still holds or paid as fees.
  var reserve: Int64 = 0
  /// The height of the books' last entry.
  var closeHeight = 0

  /// An output that came in from an account or went out to it.
  struct Entry: Sendable {
    /// The output.
    let output: OutputNumber
    /// The account.
    let account: Int
    /// Whether the account's request has been paid and booked before.
    var isRepeat = false
  }

  /// A deposit that was booked when its block was the best one, and is not.
  struct LostDeposit: Sendable {
    /// The transaction's row among the lost ones.
    let lost: Int
    /// The place of the output in it.
    let output: Int
    /// The account.
    let account: Int
    /// The height of the block that had it.
    let height: Int
  }

  /// Coins that one account sent to another.
  struct Transfer: Sendable {
    /// When (seconds since 1970).
    let time: UInt32
    /// The account that paid.
    let from: Int
    /// The account that was paid.
    let to: Int
    /// The amount (sat).
    let amount: Int64
  }

  /// A deposit address.
  struct DepositKey: Sendable {
    /// The address's key.
    let key: KeyNumber
    /// The account.
    let account: Int
  }
}

/// One theft: the outputs that it gave the thief, and its fee where the thief made the transaction.
struct PlannedTheft: Sendable {
  /// The transaction.
  let transaction: Int
  /// What was taken, fee included (sat).
  let taken: Int64
  /// How.
  var kind = Kind.sweep

  /// How something is taken; the raw values begin the thefts' names in the truth.
  enum Kind: String, Sendable {
    /// With copied keys.
    case sweep
    /// At one blow.
    case heist
    /// As the second payment of one request.
    case paidAgain = "paid-again"
    /// As a withdrawal of a made-up balance.
    case overdraft
    /// As a withdrawal of a deposit that a reorganisation undid.
    case undoneDeposit = "undone-deposit"
  }
}

/// How many stolen satoshis somebody has in the end.
struct StolenHolding: Sendable {
  /// An actor's name, or `miners` for fees.
  let holder: String
  /// The amount (sat).
  let amount: Int64
}
