public import Bitcoin

/// A thief passes the same coins on to himself, again and again: each time a transaction without a
/// fee, from one new address of his to the next.
public struct Shuffle: Equatable, Sendable {
  /// The thief's name.
  public var by: String
  /// What moves each time, exactly.
  public var amount: Satoshi
  /// How often it moves.
  public var times: Int

  /// A shuffle.
  public init(by thief: String, amount: Satoshi, times: Int) {
    self.by = thief
    self.amount = amount
    self.times = times
  }
}
