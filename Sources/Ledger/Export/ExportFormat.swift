/// How exported tables are written.
public enum ExportFormat: String, CaseIterable, Sendable {
  /// RFC 4180: a line of names, then a line a row, each ended by CR LF. A missing value is nothing,
  /// an empty text is two quotes.
  case csv
  /// A JSON object a line (RFC 8259), with the columns' names as keys.
  case jsonl
  /// Apache Parquet, version 2 of its files, compressed with Zstandard.
  case parquet
}

/// How large the pieces are in which tables are exported. They are row groups in Parquet; text does
/// not show them.
public struct ExportLimits: Hashable, Sendable {
  /// At most so many rows are a piece.
  public var rows: Int
  /// A piece ends with the row whose scripts bring it to so many bytes or more.
  public var scriptBytes: Int
  /// At most so many rows are a page of a Parquet column.
  public var pageRows: Int

  /// Limits; those that are not given are the usual ones, for some 100 MB a thread at most.
  ///
  /// - Precondition: all are 1 or more.
  public init(rows: Int = 1 << 18, scriptBytes: Int = 1 << 25, pageRows: Int = 1 << 15) {
    precondition(rows > 0 && scriptBytes > 0 && pageRows > 0, "pieces have at least a row")
    self.rows = rows
    self.scriptBytes = scriptBytes
    self.pageRows = pageRows
  }
}
