import Files

/// How much memory an import may take.
struct ImportMemory: Sendable {
  /// What the tables that are looked up at random may hold (bytes); past it they become files that are
  /// mapped.
  let tables: Int
  /// How much may be resident (bytes) before what is mapped is let go of.
  let resident: Int
  /// How many bytes of blocks are read at a time.
  let piece: Int

  /// What the program takes without tables on one thread, and for each thread (bytes): its code, the
  /// blocks that are read and parsed and not yet added, buffers.
  private static let fixed = 32 << 20
  private static let each = 8 << 20
  /// The least that tables need, mapped or not (bytes).
  private static let leastTables = 8 << 20

  /// The least that an import on so many threads can do with (bytes).
  static func least(threads: Int) -> Int { fixed + each * threads + leastTables }

  /// A bound of so many bytes for all of the program.
  ///
  /// - Throws: `memoryTooSmall`.
  init(_ bound: Int, threads: Int) throws(LedgerError) {
    let least = ImportMemory.least(threads: threads)
    guard bound >= least else { throw .memoryTooSmall(bound, least: least) }
    self.init(tables: bound - least + ImportMemory.leastTables, resident: bound)
  }

  /// Whether more is resident than may be.
  var isExceeded: Bool { Memory.residentBytes() > resident }

  /// Bounds of their own, for tests.
  init(tables: Int, resident: Int, piece: Int = 1 << 20) {
    self.tables = tables
    self.resident = resident
    self.piece = piece
  }
}
