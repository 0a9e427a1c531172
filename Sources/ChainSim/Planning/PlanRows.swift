import Bitcoin

/// Why a transaction was made; the raw values are the truth's words.
enum PlannedMotif: String, Sendable {
  case coinbase
  case payout
  case deposit
  case withdrawal
  case consolidation
  case split
  case gather
  case proof
  case move
  case sweep
  case collect
  case sale
  case payment
}

/// What an output is in its transaction; the raw values are the truth's words.
enum PlannedRole: String, Sendable {
  case coinbase
  case payment
  case change
  case deposit
  case withdrawal
  case consolidation
  case theft
  case collected
  case peel
  case storage
}

/// How a key's script and public key are written.
enum KeyForm: UInt8, Sendable {
  /// Pay to public key hash, 33 bytes.
  case hashedCompressed
  /// Pay to public key hash, 65 bytes.
  case hashedUncompressed
  /// Pay to public key, 65 bytes, as the pools' coinbases of 2011.
  case bareUncompressed

  /// Whether the public key is written in 33 bytes.
  var isCompressed: Bool { self == .hashedCompressed }
}

/// A wallet: who owns it and what it is called.
struct PlannedWallet: Sendable {
  /// The owning actor's name.
  var owner: String
  /// Which one of many owners of that name (a customer's number); nil for the actor itself.
  var member: Int?
  /// The wallet's name.
  var name: String

  /// The owner's name in the truth: `thief`, or `customers/000042`.
  var ownerName: String {
    guard let member else { return owner }
    let digits = String(member)
    return owner + "/" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
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
  }

  /// A deposit address.
  struct DepositKey: Sendable {
    /// The address's key.
    let key: KeyNumber
    /// The account.
    let account: Int
  }
}

/// One sweep: the outputs that it gave the thief, and its fee.
struct PlannedTheft: Sendable {
  /// The transaction.
  let transaction: Int
  /// What was taken, fee included (sat).
  let taken: Int64
}

/// How many stolen satoshis somebody has in the end.
struct StolenHolding: Sendable {
  /// An actor's name, or `miners` for fees.
  let holder: String
  /// The amount (sat).
  let amount: Int64
}
