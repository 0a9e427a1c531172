public import Bitcoin

/// A theft at one blow: one transaction pays everything to one new address of the thief, where it
/// stays.
public struct Heist: Equatable, Sendable {
  /// The thief's name.
  public var by: String
  /// The wallet that is robbed, an exchange's first one.
  public var of: WalletReference
  /// What is taken, the fee included, exactly.
  public var amount: Satoshi
  /// What the transaction pays as fee, exactly.
  public var fee: Satoshi

  /// A heist.
  public init(
    by thief: String, of wallet: WalletReference, amount: Satoshi, fee: Satoshi = .zero
  ) {
    self.by = thief
    self.of = wallet
    self.amount = amount
    self.fee = fee
  }
}
