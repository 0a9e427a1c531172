/// A balance that a thief makes up, while a scenario is played.
struct OverdrawState: Sendable {
  /// What each of his addresses will get (sat).
  var parts: [Int64]
  /// How many of them have been paid.
  var paid = 0
  /// Whether his stake lies on the first account.
  var isStaked = false
  /// Whether the transfers have been made.
  var isMadeUp = false
}
