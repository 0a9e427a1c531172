import Files

/// A Parquet file in the making: it puts encoded row groups one behind the other and remembers what the
/// footer has to say of them (parquet-format: README.md, parquet.thrift).
///
/// ```
/// PAR1 | row groups, each its columns one behind the other | footer (Thrift) | its size (4, LE) | PAR1
/// ```
struct ParquetFile: Sendable {
  /// One row group, encoded.
  struct Group: Sendable {
    let rowCount: Int
    let chunks: [ParquetChunk]

    init(_ batch: TableBatch, pageRows: Int) {
      let compressor = ZstandardCompressor()
      rowCount = batch.rowCount
      var chunks: [ParquetChunk] = []
      for cells in batch.columns {
        chunks.append(ParquetChunk(cells, pageRows: pageRows, using: compressor))
      }
      self.chunks = chunks
    }
  }

  /// What the footer says of a chunk.
  private struct ChunkPlace {
    let column: ExportColumn
    let encodings: [ParquetEncoding]
    let position: Int
    let firstDataPage: Int
    let valueCount: Int
    let size: Int
    let uncompressedSize: Int
    let statistics: ParquetStatistics
  }

  private struct GroupPlace {
    let rowCount: Int
    let chunks: [ChunkPlace]
  }

  static let magic = Array("PAR1".utf8)
  private static let zstandard: Int32 = 6
  private let columns: [ExportColumn]
  /// What else the footer says, as keys and values.
  private let notes: [(key: String, value: String)]
  private var groups: [GroupPlace] = []
  private var position = magic.count

  init(columns: [ExportColumn], notes: [(key: String, value: String)]) {
    self.columns = columns
    self.notes = notes
  }

  /// Takes in the row group that is written next.
  mutating func add(_ group: Group) {
    var chunks: [ChunkPlace] = []
    for chunk in group.chunks {
      chunks.append(
        ChunkPlace(
          column: chunk.column, encodings: chunk.encodings, position: position,
          firstDataPage: chunk.firstDataPage, valueCount: chunk.valueCount,
          size: chunk.bytes.count, uncompressedSize: chunk.uncompressedSize,
          statistics: chunk.statistics))
      position += chunk.bytes.count
    }
    groups.append(GroupPlace(rowCount: group.rowCount, chunks: chunks))
  }

  /// What stands behind the last row group (parquet.thrift: `FileMetaData`).
  func footer() -> [UInt8] {
    var thrift = ThriftWriter()
    thrift.write(1, 2 as Int32)
    // The first element is the root, with as many children as there are columns.
    thrift.write(2, each: [nil] + columns.map { Optional($0) }) { column, element in
      if let column { return column.writeSchema(&element) }
      element.write(4, "schema")
      element.write(5, Int32(columns.count))
    }
    thrift.write(3, Int64(groups.reduce(0) { $0 + $1.rowCount }))
    thrift.write(4, each: groups.indices.map { $0 }) { writeGroup($0, &$1) }
    thrift.write(5, each: notes) { note, pair in
      pair.write(1, note.key)
      pair.write(2, note.value)
    }
    thrift.write(6, "coldtrace version 0.1.0")
    // Without an order of its type for each column, readers may not use least and greatest values.
    thrift.write(7, each: columns) { _, order in order.write(1) { _ in } }
    let bytes = thrift.finish()
    let size = UInt32(bytes.count)
    return bytes + (0..<4).map { UInt8(truncatingIfNeeded: size >> (8 * UInt32($0))) }
      + ParquetFile.magic
  }

  /// parquet.thrift: `RowGroup`.
  private func writeGroup(_ number: Int, _ thrift: inout ThriftWriter) {
    let group = groups[number]
    thrift.write(1, each: group.chunks) { chunk, thrift in
      // The position of metadata outside the footer: there is none.
      thrift.write(2, 0 as Int64)
      thrift.write(3) { ParquetFile.write(chunk, &$0) }
    }
    thrift.write(2, Int64(group.chunks.reduce(0) { $0 + $1.uncompressedSize }))
    thrift.write(3, Int64(group.rowCount))
    thrift.write(5, Int64(group.chunks.first?.position ?? 0))
    thrift.write(6, Int64(group.chunks.reduce(0) { $0 + $1.size }))
    if let ordinal = Int16(exactly: number) { thrift.write(7, short: ordinal) }
  }

  /// parquet.thrift: `ColumnMetaData`.
  private static func write(_ chunk: ChunkPlace, _ thrift: inout ThriftWriter) {
    thrift.write(1, chunk.column.parquetType.rawValue)
    thrift.write(2, each: chunk.encodings.map(\.rawValue))
    thrift.write(3, each: [chunk.column.name])
    thrift.write(4, zstandard)
    thrift.write(5, Int64(chunk.valueCount))
    thrift.write(6, Int64(chunk.uncompressedSize))
    thrift.write(7, Int64(chunk.size))
    thrift.write(9, Int64(chunk.position + chunk.firstDataPage))
    if chunk.firstDataPage > 0 { thrift.write(11, Int64(chunk.position)) }
    thrift.write(12) { statistics in
      statistics.write(3, Int64(chunk.statistics.nullCount))
      guard let range = chunk.statistics.range else { return }
      statistics.write(5, range.greatest)
      statistics.write(6, range.least)
      statistics.write(7, true)
      statistics.write(8, true)
    }
  }
}
