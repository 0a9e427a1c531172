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
    let beside = Folder.beside(path, suffix: "\(writing)\(getpid())")
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

  /// Removes what processes that are gone had begun to write for `path`.
  ///
  /// - Throws: `refused`; a folder that is not there has nothing in it.
  public static func removeLeftovers(of path: FilePath) throws(FileError) {
    let folder = Folder.parent(of: path)
    guard try Folder.isPresent(folder), let name = path.lastComponent?.string else { return }
    let start = ".\(name).\(writing)"
    for found in try Folder.list(folder) where found.hasPrefix(start) {
      guard let process = pid_t(found.dropFirst(start.count)), isGone(process) else { continue }
      try Folder.remove(folder.appending(found))
    }
  }

  private static let writing = "writing-"

  private static func isGone(_ process: pid_t) -> Bool {
    process > 0 && kill(process, 0) != 0 && errno == ESRCH
  }
}
