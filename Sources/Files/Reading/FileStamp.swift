import Glibc
public import SystemPackage

/// By what it shows that a file was written to: which file it is, its size, and when it was last written.
public struct FileStamp: Equatable, Sendable {
  /// How many bytes the file has.
  public let size: Int
  private let inode: UInt64
  private let seconds: Int
  private let nanoseconds: Int

  /// The stamp of the file at `path`, links followed.
  ///
  /// - Throws: `refused`.
  public init(_ path: FilePath) throws(FileError) {
    var facts = stat()
    _ = try SystemCall.check(.inspect, path) {
      unsafe path.withPlatformString { unsafe stat($0, &facts) }
    }
    size = Int(facts.st_size)
    inode = UInt64(facts.st_ino)
    seconds = facts.st_mtim.tv_sec
    nanoseconds = facts.st_mtim.tv_nsec
  }
}
