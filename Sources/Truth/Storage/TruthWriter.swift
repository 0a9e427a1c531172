public import Files
public import SystemPackage

/// Writes the truth of a case row by row, in the order in which rows are given: for outputs,
/// transactions and thefts that is chain order.
///
/// Nothing is held back in memory but a buffer a file. The folder belongs inside a case that is
/// under way (`Folder.build`): until `finish()` the files are not whole.
public struct TruthWriter: ~Copyable {
  private var outputs: FileWriter
  private var transactions: FileWriter
  private var thefts: FileWriter
  private var conflicts: FileWriter
  private var holders: FileWriter
  private var claims: FileWriter
  private var line = TruthLine()

  /// Makes the folder and its files, with their headers.
  ///
  /// - Throws: what the system refuses.
  public init(_ folder: FilePath) throws(FileError) {
    try Folder.create(folder)
    let outputs = try TruthWriter.start(OutputTruth.self, in: folder)
    let transactions = try TruthWriter.start(TransactionTruth.self, in: folder)
    let thefts = try TruthWriter.start(TheftTruth.self, in: folder)
    let conflicts = try TruthWriter.start(ConflictTruth.self, in: folder)
    let holders = try TruthWriter.start(HolderTruth.self, in: folder)
    let claims = try TruthWriter.start(ClaimTruth.self, in: folder)
    self.outputs = outputs
    self.transactions = transactions
    self.thefts = thefts
    self.conflicts = conflicts
    self.holders = holders
    self.claims = claims
  }

  /// Writes a row of `outputs.csv`.
  ///
  /// - Throws: what the system refuses.
  public mutating func write(_ row: OutputTruth) throws(FileError) {
    row.write(into: &line)
    try outputs.write(line.end())
  }

  /// Writes a row of `transactions.csv`.
  ///
  /// - Throws: what the system refuses.
  public mutating func write(_ row: TransactionTruth) throws(FileError) {
    row.write(into: &line)
    try transactions.write(line.end())
  }

  /// Writes a row of `thefts.csv`.
  ///
  /// - Throws: what the system refuses.
  public mutating func write(_ row: TheftTruth) throws(FileError) {
    row.write(into: &line)
    try thefts.write(line.end())
  }

  /// Writes a row of `conflicts.csv`.
  ///
  /// - Throws: what the system refuses.
  public mutating func write(_ row: ConflictTruth) throws(FileError) {
    row.write(into: &line)
    try conflicts.write(line.end())
  }

  /// Writes a row of `holders.csv`.
  ///
  /// - Throws: what the system refuses.
  public mutating func write(_ row: HolderTruth) throws(FileError) {
    row.write(into: &line)
    try holders.write(line.end())
  }

  /// Writes a row of `claims.csv`.
  ///
  /// - Throws: what the system refuses.
  public mutating func write(_ row: ClaimTruth) throws(FileError) {
    row.write(into: &line)
    try claims.write(line.end())
  }

  /// Writes what is still in the buffers and closes all files.
  ///
  /// - Throws: what the system refuses.
  public consuming func finish() throws(FileError) {
    try outputs.finish()
    try transactions.finish()
    try thefts.finish()
    try conflicts.finish()
    try holders.finish()
    try claims.finish()
  }

  private static func start<Row: TruthRow>(
    _ row: Row.Type, in folder: FilePath
  ) throws(FileError) -> FileWriter {
    var writer = try FileWriter(folder.appending(Row.fileName))
    try writer.write(Row.header + "\n")
    return writer
  }
}
