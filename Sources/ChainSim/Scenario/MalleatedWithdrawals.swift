public import Bitcoin

/// Withdrawals that a third party changes in flight, so that the exchange pays them twice.
///
/// The thief asks for withdrawals of coins that he has bought at the exchange. What is mined is the
/// changed transaction; the exchange looks for its own txid, does not find it, and pays again from
/// other coins. Attempts fail where the exchange's own transaction is mined first.
public struct MalleatedWithdrawals: Equatable, Sendable {
  /// The thief's name.
  public var by: String
  /// The exchange's first wallet.
  public var of: WalletReference
  /// What is paid a second time, all together, exactly.
  public var total: Satoshi
  /// What one withdrawal asks for; the last one asks for the rest.
  public var each: ClosedRange<Satoshi>
  /// How many of all attempts fail (millionths).
  public var failedMillionths: Int
  /// How many attempts change S (percent); the others write pushes with OP_PUSHDATA2.
  public var highSPercent: Int

  /// Changed withdrawals.
  public init(
    by thief: String, of wallet: WalletReference, total: Satoshi, each: ClosedRange<Satoshi>,
    failedMillionths: Int = 0, highSPercent: Int = 0
  ) {
    self.by = thief
    self.of = wallet
    self.total = total
    self.each = each
    self.failedMillionths = failedMillionths
    self.highSPercent = highSPercent
  }

  /// What goes out for all of it, about (sat): twice the total, and what failed attempts ask for.
  var outgo: Int64 {
    let rest = Int64(max(1, 1_000_000 - failedMillionths))
    let parts = total.rawValue.multipliedFullWidth(by: Int64(failedMillionths))
    return total.rawValue * 2 + rest.dividingFullWidth(parts).quotient
  }
}
