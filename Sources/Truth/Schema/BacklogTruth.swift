public import Bitcoin

/// What waited for a block when one was full: a row of `backlog.csv`, which has a row for each block
/// that left transactions behind.
public struct BacklogTruth: Equatable, Sendable {
  /// The block's height.
  public var height: Int
  /// How many transactions it left behind.
  public var transactions: Int
  /// How heavy those were at most (WU).
  public var weight: Int
  /// The lowest fee rate that it took (for 1,000 virtual bytes).
  public var lowestRate: Satoshi

  /// What a block left behind.
  public init(height: Int, transactions: Int, weight: Int, lowestRate: Satoshi) {
    self.height = height
    self.transactions = transactions
    self.weight = weight
    self.lowestRate = lowestRate
  }
}
