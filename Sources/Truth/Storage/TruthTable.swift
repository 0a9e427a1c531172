import Files
import SystemPackage

/// One of the truth's files under way: lines are gathered and written some thousand at a time.
struct TruthTable: ~Copyable, Sendable {
  private var file: FileWriter
  private var lines = TruthLine()

  /// How many bytes are gathered.
  private static let capacity = 1 << 16

  /// Makes the file of a kind of row, with its header.
  ///
  /// - Throws: what the system refuses.
  init<Row: TruthRow>(_ row: Row.Type, in folder: FilePath) throws(FileError) {
    var writer = try FileWriter(folder.appending(Row.fileName), capacity: TruthTable.capacity)
    try writer.write(Row.header + "\n")
    file = writer
  }

  /// Writes a row.
  ///
  /// - Throws: what the system refuses.
  mutating func write(_ row: some TruthRow) throws(FileError) {
    row.write(into: &lines)
    lines.end()
    guard lines.bytes.count >= TruthTable.capacity else { return }
    try file.write(lines.bytes)
    lines.removeAll()
  }

  /// Writes what is still gathered and closes the file.
  ///
  /// - Throws: what the system refuses.
  consuming func finish() throws(FileError) {
    try file.write(lines.bytes)
    // The case is synced as a whole when it is complete (`Folder.build`).
    try file.finish(syncing: false)
  }
}
