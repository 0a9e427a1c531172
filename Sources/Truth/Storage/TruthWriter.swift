public import Files
public import SystemPackage

/// Writes the truth of a case row by row, in the order in which rows are given: for outputs,
/// transactions and thefts that is chain order.
///
/// Nothing is held back in memory but a buffer a file. The folder belongs inside a case that is
/// under way (`Folder.build`): until `finish()` the files are not whole.
public struct TruthWriter: ~Copyable, Sendable {
  private var outputs: TruthTable
  private var transactions: TruthTable
  private var thefts: TruthTable
  private var conflicts: TruthTable
  private var holders: TruthTable
  private var claims: TruthTable
  private var backlogs: TruthTable

  /// Makes the folder and its files, with their headers.
  ///
  /// - Throws: what the system refuses.
  public init(_ folder: FilePath) throws(FileError) {
    try Folder.create(folder)
    let outputs = try TruthTable(OutputTruth.self, in: folder)
    let transactions = try TruthTable(TransactionTruth.self, in: folder)
    let thefts = try TruthTable(TheftTruth.self, in: folder)
    let conflicts = try TruthTable(ConflictTruth.self, in: folder)
    let holders = try TruthTable(HolderTruth.self, in: folder)
    let claims = try TruthTable(ClaimTruth.self, in: folder)
    let backlogs = try TruthTable(BacklogTruth.self, in: folder)
    self.outputs = outputs
    self.transactions = transactions
    self.thefts = thefts
    self.conflicts = conflicts
    self.holders = holders
    self.claims = claims
    self.backlogs = backlogs
  }

  /// Writes a row of `outputs.csv`.
  ///
  /// - Throws: what the system refuses.
  public mutating func write(_ row: OutputTruth) throws(FileError) {
    try outputs.write(row)
  }

  /// Writes a row of `transactions.csv`.
  ///
  /// - Throws: what the system refuses.
  public mutating func write(_ row: TransactionTruth) throws(FileError) {
    try transactions.write(row)
  }

  /// Writes a row of `thefts.csv`.
  ///
  /// - Throws: what the system refuses.
  public mutating func write(_ row: TheftTruth) throws(FileError) {
    try thefts.write(row)
  }

  /// Writes a row of `conflicts.csv`.
  ///
  /// - Throws: what the system refuses.
  public mutating func write(_ row: ConflictTruth) throws(FileError) {
    try conflicts.write(row)
  }

  /// Writes a row of `holders.csv`.
  ///
  /// - Throws: what the system refuses.
  public mutating func write(_ row: HolderTruth) throws(FileError) {
    try holders.write(row)
  }

  /// Writes a row of `claims.csv`.
  ///
  /// - Throws: what the system refuses.
  public mutating func write(_ row: ClaimTruth) throws(FileError) {
    try claims.write(row)
  }

  /// Writes a row of `backlog.csv`.
  ///
  /// - Throws: what the system refuses.
  public mutating func write(_ row: BacklogTruth) throws(FileError) {
    try backlogs.write(row)
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
    try backlogs.finish()
  }
}
