import Files
public import SystemPackage

/// The truth of a case, as its folder has it: who owned what, and why each transaction was made.
public struct TruthFolder: Sendable {
  /// The folder.
  public let path: FilePath

  /// The truth in the folder at `path`.
  public init(_ path: FilePath) {
    self.path = path
  }

  /// Whether the folder has a truth: a case that was not simulated has none. What cannot be looked at is
  /// no absence.
  ///
  /// - Throws: `file`.
  public func isPresent() throws(TruthError) -> Bool {
    do throws(FileError) { return try File.isPresent(path.appending(OutputTruth.fileName)) } catch {
      throw .file(error)
    }
  }

  /// Reads all outputs, in chain order.
  ///
  /// - Throws: `TruthError`, with file and line.
  public func readOutputs() throws(TruthError) -> [OutputTruth] { try read(OutputTruth.self) }

  /// Reads all transactions, in chain order.
  ///
  /// - Throws: `TruthError`, with file and line.
  public func readTransactions() throws(TruthError) -> [TransactionTruth] {
    try read(TransactionTruth.self)
  }

  /// Reads the pieces of all thefts, in chain order.
  ///
  /// - Throws: `TruthError`, with file and line.
  public func readThefts() throws(TruthError) -> [TheftTruth] { try read(TheftTruth.self) }

  /// Reads which mined transactions stand in the place of others, kind by kind.
  ///
  /// - Throws: `TruthError`, with file and line.
  public func readConflicts() throws(TruthError) -> [ConflictTruth] {
    try read(ConflictTruth.self)
  }

  /// Reads who has the stolen satoshis in the end.
  ///
  /// - Throws: `TruthError`, with file and line.
  public func readHolders() throws(TruthError) -> [HolderTruth] { try read(HolderTruth.self) }

  /// Reads which claims are true.
  ///
  /// - Throws: `TruthError`, with file and line.
  public func readClaims() throws(TruthError) -> [ClaimTruth] { try read(ClaimTruth.self) }

  /// Reads what waited when blocks were full, in chain order.
  ///
  /// - Throws: `TruthError`, with file and line.
  public func readBacklogs() throws(TruthError) -> [BacklogTruth] { try read(BacklogTruth.self) }

  private func read<Row: TruthRow>(_ row: Row.Type) throws(TruthError) -> [Row] {
    var rows: [Row] = []
    try forEach(row) { value throws(TruthError) in rows.append(value) }
    return rows
  }

  private func forEach<Row: TruthRow>(
    _ row: Row.Type, _ body: (Row) throws(TruthError) -> Void
  ) throws(TruthError) {
    let file = path.appending(Row.fileName)
    let mapped: MappedFile
    do throws(FileError) { mapped = try MappedFile(file) } catch { throw .file(error) }
    let bytes = mapped.bytes
    var number = 1
    var start = 0
    while start < bytes.count || number == 1 {
      func refuse(_ problem: TruthProblem) -> TruthError {
        .malformed(path: file, line: number, problem: problem)
      }
      var line: [UInt8] = []
      var end = start
      while end < bytes.count, bytes[end] != UInt8(ascii: "\n") {
        line.append(bytes[end])
        end += 1
      }
      guard number > 1 || line == Array(Row.header.utf8) else {
        throw refuse(.wrongHeader(expected: Row.header))
      }
      guard end < bytes.count else { throw refuse(.cut) }
      if number > 1 {
        switch Row.parse(line) {
        case .success(let value): try body(value)
        case .failure(let problem): throw refuse(problem)
        }
      }
      start = end + 1
      number += 1
    }
  }
}

extension TruthRow {
  /// The row that a line is.
  fileprivate static func parse(_ line: [UInt8]) -> Result<Self, TruthProblem> {
    TruthLine.split(line).flatMap { fields in
      guard fields.count == columns.count else {
        return .failure(.wrongFieldCount(expected: columns.count, found: fields.count))
      }
      do throws(TruthFieldError) {
        return .success(try Self(TruthFields(columns: columns, fields: fields)))
      } catch {
        return .failure(
          .badField(column: error.column, text: error.text, expected: error.expected))
      }
    }
  }
}
