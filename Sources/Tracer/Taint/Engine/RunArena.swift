/// Where the run lists of outputs lie: one array, cut into blocks of 1, 2, 4, … runs, freed blocks
/// used again.
///
/// An output is dealt its list once and gives it up once, when it is spent, so what is in use is
/// never more than twice what live outputs carry, and nothing is allocated per output.
struct RunArena {
  private var cells: [Run] = []
  /// Size class -> the first free block plus one, 0 where there is none.
  private var free = [UInt32](repeating: 0, count: 33)

  /// The most cells that a list's address can reach.
  private static let capacity = Int(UInt32.max) - 2

  /// Stores a list of at least one run.
  ///
  /// - Returns: where it lies, at least 1; nil where the arena is full.
  mutating func store(_ runs: borrowing RunBuffer) -> UInt32? {
    let sizeClass = RunArena.sizeClass(of: runs.count)
    let start: Int
    if free[sizeClass] != 0 {
      start = Int(free[sizeClass]) - 1
      free[sizeClass] = cells[start].label
    } else {
      start = cells.count
      let end = start + (1 << sizeClass)
      guard end <= RunArena.capacity else { return nil }
      for _ in start..<end { cells.append(Run(length: 0, label: 0)) }
    }
    for index in 0..<runs.count { cells[start + index] = runs[index] }
    cells[start].count = UInt32(runs.count)
    return UInt32(start + 1)
  }

  /// The number of runs in the list at `address`.
  @inline(__always)
  func count(at address: UInt32) -> Int { Int(cells[Int(address) - 1].count) }

  /// The run at place `index` of the list at `address`.
  @inline(__always)
  func run(_ index: Int, at address: UInt32) -> Run { cells[Int(address) - 1 + index] }

  /// Gives up the list at `address`.
  mutating func release(_ address: UInt32) {
    let start = Int(address) - 1
    let sizeClass = RunArena.sizeClass(of: Int(cells[start].count))
    cells[start].label = free[sizeClass]
    free[sizeClass] = address
  }

  /// The smallest power of two that holds `count` runs, as its exponent.
  private static func sizeClass(of count: Int) -> Int {
    count <= 1 ? 0 : Int.bitWidth - (count - 1).leadingZeroBitCount
  }
}
