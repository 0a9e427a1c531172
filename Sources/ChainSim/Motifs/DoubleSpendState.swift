/// A deposit that a reorganisation undoes, while a scenario is played.
struct DoubleSpendState: Sendable {
  /// Whether the deposit has been made.
  var isDeposited = false
  /// When the exchange credits it (seconds since 1970); nil where it is not known yet.
  var credited: UInt32?
  /// Whether the credit has been withdrawn.
  var isWithdrawn = false
}
