import Bitcoin
import Files

/// One column of one row group, encoded: a dictionary page where there is one, then data pages.
struct ParquetChunk: Sendable {
  let column: ExportColumn
  private(set) var bytes: [UInt8] = []
  /// What the pages and their headers would take without compression.
  private(set) var uncompressedSize = 0
  /// Where the first data page begins in `bytes`; a dictionary page stands before it.
  private(set) var firstDataPage = 0
  let valueCount: Int
  let statistics: ParquetStatistics

  /// Encodes a column, so many rows a page.
  init(_ cells: CellColumn, pageRows: Int, using compressor: borrowing ZstandardCompressor) {
    column = cells.column
    valueCount = cells.count
    statistics = ParquetStatistics(cells)
    var words: [String] = []
    if case .word(let all) = cells.column.kind {
      words = all
      appendDictionary(words, compressor)
      firstDataPage = bytes.count
    }
    var body = ByteWriter()
    for start in stride(from: 0, to: cells.count, by: pageRows) {
      let rows = start..<min(cells.count, start + pageRows)
      body.removeAll()
      if column.isNullable { ParquetChunk.writeLevels(cells.definitionLevels(rows), to: &body) }
      if words.isEmpty {
        cells.appendPlainParquet(rows, to: &body)
      } else {
        ParquetChunk.writePlaces(cells.dictionaryPlaces(rows), of: words.count, to: &body)
      }
      appendDataPage(
        body.bytes, rowCount: rows.count, words.isEmpty ? .plain : .dictionary, compressor)
    }
  }

  /// The encodings that its pages have.
  var encodings: [ParquetEncoding] {
    if case .word = column.kind { return [.plain, .runLength, .dictionary] }
    return [.plain, .runLength]
  }

  // MARK: - Pages

  private mutating func appendDictionary(
    _ words: [String], _ compressor: borrowing ZstandardCompressor
  ) {
    var body = ByteWriter()
    for word in words {
      body.write(UInt32(word.utf8.count))
      body.write(Array(word.utf8))
    }
    append(body.bytes, pageType: 2, compressor) { header in
      header.write(7) { dictionary in
        dictionary.write(1, Int32(words.count))
        dictionary.write(2, ParquetEncoding.plain.rawValue)
      }
    }
  }

  private mutating func appendDataPage(
    _ body: [UInt8], rowCount: Int, _ encoding: ParquetEncoding,
    _ compressor: borrowing ZstandardCompressor
  ) {
    append(body, pageType: 0, compressor) { header in
      header.write(5) { page in
        page.write(1, Int32(rowCount))
        page.write(2, encoding.rawValue)
        page.write(3, ParquetEncoding.runLength.rawValue)
        page.write(4, ParquetEncoding.runLength.rawValue)
      }
    }
  }

  /// Adds a page (parquet.thrift: `PageHeader`).
  private mutating func append(
    _ body: [UInt8], pageType: Int32, _ compressor: borrowing ZstandardCompressor,
    _ writeRest: (inout ThriftWriter) -> Void
  ) {
    var compressed: [UInt8] = []
    let size = compressor.compress(body.span, into: &compressed)
    var thrift = ThriftWriter()
    thrift.write(1, pageType)
    thrift.write(2, Int32(body.count))
    thrift.write(3, Int32(size))
    writeRest(&thrift)
    let header = thrift.finish()
    bytes.append(contentsOf: header)
    bytes.append(contentsOf: compressed)
    uncompressedSize += header.count + body.count
  }

  /// Writes definition levels of one bit, behind their size.
  private static func writeLevels(_ levels: [UInt8], to body: inout ByteWriter) {
    var encoded: [UInt8] = []
    HybridEncoding.encode(levels.span, bitWidth: 1, into: &encoded)
    body.write(UInt32(encoded.count))
    body.write(encoded)
  }

  /// Writes places in a dictionary of `count` words, behind their width in bits.
  private static func writePlaces(_ places: [UInt8], of count: Int, to body: inout ByteWriter) {
    let width = max(1, Int.bitWidth - (count - 1).leadingZeroBitCount)
    var encoded: [UInt8] = []
    HybridEncoding.encode(places.span, bitWidth: width, into: &encoded)
    body.write(byte: UInt8(width))
    body.write(encoded)
  }
}
