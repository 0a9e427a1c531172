import Bitcoin

/// The outputs of a chain that can be spent, in memory (Core: `CCoinsViewCache`, coins.h).
///
/// An open-addressing table whose slots are 0 (free) or the key's 32 bits in the upper half and
/// `row + 1` in the lower. A key only says where to look: the row's whole outpoint is compared. What is
/// removed leaves no mark, since those that stand behind it move up. About 100 bytes and the script's
/// own a coin.
struct CoinSet: Sendable {
  private var slots: [UInt64]
  /// By row; what stands in a free row says nothing.
  private var outPoints: [OutPoint] = []
  private var coins: [Row] = []
  private var scripts = ScriptHeap()
  private var freeRows: [Int] = []

  private struct Row: Sendable {
    var value: Satoshi
    /// The height, and in the lowest bit whether a coinbase made it.
    var heightAndKind: UInt64
    var script: ScriptHeap.Place
  }

  /// A set without coins.
  init() {
    slots = [UInt64](repeating: 0, count: 1 << 10)
  }

  /// How many coins there are.
  var count: Int { coins.count - freeRows.count }

  /// Whether the coin is there.
  func contains(_ outPoint: OutPoint) -> Bool { find(outPoint) != nil }

  /// Looks at where the coins of some blocks are or will be, so that the machine fetches many at once.
  func touch(_ blocks: [CheckedBlock]) -> UInt64 {
    let mask = slots.count - 1
    var seen: UInt64 = 0
    for checked in blocks {
      guard let block = checked.block else { continue }
      for place in block.transactions.indices {
        let txid = checked.txids[place]
        for vout in 0..<block.transactions[place].outputs.count {
          let key = CoinSet.key(OutPoint(txid: txid, vout: UInt32(truncatingIfNeeded: vout)))
          seen ^= slots[Int(key) & mask]
        }
      }
      for input in block.inputs {
        let row = Int(slots[Int(CoinSet.key(input.prevout)) & mask] & 0xffff_ffff) - 1
        guard row >= 0 else { continue }
        seen ^= UInt64(outPoints[row].vout) ^ scripts.touch(coins[row].script)
      }
    }
    return seen
  }

  /// Puts in a coin; one that has the same outpoint is replaced.
  mutating func insert(
    _ value: Satoshi, _ script: Span<UInt8>, height: Int, isCoinbase: Bool, at outPoint: OutPoint
  ) {
    let coin = Row(
      value: value, heightAndKind: UInt64(height) << 1 | (isCoinbase ? 1 : 0),
      script: scripts.insert(script))
    if let slot = find(outPoint) {
      let row = row(in: slot)
      scripts.remove(coins[row].script)
      coins[row] = coin
      return
    }
    if (count + 1) * 8 > slots.count * 5 { grow() }
    let row: Int
    if let free = freeRows.popLast() {
      row = free
      outPoints[row] = outPoint
      coins[row] = coin
    } else {
      row = coins.count
      outPoints.append(outPoint)
      coins.append(coin)
    }
    place(CoinSet.key(outPoint) << 32 | UInt64(row + 1))
  }

  /// Takes out a coin and adds it to `spent`; false if it is not there.
  mutating func move(_ outPoint: OutPoint, to spent: inout SpentColumns) -> Bool {
    guard let slot = find(outPoint) else { return false }
    let row = row(in: slot)
    let coin = coins[row]
    spent.append(
      value: coin.value, height: UInt32(coin.heightAndKind >> 1),
      isCoinbase: coin.heightAndKind & 1 == 1, script: scripts[coin.script])
    scripts.remove(coin.script)
    freeRows.append(row)
    close(slot)
    return true
  }

  /// 32 bits that spread well: txids are hashes already.
  private static func key(_ outPoint: OutPoint) -> UInt64 {
    // Safe: wraps on purpose, as hashes do.
    let mixed = outPoint.txid.hash.word0 &+ UInt64(outPoint.vout) &* 0x9e37_79b9_7f4a_7c15
    return (mixed ^ mixed >> 32) & 0xffff_ffff
  }

  private func row(in slot: Int) -> Int { Int(slots[slot] & 0xffff_ffff) - 1 }

  private func find(_ outPoint: OutPoint) -> Int? {
    let key = CoinSet.key(outPoint)
    let mask = slots.count - 1
    var slot = Int(key) & mask
    while slots[slot] != 0 {
      if slots[slot] >> 32 == key, outPoints[row(in: slot)] == outPoint { return slot }
      slot = (slot + 1) & mask
    }
    return nil
  }

  private mutating func place(_ entry: UInt64) {
    let mask = slots.count - 1
    var slot = Int(entry >> 32) & mask
    while slots[slot] != 0 { slot = (slot + 1) & mask }
    slots[slot] = entry
  }

  /// Frees a slot and moves up what would not be found behind the gap.
  private mutating func close(_ freed: Int) {
    let mask = slots.count - 1
    var gap = freed
    var slot = (gap + 1) & mask
    while slots[slot] != 0 {
      let home = Int(slots[slot] >> 32) & mask
      if (slot - home) & mask >= (slot - gap) & mask {
        slots[gap] = slots[slot]
        gap = slot
      }
      slot = (slot + 1) & mask
    }
    slots[gap] = 0
  }

  private mutating func grow() {
    let entries = slots
    slots = [UInt64](repeating: 0, count: 2 * slots.count)
    for entry in entries where entry != 0 { place(entry) }
  }
}
