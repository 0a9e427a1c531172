/// How a column's values are stored in Parquet (parquet-format: parquet.thrift, `Type`).
enum ParquetType: Int32, Sendable {
  case boolean = 0
  case int32 = 1
  case int64 = 2
  case byteArray = 6
  case fixedByteArray = 7
}

/// How a page's values are encoded (parquet-format: parquet.thrift, `Encoding`).
enum ParquetEncoding: Int32, Sendable {
  case plain = 0
  case runLength = 3
  case dictionary = 8
}

extension ExportColumn {
  /// The type in which the column is stored.
  var parquetType: ParquetType {
    switch kind {
    case .boolean: .boolean
    case .int32: .int32
    case .int64, .time: .int64
    case .hash: .fixedByteArray
    case .text, .word: .byteArray
    }
  }

  /// Writes the column as an element of the schema (parquet.thrift: `SchemaElement`).
  func writeSchema(_ thrift: inout ThriftWriter) {
    thrift.write(1, parquetType.rawValue)
    if kind == .hash { thrift.write(2, 32 as Int32) }
    thrift.write(3, (isNullable ? 1 : 0) as Int32)
    thrift.write(4, name)
    switch kind {
    case .text, .word:
      // ConvertedType UTF8, for old readers; LogicalType STRING.
      thrift.write(6, 0 as Int32)
      thrift.write(10) { $0.write(1) { _ in } }
    case .time:
      // ConvertedType TIMESTAMP_MILLIS; LogicalType TIMESTAMP, adjusted to UTC, in milliseconds.
      thrift.write(6, 9 as Int32)
      thrift.write(10) { logical in
        logical.write(8) { time in
          time.write(1, true)
          time.write(2) { $0.write(1) { _ in } }
        }
      }
    case .boolean, .int32, .int64, .hash: break
    }
  }
}
