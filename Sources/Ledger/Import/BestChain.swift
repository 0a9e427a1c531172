import Bitcoin
import SystemPackage

/// Which of the found blocks form the chain with the most work, from genesis on.
///
/// Of two tips with the same work the one with the smaller hash wins, so that the order of the files
/// does not matter; a node keeps the one that it saw first, which its files do not tell.
struct BestChain: Sendable {
  /// The chain's blocks by height, as numbers of found blocks.
  private(set) var blocks: [Int] = []
  /// How many hashes the chain took on average.
  private(set) var work = ChainWork.zero
  /// By found block: its height; -1 for one that repeats another or is not connected.
  private(set) var heights: [Int] = []
  private(set) var stale: [ImportReport.StaleBlock] = []
  /// Numbers of found blocks that repeat an earlier one.
  private(set) var duplicates: [Int] = []
  /// Numbers of found blocks from which no chain leads to genesis.
  private(set) var unconnected: [Int] = []

  /// Chooses among `found`; without genesis there is no chain, and nothing is connected.
  init(_ found: [FoundBlock], genesis: BlockHash) {
    var table = SlotTable(capacity: found.count)
    var isDuplicate = [Bool](repeating: false, count: found.count)
    for (number, block) in found.enumerated() {
      if BestChain.find(block.hash, in: table, found) != nil {
        isDuplicate[number] = true
        duplicates.append(number)
      } else {
        table.insert(BestChain.key(block.hash), row: number)
      }
    }
    guard let first = BestChain.find(genesis, in: table, found) else {
      heights = [Int](repeating: -1, count: found.count)
      unconnected = found.indices.filter { !isDuplicate[$0] }
      return
    }

    // Heights and work spread from genesis along the links; a block may stand before its parent.
    let parents = found.map { BestChain.find($0.header.previousBlock, in: table, found) ?? -1 }
    heights = [Int](repeating: -1, count: found.count)
    var works = [ChainWork](repeating: .zero, count: found.count)
    heights[first] = 0
    works[first] = ChainWork(bits: found[first].header.bits)
    var known: [UInt32: ChainWork] = [:]
    // Where a walk ended above no genesis, so that the next one ends there too: one lost file leaves
    // hundreds of thousands of blocks that hang in the air, each above the last.
    var isLoose = [Bool](repeating: false, count: found.count)
    for number in found.indices where !isDuplicate[number] {
      var path: [Int] = []
      var block = number
      while block >= 0, heights[block] < 0, !isLoose[block] {
        path.append(block)
        block = parents[block]
      }
      guard block >= 0, !isLoose[block] else {
        for loose in path { isLoose[loose] = true }
        continue
      }
      for next in path.reversed() {
        let bits = found[next].header.bits
        let own = known[bits] ?? ChainWork(bits: bits)
        known[bits] = own
        heights[next] = heights[block] + 1
        works[next] = works[block] + own
        block = next
      }
    }

    var best = first
    for number in found.indices where heights[number] >= 0 && !isDuplicate[number] {
      if works[number] > works[best]
        || (works[number] == works[best] && found[number].hash < found[best].hash)
      {
        best = number
      }
    }
    work = works[best]
    var isBest = [Bool](repeating: false, count: found.count)
    blocks = [Int](repeating: first, count: heights[best] + 1)
    var block = best
    while heights[block] > 0 {
      blocks[heights[block]] = block
      isBest[block] = true
      block = parents[block]
    }
    isBest[first] = true
    for number in found.indices where !isBest[number] && !isDuplicate[number] {
      if heights[number] < 0 {
        unconnected.append(number)
      } else {
        stale.append(
          ImportReport.StaleBlock(height: heights[number], hash: found[number].hash))
      }
    }
    stale.sort { $0.height == $1.height ? $0.hash < $1.hash : $0.height < $1.height }
  }

  /// The chain's blocks by height, out of the blocks that it was chosen from.
  func pick(from found: [FoundBlock]) -> [FoundBlock] {
    // All of them in order, as a node that saw no fork wrote them: nothing to copy.
    if blocks.count == found.count, blocks.elementsEqual(found.indices) { return found }
    return blocks.map { found[$0] }
  }

  private static func key(_ hash: BlockHash) -> UInt64 { hash.hash.word0 }

  private static func find(
    _ hash: BlockHash, in table: SlotTable, _ found: [FoundBlock]
  ) -> Int? {
    var probe = table.probe(key(hash))
    while let number = probe.next(in: table.slots.span) {
      if found[number].hash == hash { return number }
    }
    return nil
  }
}
