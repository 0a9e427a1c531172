import Glibc
public import SystemPackage

/// A lock on a folder against other processes, held until it is released or its owner goes.
///
/// It leaves no file: the folder itself is locked (`flock`), and a process that dies lets go.
public struct FolderLock: ~Copyable, Sendable {
  private let folder: OpenFile

  /// Locks the folder at `path`.
  ///
  /// - Throws: `locked` if somebody has it, `refused`.
  public init(_ path: FilePath) throws(FileError) {
    let folder = try OpenFile(path, flags: O_RDONLY | O_DIRECTORY)
    guard flock(folder.descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let reason = Errno(rawValue: errno)
      if reason == .wouldBlock { throw .locked(path: path) }
      throw .refused(.lock, path: path, reason: reason)
    }
    self.folder = folder
  }

  /// Locks the folder at `path`; nil where another folder, a symbolic link or nothing stands there by
  /// now.
  init?(ifStillAt path: FilePath) throws(FileError) {
    let lock: FolderLock
    do throws(FileError) { lock = try FolderLock(path) } catch {
      guard case .refused(.open, _, .noSuchFileOrDirectory) = error else { throw error }
      return nil
    }
    var held = stat()
    var found = stat()
    let descriptor = lock.folder.descriptor
    _ = try SystemCall.check(.inspect, path) { unsafe fstat(descriptor, &held) }
    let result = unsafe path.withPlatformString { unsafe lstat($0, &found) }
    guard result == 0, held.st_ino == found.st_ino, held.st_dev == found.st_dev
    else { return nil }
    self = lock
  }

  /// Lets go of the folder.
  public consuming func release() {}
}
