public import Bitcoin

extension Service {
  /// Somebody who asks for gifts with one address that never changes.
  public struct Donations: Equatable, Sendable {
    /// How many gifts there are.
    public var gifts: Int
    /// What one gift is.
    public var each: ClosedRange<Satoshi>

    /// Gifts.
    public init(gifts: Int, each: ClosedRange<Satoshi>) {
      self.gifts = gifts
      self.each = each
    }
  }
}
