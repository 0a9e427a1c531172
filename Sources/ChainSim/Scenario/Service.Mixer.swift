public import Bitcoin

extension Service {
  /// A mixing service: it takes deposits and pays them out later in coins of others.
  public struct Mixer: Equatable, Sendable {
    /// How many deposits people make.
    public var orders: Int
    /// What one deposit holds.
    public var each: ClosedRange<Satoshi>
    /// What the mixer keeps (thousandths), at least and at most.
    public var cutPerMille: ClosedRange<Int>
    /// How long a payout waits at least and at most (seconds).
    public var delay: ClosedRange<UInt32>

    /// A mixer.
    public init(
      orders: Int, each: ClosedRange<Satoshi>, cutPerMille: ClosedRange<Int> = 10...30,
      delay: ClosedRange<UInt32> = 3_600...172_800
    ) {
      self.orders = orders
      self.each = each
      self.cutPerMille = cutPerMille
      self.delay = delay
    }
  }
}
