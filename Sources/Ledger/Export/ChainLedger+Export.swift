import Bitcoin
import Files

/// How far an export has come.
public struct ExportProgress: Hashable, Sendable {
  /// How many rows are written.
  public let done: Int
  /// How many rows the table has.
  public let total: Int
}

extension ChainLedger {
  /// Writes a table in pieces, front to back; the same bytes with any count of threads.
  ///
  /// In memory are the pieces under way, `threads` and one of them, and for the tables that refer to other
  /// rows four bytes for 128 of these.
  ///
  /// - Parameters:
  ///   - limits: how large pieces are; with other limits a Parquet file has other bytes.
  ///   - progress: is called at the start and after each piece.
  ///   - write: takes the next bytes.
  /// - Returns: how many rows were written.
  /// - Throws: what `write` throws.
  public func export<Failure: Error>(
    _ table: ExportTable, as format: ExportFormat, threads: Int, limits: ExportLimits = .init(),
    progress: (ExportProgress) -> Void = { _ in },
    write: (_ bytes: [UInt8]) throws(Failure) -> Void
  ) throws(Failure) -> Int {
    // Text shows no pieces, and small ones stay in a core's cache.
    let rows = format == .parquet ? limits.rows : min(limits.rows, 1 << 14)
    // Where rows have scripts, all of these are weighed before the first piece.
    progress(ExportProgress(done: 0, total: rowCount(of: table)))
    let plan = plan(table, ExportLimits(rows: rows, scriptBytes: limits.scriptBytes))
    let reader = TableReader(table, of: self)
    var encoder = TableEncoder(table, as: format, of: self)
    try write(encoder.head())
    var done = 0
    try Workers.pipeline(
      count: plan.pieces.count, threads: threads, window: threads + 1
    ) { number throws(Failure) in
      EncodedPiece(
        reader.read(plan.pieces[number], of: self), as: format, pageRows: limits.pageRows)
    } take: { number, piece throws(Failure) in
      for bytes in encoder.take(piece) { try write(bytes) }
      done += plan.pieces[number].count
      progress(ExportProgress(done: done, total: plan.rowCount))
    }
    try write(encoder.foot())
    return plan.rowCount
  }
}
