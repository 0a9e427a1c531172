import Bitcoin

/// The blocks that hang together with the first one, each behind the one below it; where branches part,
/// the one of the chain comes last.
struct BranchTree: Sendable {
  private(set) var blocks: [FoundBlock] = []
  /// By block: the number of the one below; -1 for the first.
  private(set) var parents: [Int] = []
  private(set) var heights: [Int] = []
  /// By block: whether others follow that do not stand on it.
  private(set) var isLeftAgain: [Bool] = []

  /// The tree of `found` from the first block of `chain` on; of several records of a block the first
  /// counts.
  init(_ found: [FoundBlock], chain: [FoundBlock]) {
    var numbers: [BlockHash: Int] = [:]
    for (number, block) in found.enumerated() where numbers[block.hash] == nil {
      numbers[block.hash] = number
    }
    guard let root = chain.first.flatMap({ numbers[$0.hash] }) else { return }
    let inChain = Set(chain.map(\.hash))
    var children: [[Int]] = Array(repeating: [], count: found.count)
    for (number, block) in found.enumerated() where numbers[block.hash] == number {
      guard number != root, let below = numbers[block.header.previousBlock] else { continue }
      // What is put down first is taken up last.
      children[below].insert(
        number, at: inChain.contains(block.hash) ? 0 : children[below].count)
    }
    var open = [(number: root, below: -1, isLast: true)]
    while let next = open.popLast() {
      let number = blocks.count
      let isAbove = next.below >= 0
      blocks.append(found[next.number])
      parents.append(next.below)
      heights.append(isAbove ? heights[next.below] + 1 : 0)
      isLeftAgain.append(!next.isLast || isAbove && isLeftAgain[next.below])
      for (place, child) in children[next.number].enumerated() {
        open.append((child, number, place == 0))
      }
    }
  }
}
