import Bitcoin
import Files
import Foundation
import SystemPackage
import TestSupport
import Testing

@testable import Ledger

/// Tables that no small chain has, as pyarrow and DuckDB read them.
@Suite("Parquet")
struct ParquetTests {
  private static let columns = [
    ExportColumn("version", .int32), ExportColumn("value", .int64, isNullable: true),
    ExportColumn("flag", .boolean), ExportColumn("maybe", .boolean, isNullable: true),
    ExportColumn("time", .time), ExportColumn("hash", .hash),
    ExportColumn("other_hash", .hash, isNullable: true), ExportColumn("script", .text),
    ExportColumn("name", .text, isNullable: true),
    ExportColumn("kind", .word(["one", "two", "three"])),
    ExportColumn("only", .word(["always"]), isNullable: true),
    ExportColumn("never", .int64, isNullable: true),
    ExportColumn("never_text", .text, isNullable: true),
  ]

  /// Rows at the edges and rows at random.
  private func batch(rows: Int, seed: UInt64) -> TableBatch {
    var generator = SeededGenerator(seed: seed)
    func pick<Value>(_ values: [Value]) -> Value {
      values[Int.random(in: 0..<values.count, using: &generator)]
    }
    // Long stretches with and without a value, and short ones.
    var isThere = true
    func present() -> Bool {
      if Int.random(in: 0..<pick([2, 40]), using: &generator) == 0 { isThere.toggle() }
      return isThere
    }
    var batch = TableBatch()
    for column in Self.columns {
      var cells = CellColumn(column, capacity: rows)
      for _ in 0..<rows {
        if column.isNullable, column.name.hasPrefix("never") || !present() {
          cells.appendNull()
          continue
        }
        switch column.kind {
        case .int32: cells.append(Int64(pick([Int32.min, -1, 0, 1, 2, .max])))
        case .int64:
          cells.append(pick([0, 1, 546, 2_100_000_000_000_000, .max, .min, -1]) as Int64)
        case .boolean: cells.append(pick([true, false]))
        case .time: cells.append(pick([0, 1_231_006_505, 1_709_208_000, 4_294_967_295]) as Int64)
        case .hash:
          cells.append(Hash256(generator.next(), generator.next() >> 60, 0, generator.next()))
        case .word(let words): cells.append(Int.random(in: 0..<words.count, using: &generator))
        case .text:
          let text = pick([
            "", "a,b", "say \"so\"", "two\r\nlines", "ü\u{1}\\",
            String(repeating: "61", count: 10_000),
            "76a914", String(repeating: "x", count: 256), String(repeating: "x", count: 257),
          ])
          cells.appendText {
            $0.append(contentsOf: text.utf8)
            return true
          }
        }
      }
      batch.columns.append(cells)
    }
    return batch
  }

  private func write(_ groups: [TableBatch], pageRows: Int, to folder: TemporaryFolder) throws {
    for format in ExportFormat.allCases {
      var encoder = TableEncoder(Self.columns, as: format, notes: [("key", "value")])
      var bytes = encoder.head()
      for group in groups {
        for piece in encoder.take(EncodedPiece(group, as: format, pageRows: pageRows)) {
          bytes += piece
        }
      }
      bytes += encoder.foot()
      try AtomicFile.write(bytes, to: folder.path.appending("edges.\(format.rawValue)"))
    }
  }

  @Test("values at their edges, missing values, long scripts and quotes come back, from 0 rows on")
  func edges() throws {
    for (rows, pageRows) in [([], 5), ([1], 5), ([13, 1, 40], 7), ([600, 333], 100)] {
      let folder = try TemporaryFolder()
      let groups = rows.enumerated().map { batch(rows: $1, seed: UInt64($0 + 100 * $1)) }
      try write(groups, pageRows: pageRows, to: folder)
      try expectReadable(folder)
    }
  }

  @Test("statistics are those of the values")
  func statistics() {
    var cells = CellColumn(ExportColumn("v", .int32, isNullable: true), capacity: 4)
    cells.append(-2 as Int64)
    cells.appendNull()
    cells.append(5 as Int64)
    let found = ParquetStatistics(cells)
    #expect(found.nullCount == 1)
    #expect(found.range?.least == [0xfe, 0xff, 0xff, 0xff])
    #expect(found.range?.greatest == [5, 0, 0, 0])

    var hashes = CellColumn(ExportColumn("h", .hash), capacity: 2)
    // As printed the second is smaller, in internal order the first.
    hashes.append(Hash256(0, 0, 0, 2 << 56))
    hashes.append(Hash256(1, 0, 0, 1 << 56))
    #expect(ParquetStatistics(hashes).range?.least.first == 1)
    #expect(ParquetStatistics(hashes).range?.greatest.first == 2)
  }
}
