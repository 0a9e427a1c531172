import Bitcoin
import Files
import Foundation
import Ledger
import SystemPackage
import TestSupport
import Testing

@Suite("Export")
struct ExportTests {
  /// The bytes of a table.
  private func export(
    _ ledger: borrowing ChainLedger, _ table: ExportTable, _ format: ExportFormat,
    threads: Int = 1, limits: ExportLimits = .init()
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    _ = ledger.export(table, as: format, threads: threads, limits: limits) { bytes += $0 }
    return bytes
  }

  @Test("every cell is what the blocks say", arguments: Seeds.of(1..<5 as Range<UInt64>))
  func naive(seed: UInt64) throws {
    let chain = RandomChain(seed: seed, blockCount: 40)
    let world = try chain.builder.makeLedger()
    let naive = NaiveExport(chain.best, network: .regtest)
    for table in ExportTable.allCases {
      let expected = naive.lines(table.rawValue)
      let bytes = export(world.ledger, table, .jsonl)
      let found = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
      #expect(found.count == expected.count, "\(table), seed \(seed)")
      for (row, pair) in zip(found, expected).enumerated() where pair.0 != pair.1 {
        Issue.record("seed \(seed), \(table), row \(row): \(pair.0), not \(pair.1)")
        break
      }
    }
  }

  @Test(
    "the bytes do not depend on threads, and those of text not on the pieces",
    arguments: ExportFormat.allCases)
  func threads(format: ExportFormat) throws {
    let world = try RandomChain(seed: 77, blockCount: 60).builder.makeLedger()
    let tiny = ExportLimits(rows: 7, scriptBytes: 300, pageRows: 3)
    for table in ExportTable.allCases {
      let whole = export(world.ledger, table, format)
      #expect(export(world.ledger, table, format, threads: 4) == whole)
      let pieces = export(world.ledger, table, format, limits: tiny)
      for threads in [2, 3, 8] {
        #expect(export(world.ledger, table, format, threads: threads, limits: tiny) == pieces)
      }
      #expect((pieces == whole) == (format != .parquet))
    }
  }

  @Test("what is written counts its rows, and tells how far it is")
  func progress() throws {
    let world = try RandomChain(seed: 5, blockCount: 30).builder.makeLedger()
    var told: [Int] = []
    let rows = world.ledger.export(
      .outputs, as: .csv, threads: 2, limits: ExportLimits(rows: 10)
    ) {
      told.append($0.done)
      #expect($0.total == world.ledger.outputCount)
    } write: { _ in
    }
    #expect(rows == world.ledger.outputCount)
    #expect(told == told.sorted() && told.last == rows)
  }

  @Test("pyarrow and DuckDB read every cell and the statistics, from row groups of any size")
  func readers() throws {
    let world = try RandomChain(seed: 20, blockCount: 50).builder.makeLedger()
    let coins = world.ledger.utxoSummary()
    let facts =
      "{\"blocks\":\(world.ledger.blockCount),\"transactions\":\(world.ledger.transactionCount),"
      + "\"inputs\":\(world.ledger.inputCount),\"outputs\":\(world.ledger.outputCount),"
      + "\"scripts\":\(world.ledger.scriptCount),\"tip\":\"\(world.ledger.tip)\","
      + "\"utxo\":{\"count\":\(coins.count),\"amount\":\(coins.amount.rawValue)}}"
    for limits in [ExportLimits(), ExportLimits(rows: 16, scriptBytes: 20_000, pageRows: 5)] {
      let folder = try TemporaryFolder()
      try AtomicFile.write(facts, to: folder.path.appending("facts.json"))
      for table in ExportTable.allCases {
        for format in ExportFormat.allCases {
          try AtomicFile.write(
            export(world.ledger, table, format, limits: limits),
            to: folder.path.appending("\(table.rawValue).\(format.rawValue)"))
        }
      }
      try expectReadable(folder, facts: "facts.json")
    }
  }
}

/// Holds all formats of the tables in a folder against each other, with readers of others.
func expectReadable(
  _ folder: TemporaryFolder, facts: String? = nil, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let arguments = [folder.path.string] + (facts.map { [folder.path.appending($0).string] } ?? [])
  guard
    let outcome = try PythonReaders.run(
      "check-export.py", arguments, leavingOut: "reading exported tables with pyarrow and DuckDB")
  else {
    #expect(!TestData.mustBeComplete, "Python with PyPI is missing", sourceLocation: sourceLocation)
    return
  }
  #expect(outcome.status == 0, "\(outcome.text)", sourceLocation: sourceLocation)
}
