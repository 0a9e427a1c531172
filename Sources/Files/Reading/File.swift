import Glibc
public import SystemPackage

/// Whole files at once.
public enum File {
  /// Reads all bytes of the file at `path`.
  ///
  /// - Throws: `refused`, `short`.
  public static func read(_ path: FilePath) throws(FileError) -> [UInt8] {
    let file = try OpenFile(path)
    let count = try file.readSize()
    var bytes: [UInt8] = []
    try file.read(into: &bytes, at: 0, count: count)
    return bytes
  }

  /// Reads the file at `path` as UTF-8; nil where its bytes are not.
  ///
  /// - Throws: `refused`, `short`.
  public static func readText(_ path: FilePath) throws(FileError) -> String? {
    String(validating: try read(path), as: UTF8.self)
  }

  /// Asks how many bytes the file at `path` has.
  ///
  /// - Throws: `refused`.
  public static func size(_ path: FilePath) throws(FileError) -> Int {
    try OpenFile(path).readSize()
  }

  /// Whether a file (not a folder) is at `path`.
  public static func exists(_ path: FilePath) -> Bool {
    kind(of: path) == .file
  }

  /// Whether a file, a folder or anything else is at `path`.
  public static func isAnything(at path: FilePath) -> Bool {
    kind(of: path) != nil
  }

  /// Whether a file (not a folder) is at `path`; what cannot be looked at is no absence.
  ///
  /// - Throws: `refused` for every reason but that there is nothing.
  public static func isPresent(_ path: FilePath) throws(FileError) -> Bool {
    try find(path) == .file
  }

  /// Deletes the file at `path`.
  ///
  /// - Throws: `refused`.
  public static func remove(_ path: FilePath) throws(FileError) {
    _ = try SystemCall.check(.remove, path) {
      unsafe path.withPlatformString { unsafe unlink($0) }
    }
  }

  /// Gives a file another name, in the place of what has it.
  ///
  /// - Throws: `refused`.
  public static func rename(_ path: FilePath, to target: FilePath) throws(FileError) {
    try Folder.rename(path, to: target)
  }

  enum Kind {
    case file
    case folder
    case other
  }

  /// What is at `path`, links followed; nil for nothing, and for what cannot be looked at.
  static func kind(of path: FilePath) -> Kind? {
    (try? find(path)) ?? nil
  }

  /// What is at `path`, links followed; nil for nothing.
  ///
  /// - Throws: `refused` for every reason but that there is nothing.
  static func find(_ path: FilePath) throws(FileError) -> Kind? {
    var facts = stat()
    do throws(FileError) {
      _ = try SystemCall.check(.inspect, path) {
        unsafe path.withPlatformString { unsafe stat($0, &facts) }
      }
    } catch {
      if case .refused(_, _, let reason) = error, reason == .noSuchFileOrDirectory { return nil }
      if case .refused(_, _, let reason) = error, reason == .notDirectory { return nil }
      throw error
    }
    switch facts.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    default: return .other
    }
  }

  /// What stands at `path` itself, a link not followed; nil for nothing.
  static func facts(of path: FilePath) -> stat? {
    var facts = stat()
    let result = unsafe path.withPlatformString { unsafe lstat($0, &facts) }
    return result == 0 ? facts : nil
  }

  /// Whether a symbolic link stands at `path`, wherever it leads.
  static func isLink(_ path: FilePath) -> Bool {
    facts(of: path).map { $0.st_mode & S_IFMT == S_IFLNK } ?? false
  }
}
