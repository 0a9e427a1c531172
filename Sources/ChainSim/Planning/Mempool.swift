/// What waits for a block: payments by fee rate, ancestors before descendants.
///
/// A block that takes all that waits takes it as it came. Where there is more, what a story needs
/// comes first, with all that it hangs on, then the best fee rate of what hangs on nothing that waits
/// (no child pays for its parent, as before Bitcoin Core 0.13.0). Each transaction costs O(log n)
/// where it must wait, and nothing but its row where it need not.
struct Mempool: Sendable {
  /// A transaction that waits.
  struct Entry: Sendable {
    /// Its number.
    let transaction: UInt32
    /// What it pays (sat).
    let fee: Int64
    /// How heavy it is at most (WU).
    let weight: Int
    /// How much its signature checks count.
    let sigops: Int
    /// Whether the story needs it in the block in which it was made.
    let isUrgent: Bool

    /// Whether a block takes this one before another.
    func precedes(_ other: Entry) -> Bool {
      // Fees are at most 2^51 and weights 2^22; the quotients are compared without dividing.
      let mine = fee.multipliedFullWidth(by: Int64(other.weight))
      let others = other.fee.multipliedFullWidth(by: Int64(weight))
      if mine != others { return mine > others }
      return transaction < other.transaction
    }
  }

  /// What a block takes.
  struct Limits: Sendable {
    /// How heavy its transactions may be together (WU).
    var weight: Int
    /// How much their signature checks may count.
    var sigops: Int
  }

  /// What came in since the last block.
  private var fresh: [Entry] = []
  /// What has waited for more than one block, by number.
  private var waiting: [UInt32: Entry] = [:]
  /// Those of them that hang on nothing that waits, as a heap; it may name some that are gone.
  private var ready: [Entry] = []
  /// How many of a transaction's inputs spend outputs that wait.
  private var missing: [UInt32: Int] = [:]
  /// Who spends a waiting transaction's outputs, once for each of them.
  private var children: [UInt32: [UInt32]] = [:]
  /// Those of the waiting that are urgent, in the order in which they came.
  private var urgent: [UInt32] = []
  /// How heavy all that waits is (WU).
  private(set) var weight = 0
  private var sigops = 0
  /// The lowest fee rate that the last block took (sat for 1,000 WU); 0 if it had room for more.
  private(set) var lowestRate: Int64 = 0
  /// Whether the last block left something behind for want of room; not where only giants are left that
  /// no block of its size takes.
  private(set) var isFull = false
  /// What a usual transaction takes at most (WU): a block with so much room is not full.
  private static let usualWeight = 4_000

  /// How many transactions wait.
  var count: Int { waiting.count + fresh.count }

  /// Takes in a transaction.
  mutating func add(_ entry: Entry) {
    fresh.append(entry)
    weight += entry.weight
    sigops += entry.sigops
  }

  /// Takes out what the next block has.
  ///
  /// - Parameters:
  ///   - limits: what it may take; one transaction that is heavier gets a block of its own.
  ///   - hardLimits: what no block may pass; urgent ones go up to there.
  ///   - parents: the transactions whose outputs one spends, once for each input.
  /// - Returns: the transactions in the order of the block.
  mutating func takeBlock(
    _ limits: Limits, hardLimits: Limits, parents: (UInt32) -> [UInt32]
  ) -> [Entry] {
    if waiting.isEmpty, weight <= limits.weight, sigops <= limits.sigops {
      let block = fresh
      fresh.removeAll(keepingCapacity: true)
      weight = 0
      sigops = 0
      lowestRate = 0
      isFull = false
      return block
    }
    queueFresh(parents)
    var block: [Entry] = []
    var room = hardLimits
    takeUrgent(&block, &room, parents)
    room.weight -= hardLimits.weight - limits.weight
    room.sigops -= hardLimits.sigops - limits.sigops
    takeBest(&block, &room, hardLimits)
    isFull = !waiting.isEmpty && room.weight < Mempool.usualWeight
    // Where nothing was left behind that could have come in, whoever pays anything gets in.
    if !isFull { lowestRate = 0 }
    return block
  }
}

