/// A set of rows that only ever yields its smallest member: what the trace has to visit next.
///
/// Three levels of bits, each bit of a level telling whether the word below it has any, so that the
/// next member is found in a few steps however far it is.
struct Frontier {
  private var rows: [UInt64]
  private var words: [UInt64]
  private var pages: [UInt64]
  /// The first row that can be a member.
  private let base: Int
  /// The lowest page that may hold a member.
  private var firstPage = 0

  /// An empty set over `rows`.
  init(rows range: Range<Int>) {
    base = range.lowerBound
    let rowWords = (range.count + 63) / 64
    rows = [UInt64](repeating: 0, count: rowWords)
    words = [UInt64](repeating: 0, count: (rowWords + 63) / 64)
    pages = [UInt64](repeating: 0, count: ((rowWords + 63) / 64 + 63) / 64)
  }

  /// Puts a row into the set.
  @inline(__always)
  mutating func insert(_ row: Int) {
    let offset = row - base
    rows[offset >> 6] |= 1 << UInt64(offset & 63)
    words[offset >> 12] |= 1 << UInt64((offset >> 6) & 63)
    pages[offset >> 18] |= 1 << UInt64((offset >> 12) & 63)
    if offset >> 18 < firstPage { firstPage = offset >> 18 }
  }

  /// The smallest member; nil where the set is empty.
  @inline(__always)
  mutating func first() -> Int? {
    while firstPage < pages.count, pages[firstPage] == 0 { firstPage += 1 }
    guard firstPage < pages.count else { return nil }
    let word = (firstPage << 6) | pages[firstPage].trailingZeroBitCount
    let cell = (word << 6) | words[word].trailingZeroBitCount
    return base + ((cell << 6) | rows[cell].trailingZeroBitCount)
  }

  /// Takes all members below `row` out of the set.
  ///
  /// - Precondition: none lies below the current smallest member's word but those of one stretch.
  @inline(__always)
  mutating func remove(below row: Int) {
    while let member = first(), member < row { remove(member) }
  }

  /// Takes a member out of the set.
  @inline(__always)
  mutating func remove(_ row: Int) {
    let offset = row - base
    rows[offset >> 6] &= ~(1 << UInt64(offset & 63))
    if rows[offset >> 6] != 0 { return }
    words[offset >> 12] &= ~(1 << UInt64((offset >> 6) & 63))
    if words[offset >> 12] != 0 { return }
    pages[offset >> 18] &= ~(1 << UInt64((offset >> 12) & 63))
  }
}
