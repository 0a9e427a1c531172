public import Bitcoin

extension Service {
  /// Shops: a new address for each sale, swept into a till.
  public struct Merchants: Equatable, Sendable {
    /// How many shops there are.
    public var count: Int
    /// How many sales they make together.
    public var sales: Int
    /// What one sale brings.
    public var each: ClosedRange<Satoshi>

    /// Shops.
    public init(count: Int, sales: Int, each: ClosedRange<Satoshi>) {
      self.count = count
      self.sales = sales
      self.each = each
    }
  }
}
