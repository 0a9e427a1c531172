/// An open-addressing table from 64-bit hashes to row numbers, of a size that is known beforehand.
///
/// A slot is 0 (free) or `row + 1` in its low 40 bits with the hash's high 24 bits above. A slot says
/// only where to look: whoever asks compares the row's whole key. Rows are put in in order, so the
/// table's bytes follow from the keys alone.
struct SlotTable: Sendable {
  /// The slots; their count is a power of two.
  private(set) var slots: [UInt64]

  static let rowMask: UInt64 = 1 << 40 - 1

  /// A table with room for `capacity` rows.
  init(capacity: Int = 0) {
    slots = [UInt64](repeating: 0, count: SlotTable.slotCount(for: capacity))
  }

  /// The least power of two that is at most five eighths full.
  static func slotCount(for rows: Int) -> Int {
    var count = 16
    while rows * 8 > count * 5 { count *= 2 }
    return count
  }

  /// Puts in a row whose key is not there yet.
  mutating func insert(_ hash: UInt64, row: Int) {
    var span = slots.mutableSpan
    SlotTable.insert(hash, row: row, into: &span)
  }

  /// Puts in a row whose key is not there yet.
  ///
  /// - Precondition: there is a free slot, and the count of slots is a power of two.
  static func insert(_ hash: UInt64, row: Int, into slots: inout MutableSpan<UInt64>) {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 { slot = (slot + 1) & mask }
    slots[slot] = SlotTable.entry(hash, row)
  }

  /// Puts a row in the place of another with the same key.
  ///
  /// - Precondition: there is a free slot, and the count of slots is a power of two.
  static func replace(
    _ hash: UInt64, row: Int, by newRow: Int, in slots: inout MutableSpan<UInt64>
  ) {
    let mask = slots.count - 1
    let old = SlotTable.entry(hash, row)
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != old, slots[slot] != 0 { slot = (slot + 1) & mask }
    slots[slot] = SlotTable.entry(hash, newRow)
  }

  /// The walk over the rows that may have a key of this hash.
  func probe(_ hash: UInt64) -> Probe {
    Probe(hash, slotCount: slots.count)
  }

  private static func entry(_ hash: UInt64, _ row: Int) -> UInt64 {
    hash & ~rowMask | UInt64(row + 1)
  }

  /// Where a search stands.
  struct Probe: Sendable {
    private let mask: Int
    private let tag: UInt64
    private var slot: Int
    private var left: Int

    init(_ hash: UInt64, slotCount: Int) {
      mask = slotCount - 1
      tag = hash & ~SlotTable.rowMask
      slot = Int(truncatingIfNeeded: hash) & mask
      left = slotCount
    }

    /// The next row that may be the one; nil when there is none.
    mutating func next(in slots: Span<UInt64>) -> Int? {
      // A table that is damaged may have no free slot, so the walk ends after one round.
      while left > 0 {
        let entry = slots[slot]
        if entry == 0 { return nil }
        slot = (slot + 1) & mask
        left -= 1
        let row = entry & SlotTable.rowMask
        // A tag without a row is damage, not a row before the first.
        if entry & ~SlotTable.rowMask == tag, row > 0 { return Int(row) - 1 }
      }
      return nil
    }
  }
}
