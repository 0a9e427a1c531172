public import Bitcoin

extension Service {
  /// A faucet: one of its transactions pays many people a tiny amount each.
  public struct Faucet: Equatable, Sendable {
    /// How many transactions it makes.
    public var payouts: Int
    /// How many people one of them pays.
    public var batch: ClosedRange<Int>
    /// What each of them gets.
    public var each: ClosedRange<Satoshi>

    /// A faucet.
    public init(payouts: Int, batch: ClosedRange<Int>, each: ClosedRange<Satoshi>) {
      self.payouts = payouts
      self.batch = batch
      self.each = each
    }
  }
}
