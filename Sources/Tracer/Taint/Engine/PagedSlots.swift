/// A number of 32 bits for each row of a long column, 0 to begin with; only pages that are written
/// to take memory.
struct PagedSlots {
  /// Rows of a page, as an exponent of two.
  private static var pageBits: Int { 12 }
  /// Page -> where it begins in `slots`, in pages; 0 is the page of zeros that none may write to.
  private var directory: [UInt32]
  private var slots: [UInt32]

  /// Slots for `count` rows.
  init(count: Int) {
    let pages = (count >> PagedSlots.pageBits) + 1
    directory = [UInt32](repeating: 0, count: pages)
    slots = [UInt32](repeating: 0, count: 1 << PagedSlots.pageBits)
  }

  /// The number at `row`.
  @inline(__always)
  subscript(row: Int) -> UInt32 {
    let page = Int(directory[row >> PagedSlots.pageBits])
    let mask = (1 << PagedSlots.pageBits) - 1
    return slots[(page << PagedSlots.pageBits) | (row & mask)]
  }

  /// Writes the number at `row`.
  @inline(__always)
  mutating func set(_ row: Int, to value: UInt32) {
    let mask = (1 << PagedSlots.pageBits) - 1
    if directory[row >> PagedSlots.pageBits] == 0 { addPage(row >> PagedSlots.pageBits) }
    let page = Int(directory[row >> PagedSlots.pageBits])
    slots[(page << PagedSlots.pageBits) | (row & mask)] = value
  }

  @inline(never)
  private mutating func addPage(_ page: Int) {
    directory[page] = UInt32(slots.count >> PagedSlots.pageBits)
    slots.append(contentsOf: repeatElement(0, count: 1 << PagedSlots.pageBits))
  }

  /// Calls `body` with each row whose number is not 0, in order of rows.
  func forEach<E: Error>(_ body: (Int, UInt32) throws(E) -> Void) throws(E) {
    let size = 1 << PagedSlots.pageBits
    for page in 0..<directory.count where directory[page] != 0 {
      let start = Int(directory[page]) << PagedSlots.pageBits
      for offset in 0..<size where slots[start + offset] != 0 {
        try body((page << PagedSlots.pageBits) | offset, slots[start + offset])
      }
    }
  }
}
