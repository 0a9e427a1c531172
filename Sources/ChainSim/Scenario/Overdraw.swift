public import Bitcoin

/// A balance made up by transfers within an exchange that all see the same coins, and withdrawn.
///
/// The thief has two accounts. He deposits a stake on the first one and asks, within seconds, for
/// thousands of transfers to the second one. Each is checked against a balance that the others have
/// not yet been taken from, so the first account is overdrawn in the end, and the second one withdraws.
public struct Overdraw: Equatable, Sendable {
  /// The thief's name.
  public var by: String
  /// The exchange's first wallet.
  public var of: WalletReference
  /// What is withdrawn, which is what the first account is overdrawn by, exactly.
  public var total: Satoshi
  /// What he deposits before, which is left to him on the second account.
  public var stake: Satoshi
  /// How many transfers there are; none of them is larger than the stake.
  public var transfers: Int
  /// To how many addresses the total is withdrawn.
  public var addresses: Int

  /// A balance that is made up and withdrawn.
  public init(
    by thief: String, of wallet: WalletReference, total: Satoshi,
    stake: Satoshi = Satoshi(200_000_000), transfers: Int = 4_000, addresses: Int = 2
  ) {
    self.by = thief
    self.of = wallet
    self.total = total
    self.stake = stake
    self.transfers = transfers
    self.addresses = addresses
  }
}
