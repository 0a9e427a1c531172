import Bitcoin

/// The values of a column as Parquet stores them.
extension CellColumn {
  /// The values of some rows in the encoding PLAIN; rows without a value are left out.
  func appendPlainParquet(_ rows: Range<Int>, to writer: inout ByteWriter) {
    switch column.kind {
    case .boolean: appendBits(rows, to: &writer)
    case .int32:
      for row in rows where hasValue(row) {
        writer.write(Int32(truncatingIfNeeded: integers[row]))
      }
    case .int64: for row in rows where hasValue(row) { writer.write(integers[row]) }
    case .time: for row in rows where hasValue(row) { writer.write(milliseconds(row)) }
    case .hash:
      for row in rows where hasValue(row) {
        // As explorers print them: the last byte of the internal order first.
        writer.write(hashes[row].word3.byteSwapped)
        writer.write(hashes[row].word2.byteSwapped)
        writer.write(hashes[row].word1.byteSwapped)
        writer.write(hashes[row].word0.byteSwapped)
      }
    case .text:
      for row in rows where hasValue(row) {
        let range = text(row)
        writer.write(UInt32(range.count))
        writer.write(bytes.span.extracting(range))
      }
    case .word: break
    }
  }

  /// The values of some rows as places in the dictionary; rows without a value are left out.
  func dictionaryPlaces(_ rows: Range<Int>) -> [UInt8] {
    var places: [UInt8] = []
    places.reserveCapacity(rows.count)
    for row in rows where hasValue(row) { places.append(UInt8(integers[row])) }
    return places
  }

  /// The definition levels of some rows: 1 where there is a value.
  func definitionLevels(_ rows: Range<Int>) -> [UInt8] {
    rows.map { isPresent[$0] ? 1 : 0 }
  }

  private func milliseconds(_ row: Int) -> Int64 { integers[row] * 1_000 }

  private func appendBits(_ rows: Range<Int>, to writer: inout ByteWriter) {
    var bits: UInt8 = 0
    var count = 0
    for row in rows where hasValue(row) {
      bits |= UInt8(integers[row]) << UInt8(count % 8)
      count += 1
      if count.isMultiple(of: 8) {
        writer.write(byte: bits)
        bits = 0
      }
    }
    if !count.isMultiple(of: 8) { writer.write(byte: bits) }
  }
}
