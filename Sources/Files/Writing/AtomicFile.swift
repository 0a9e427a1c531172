import Glibc
public import SystemPackage

/// Files that are there whole or not at all.
public enum AtomicFile {
  /// Writes `bytes` as the file at `path`: beside it, synced, then renamed into its place.
  ///
  /// - Throws: `refused`; the file at `path` is then what it was before.
  public static func write(_ bytes: [UInt8], to path: FilePath) throws(FileError) {
    try write(to: path) { writer throws(FileError) in try writer.write(bytes) }
  }

  /// Writes the UTF-8 of `text` as the file at `path`, as `write(_:to:)` does.
  ///
  /// - Throws: `refused`; the file at `path` is then what it was before.
  public static func write(_ text: String, to path: FilePath) throws(FileError) {
    try write(Array(text.utf8), to: path)
  }

  /// Writes what `body` streams as the file at `path`: beside it, synced, then renamed into its place.
  ///
  /// - Throws: `refused`, or what `body` throws; the file at `path` is
  ///   then what it was before.
  public static func write(
    to path: FilePath, _ body: (inout FileWriter) throws(FileError) -> Void
  ) throws(FileError) {
    let beside = Folder.beside(path, suffix: "writing-\(getpid())")
    do throws(FileError) {
      var writer = try FileWriter(beside)
      try body(&writer)
      try writer.finish()
      try Folder.rename(beside, to: path)
      try Folder.sync(Folder.parent(of: path))
    } catch {
      try? File.remove(beside)
      throw error
    }
  }
}
