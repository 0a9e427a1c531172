import ArgumentParser
import Case
import Files
import Ledger
import SystemPackage

/// `export`: a ledger as tables for other programs.
struct ExportCommand: CaseCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write the chain as tables: Parquet, CSV or JSON Lines.",
    discussion: """
      A file a table, with the field names of bitcoin-etl where it has them, for pandas, Polars, \
      DuckDB, Spark and the like. Amounts are satoshis. Hashes are as explorers print them: as text \
      in CSV and JSON Lines, as those 32 bytes in Parquet. docs/export.md describes every column.

      Tables are joined by transaction hash and block number. Coinbases have no row in `inputs`. \
      Each file is there whole or not at all; one that is there already is kept unless --overwrite \
      is given.

      Examples:
        trace-cli export my-case
        trace-cli export my-case --tables outputs,addresses --out /data/tables
        trace-cli export my-case --format csv --tables blocks --out - | head
        duckdb -c "FROM 'my-case/export/outputs.parquet' WHERE in_utxo_set"
      """)

  @OptionGroup var target: CaseArgument

  @Option(name: .customLong("format"), help: "csv, jsonl or parquet.")
  var formatName: FormatName = .parquet

  @Option(
    help: ArgumentHelp(
      "Which tables, with commas between. (default: "
        + ExportTable.allCases.map(\.rawValue).joined(separator: ",") + ")", valueName: "tables"))
  var tables: TableList?

  @Option(
    help: ArgumentHelp(
      "The folder for the files; - writes one table as CSV or JSON Lines to stdout. "
        + "(default: CASE/export)", valueName: "folder"))
  var out: String?

  @Flag(help: "Replace files that are there.")
  var overwrite = false

  @OptionGroup var threads: ThreadOptions
  @OptionGroup var output: OutputOptions

  private var format: ExportFormat { formatName.format }
  private var wanted: [ExportTable] { tables?.tables ?? ExportTable.allCases }
  private var isToStdout: Bool { out == "-" }

  func validate() throws {
    guard isToStdout else { return }
    if format == .parquet {
      throw ValidationError("--out - is for csv and jsonl; Parquet needs a file.")
    }
    if wanted.count > 1 {
      throw ValidationError("--out - takes one table; name it with --tables.")
    }
    if output.json {
      throw ValidationError("--json and --out - would both be on stdout.")
    }
  }

  func run(on console: Console) throws {
    let opened = try OpenCase(target.folder)
    let ledger = try opened.openLedger()
    if isToStdout {
      for table in wanted { _ = try write(table, of: ledger, to: console) }
      return
    }
    let folder = out.map { FilePath($0) } ?? opened.folder.root.appending("export")
    let files = wanted.map { ExportedFile($0, format, in: folder) }
    if !overwrite, let there = files.first(where: { File.isAnything(at: $0.path) }) {
      throw Refusal("\(there.path) exists; --overwrite replaces it, --out names another folder")
    }
    try Folder.create(folder)
    var written: [ExportedFile] = []
    for file in files { written.append(try write(file, of: ledger, on: console)) }
    report(written, on: console)
  }

  private func write(
    _ table: ExportTable, of ledger: borrowing ChainLedger, to console: Console
  ) throws -> Int {
    try ledger.export(table, as: format, threads: threads.count) { progress in
      console.show(progress, of: table)
    } write: { bytes throws(Refusal) in
      try console.print(bytes: bytes)
    }
  }

  private func write(
    _ file: ExportedFile, of ledger: borrowing ChainLedger, on console: Console
  ) throws -> ExportedFile {
    var file = file
    let (table, format, threads) = (file.table, format, threads.count)
    try AtomicFile.removeLeftovers(of: file.path)
    try AtomicFile.write(to: file.path) { writer throws(FileError) in
      file.rows = try ledger.export(table, as: format, threads: threads) { progress in
        console.show(progress, of: table)
      } write: { bytes throws(FileError) in
        try writer.write(bytes)
      }
      file.bytes = writer.count
    }
    console.endProgress()
    return file
  }

  private func report(_ files: [ExportedFile], on console: Console) {
    if output.json {
      console.print(
        .object([
          ("format", .string(format.rawValue)),
          (
            "tables",
            .array(
              files.map {
                .object([
                  ("table", .string($0.table.rawValue)), ("file", .string($0.path.string)),
                  ("rows", .count($0.rows)), ("bytes", .count($0.bytes)),
                ])
              })
          ),
        ]))
      return
    }
    for file in files {
      console.print("\(file.path): \(file.rows.grouped) rows, \(file.bytes.grouped) bytes")
    }
  }
}

/// A table's file.
private struct ExportedFile {
  let table: ExportTable
  let path: FilePath
  var rows = 0
  var bytes = 0

  init(_ table: ExportTable, _ format: ExportFormat, in folder: FilePath) {
    self.table = table
    path = folder.appending("\(table.rawValue).\(format.rawValue)")
  }
}

/// Tables as the command line names them, with commas between.
struct TableList: ExpressibleByArgument {
  /// The tables, each once, in the order in which they were named.
  let tables: [ExportTable]

  /// The tables that the text names; nil where one of them is none or comes twice.
  init?(argument: String) {
    var tables: [ExportTable] = []
    for name in argument.split(separator: ",", omittingEmptySubsequences: false) {
      guard let table = ExportTable(rawValue: String(name)), !tables.contains(table) else {
        return nil
      }
      tables.append(table)
    }
    self.tables = tables
  }

  /// What a shell can complete to.
  static var allValueStrings: [String] { ExportTable.allCases.map(\.rawValue) }
}

/// A format as the command line names it.
enum FormatName: String, ExpressibleByArgument, CaseIterable {
  case csv
  case jsonl
  case parquet

  /// The format.
  var format: ExportFormat {
    switch self {
    case .csv: .csv
    case .jsonl: .jsonl
    case .parquet: .parquet
    }
  }
}

extension Console {
  /// Shows how far a table is.
  fileprivate func show(_ export: ExportProgress, of table: ExportTable) {
    progress("writing \(table.rawValue)", done: export.done, of: export.total)
  }
}
