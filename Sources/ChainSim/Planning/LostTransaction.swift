/// A transaction that was signed and seen, and that no block of the best chain has: a mined one spends
/// its coins.
struct LostTransaction: Sendable {
  /// The coins that it would have spent, in order.
  var inputs: [OutputNumber]
  /// What it would have paid, in order.
  let outputs: [DraftOutput]
  /// The mined transaction that spends its coins.
  var winner: Int
  /// Why it was not mined.
  let reason: Reason

  /// Why a transaction was not mined; the raw values are the truth's words.
  enum Reason: String, Sendable {
    /// Its maker replaced it by one that pays more (BIP-0125).
    case replaced
    /// Its block lost, and the winning branch has one that pays somebody else.
    case doubleSpent = "double-spent"
  }
}
