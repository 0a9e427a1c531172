import Glibc
public import SystemPackage

extension File {
  /// Gives the file at `path` a second name, to write under behind what it has; copies it where the
  /// file system knows no second names, where the file may not be written (in a copy of a folder that is
  /// read-only), and where what is written would show elsewhere: where the path is a symbolic link, and
  /// where the file has a second name already (a snapshot of the folder).
  ///
  /// - Throws: `refused`, `short`.
  public static func link(_ path: FilePath, as name: FilePath) throws(FileError) {
    guard isAlone(path) else { return try copy(path, count: size(path), to: name) }
    do throws(FileError) {
      _ = try SystemCall.check(.link, name) {
        unsafe path.withPlatformString { old in
          unsafe name.withPlatformString { new in unsafe Glibc.link(old, new) }
        }
      }
    } catch {
      guard case .refused(_, _, let reason) = error,
        [.notPermitted, .notSupported, .tooManyLinks, .improperLink].contains(reason)
      else { throw error }
      try copy(path, count: size(path), to: name)
    }
  }

  /// Whether a path names a regular file itself that may be written, and nothing else names that file.
  private static func isAlone(_ path: FilePath) -> Bool {
    guard let facts = facts(of: path), facts.st_mode & S_IFMT == S_IFREG, facts.st_nlink == 1,
      facts.st_mode & S_IWUSR != 0
    else { return false }
    return unsafe path.withPlatformString { unsafe access($0, W_OK) } == 0
  }

  /// Cuts off what the file at `path` has behind its first `count` bytes.
  ///
  /// - Throws: `refused`.
  public static func cut(_ path: FilePath, to count: Int) throws(FileError) {
    guard try size(path) > count else { return }
    try OpenFile(path, flags: O_WRONLY).cut(to: count)
  }

  /// Copies the first `count` bytes of the file at `path` into a new one.
  ///
  /// - Throws: `refused`, `short`.
  public static func copy(
    _ path: FilePath, count: Int, to target: FilePath
  ) throws(FileError) {
    let source = try OpenFile(path)
    var writer = try FileWriter(target)
    var done = 0
    while done < count {
      let piece = min(1 << 20, count - done)
      try writer.write(source.read(at: done, count: piece))
      done += piece
    }
    try writer.finish(syncing: false)
  }
}
