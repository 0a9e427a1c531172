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

  /// What is at `path`, links followed; nil for nothing.
  static func kind(of path: FilePath) -> Kind? {
    var facts = stat()
    let result = unsafe path.withPlatformString { unsafe stat($0, &facts) }
    guard result == 0 else { return nil }
    switch facts.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    default: return .other
    }
  }
}
