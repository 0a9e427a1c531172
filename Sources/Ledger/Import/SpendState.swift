/// What becomes of an output while a chain is imported: a column in the making.
enum SpendState {
  /// Nobody spent it.
  static let unspent = UInt64.max
  /// It is outside the UTXO set, so nobody can; stored as unspent.
  static let outside = UInt64.max - 1
}
