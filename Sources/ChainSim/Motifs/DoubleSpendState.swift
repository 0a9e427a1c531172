/// A deposit that a reorganisation undoes, while a scenario is played.
struct DoubleSpendState: Sendable {
  /// Whether the deposit has been made.
  var isDeposited = false
  /// Whether the credit has been withdrawn.
  var isWithdrawn = false
}
