/// Blocks that were found and lost: a branch that forks off the best chain and ends.
struct StaleBranch: Sendable {
  /// The height of the last block that both branches have.
  let fork: Int
  /// Its blocks, from height `fork` + 1 on.
  var blocks: [Block] = []

  /// A block of it.
  struct Block: Sendable {
    /// When it was found (seconds since 1970).
    let time: UInt32
    /// The key that its coinbase pays.
    let key: KeyNumber
    /// What its coinbase claims (sat).
    let reward: Int64
    /// Its transactions without the coinbase, in order.
    let entries: [Entry]
  }

  /// A transaction of such a block.
  enum Entry: Sendable {
    /// One that the best chain has too, at this height or a lower one; its plan number.
    case shared(Int)
    /// One that the best chain has not; its row among the lost transactions.
    case lost(Int)
  }

  /// Its block at a height; nil where it has none.
  func block(at height: Int) -> Block? {
    let index = height - fork - 1
    return blocks.indices.contains(index) ? blocks[index] : nil
  }
}