// MARK: - Choosing

extension Mempool {
  /// Gives what came in its place among what waits.
  private mutating func queueFresh(_ parents: (UInt32) -> [UInt32]) {
    for entry in fresh { waiting[entry.transaction] = entry }
    for entry in fresh {
      var count = 0
      for parent in parents(entry.transaction) where waiting[parent] != nil {
        children[parent, default: []].append(entry.transaction)
        count += 1
      }
      if count > 0 { missing[entry.transaction] = count } else { push(entry) }
      if entry.isUrgent { urgent.append(entry.transaction) }
    }
    fresh.removeAll(keepingCapacity: true)
  }

  /// The urgent ones and all that they hang on, as long as they fit.
  private mutating func takeUrgent(
    _ block: inout [Entry], _ room: inout Limits, _ parents: (UInt32) -> [UInt32]
  ) {
    var left: [UInt32] = []
    for transaction in urgent where waiting[transaction] != nil {
      var family: [UInt32] = []
      var seen: Set<UInt32> = [transaction]
      var open = [transaction]
      while let next = open.popLast() {
        family.append(next)
        for parent in parents(next) where waiting[parent] != nil && seen.insert(parent).inserted {
          open.append(parent)
        }
      }
      // Numbers rise from parents to children.
      family.sort()
      let entries = family.compactMap { waiting[$0] }
      let weight = entries.reduce(0) { $0 + $1.weight }
      let sigops = entries.reduce(0) { $0 + $1.sigops }
      if weight <= room.weight, sigops <= room.sigops {
        for entry in entries { take(entry, &block, &room) }
      } else {
        left.append(transaction)
      }
    }
    urgent = left
  }

  /// The best fee rates that fit.
  private mutating func takeBest(
    _ block: inout [Entry], _ room: inout Limits, _ hardLimits: Limits
  ) {
    var refused: [Entry] = []
    // After some that do not fit, hardly anything smaller would pay as well.
    while refused.count < 50, let entry = pop() {
      guard waiting[entry.transaction] != nil else { continue }
      let fits = entry.weight <= room.weight && entry.sigops <= room.sigops
      let isAlone =
        block.isEmpty && entry.weight <= hardLimits.weight && entry.sigops <= hardLimits.sigops
      guard fits || isAlone else {
        refused.append(entry)
        continue
      }
      lowestRate = entry.fee * 1_000 / Int64(entry.weight)
      take(entry, &block, &room)
    }
    for entry in refused { push(entry) }
  }

  private mutating func take(_ entry: Entry, _ block: inout [Entry], _ room: inout Limits) {
    block.append(entry)
    room.weight -= entry.weight
    room.sigops -= entry.sigops
    weight -= entry.weight
    sigops -= entry.sigops
    waiting[entry.transaction] = nil
    missing[entry.transaction] = nil
    for child in children.removeValue(forKey: entry.transaction) ?? [] {
      guard let count = missing[child] else { continue }
      if count > 1 {
        missing[child] = count - 1
      } else {
        missing[child] = nil
        if let entry = waiting[child] { push(entry) }
      }
    }
  }
}

// MARK: - Heap

extension Mempool {
  private mutating func push(_ entry: Entry) {
    ready.append(entry)
    var place = ready.count - 1
    while place > 0 {
      let parent = (place - 1) / 2
      guard ready[place].precedes(ready[parent]) else { return }
      ready.swapAt(place, parent)
      place = parent
    }
  }

  private mutating func pop() -> Entry? {
    guard let last = ready.popLast() else { return nil }
    guard let first = ready.first else { return last }
    ready[0] = last
    var place = 0
    while true {
      var best = place
      for child in [2 * place + 1, 2 * place + 2] where child < ready.count {
        if ready[child].precedes(ready[best]) { best = child }
      }
      if best == place { return first }
      ready.swapAt(place, best)
      place = best
    }
  }
}
