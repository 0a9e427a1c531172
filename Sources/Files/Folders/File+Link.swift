import Glibc
public import SystemPackage

extension File {
  /// Gives the file at `path` a second name; where the file system knows no second names, copies it.
  ///
  /// - Throws: `refused`, `short`.
  public static func link(_ path: FilePath, as name: FilePath) throws(FileError) {
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
