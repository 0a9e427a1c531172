/// What a mixer has to do and to spend.
struct MixerState: Sendable {
  /// Where deposits come.
  var deposits: WalletNumber?
  /// Where its large coins lie, from which it pays.
  var large: WalletNumber?
  /// All orders that came in.
  var orders: [Order] = []
  /// The first order whose deposit has not been gathered.
  var nextGathered = 0
  /// How many deposits are gathered next.
  var nextPile = 12
  /// How many payouts were due before the chain's end.
  var due = 0
  /// How many of them were made.
  var paid = 0
  /// The large coins, the one from which it pays next first.
  var chains: [Chain] = []

  /// A deposit, and who is to be paid for it.
  struct Order: Sendable {
    /// The deposit.
    let deposit: OutputNumber
    /// The wallet that is paid.
    let wallet: WalletNumber
    /// How much (sat).
    let payout: Int64
    /// How often there was nothing to pay it from.
    var tries = 0
  }

  /// A large coin, from which payouts are peeled.
  struct Chain: Sendable {
    /// What is left of it.
    var coin: OutputNumber
    /// The orders whose deposits are in it; they are paid from another one.
    let orders: Range<Int>
  }
}
