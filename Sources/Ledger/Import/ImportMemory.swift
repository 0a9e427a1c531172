import Files

/// How much memory an import may take for itself. Pages of mapped files are the system's, which drops them
/// when it has a better use for that memory.
struct ImportMemory: Sendable {
  /// What the tables that are looked up at random may hold (bytes); past it they become files that are
  /// mapped.
  let tables: Int
  /// How many bytes of blocks are read at a time.
  let piece: Int

  /// What the program takes without tables, and for each thread (bytes): the blocks that are read and
  /// parsed and not yet added, buffers.
  private static let fixed = 24 << 20
  private static let each = 8 << 20
  /// The least that tables are given (bytes).
  private static let leastTables = 16 << 20

  /// The least that an import on so many threads can do with (bytes).
  static func least(threads: Int) -> Int { fixed + each * threads + leastTables }

  /// A bound of so many bytes for all of the program.
  ///
  /// - Throws: `memoryTooSmall`.
  init(_ bound: Int, threads: Int) throws(LedgerError) {
    let least = ImportMemory.least(threads: threads)
    guard bound >= least else { throw .memoryTooSmall(bound, least: least) }
    self.init(tables: bound - least + ImportMemory.leastTables)
  }

  /// Bounds of their own, for tests.
  init(tables: Int, piece: Int = 1 << 20) {
    self.tables = tables
    self.piece = piece
  }
}

extension LedgerImport {
  /// The least memory that an import on so many threads can do with (bytes).
  public static func leastMemory(threads: Int) -> Int { ImportMemory.least(threads: threads) }
}
