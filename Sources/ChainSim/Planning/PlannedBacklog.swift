/// What waited when a block was full.
struct PlannedBacklog: Equatable, Sendable {
  /// The block's height.
  let height: Int
  /// How many transactions it left behind.
  let transactions: Int
  /// How heavy those were at most (WU).
  let weight: Int
  /// The lowest fee rate that it took (sat for 1,000 WU).
  let lowestRate: Int64
}
