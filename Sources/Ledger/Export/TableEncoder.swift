import Bitcoin
import Files

/// A piece of a table as a format has it.
enum EncodedPiece: Sendable {
  case text([UInt8])
  case group(ParquetFile.Group)

  init(_ batch: TableBatch, as format: ExportFormat, pageRows: Int) {
    switch format {
    case .csv: self = .text(batch.csv())
    case .jsonl: self = .text(batch.jsonLines())
    case .parquet: self = .group(ParquetFile.Group(batch, pageRows: pageRows))
    }
  }
}

/// What stands around the pieces of a table.
struct TableEncoder {
  private let format: ExportFormat
  private let columns: [ExportColumn]
  private var file: ParquetFile

  init(_ table: ExportTable, as format: ExportFormat, of ledger: borrowing ChainLedger) {
    self.init(
      table.columns, as: format,
      notes: [
        ("coldtrace.table", table.rawValue), ("coldtrace.network", ledger.network.name),
        ("coldtrace.firstHeight", "\(ledger.firstHeight)"),
        ("coldtrace.height", "\(ledger.tipHeight)"), ("coldtrace.tip", ledger.tip.description),
      ])
  }

  init(_ columns: [ExportColumn], as format: ExportFormat, notes: [(String, String)] = []) {
    self.format = format
    self.columns = columns
    file = ParquetFile(columns: columns, notes: notes)
  }

  /// What stands before the pieces.
  func head() -> [UInt8] {
    switch format {
    case .csv: Array((columns.map(\.name).joined(separator: ",") + "\r\n").utf8)
    case .jsonl: []
    case .parquet: ParquetFile.magic
    }
  }

  /// The bytes of the next piece.
  mutating func take(_ piece: EncodedPiece) -> [[UInt8]] {
    switch piece {
    case .text(let bytes): return [bytes]
    case .group(let group):
      file.add(group)
      return group.chunks.map(\.bytes)
    }
  }

  /// What stands behind the pieces.
  func foot() -> [UInt8] {
    format == .parquet ? file.footer() : []
  }
}
