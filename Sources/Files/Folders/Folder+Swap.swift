import Glibc
public import SystemPackage

// How a folder takes another one's place, and what a reader finds meanwhile.

extension Folder {
  /// Where the folder is that stands for `path` now: `path`, or where nothing is there the one that a
  /// run of `build` had moved aside when it was ended between two renames.
  ///
  /// - Throws: `refused` where a link leads in a circle or cannot be read.
  public static func standing(at path: FilePath) throws(FileError) -> FilePath {
    if try File.find(path) != nil { return path }
    let aside = beside(try followingLinks(path.lexicallyNormalized()), suffix: asideSuffix)
    return exists(aside) ? aside : path
  }

  /// What the old folder is called between two renames, where folders cannot be exchanged.
  private static let asideSuffix = "replaced"

  /// Moves a finished folder to its place.
  static func install(
    _ temporary: FilePath, at path: FilePath, replacing: Bool
  ) throws(FileError) {
    if replacing, exists(path) { return try swap(temporary, path) }
    do throws(FileError) { try rename(temporary, to: path) } catch {
      if case .refused(_, _, let reason) = error,
        reason == .directoryNotEmpty || reason == .fileExists
      {
        throw .notEmpty(path: path)
      }
      throw error
    }
    try sync(parent(of: path))
  }

  private static func swap(_ temporary: FilePath, _ path: FilePath) throws(FileError) {
    // What is swapped out lies where others build: they wait until it is gone.
    let lock = try FolderLock(path)
    if try exchange(temporary, path) {
      try sync(parent(of: path))
      // The new one stands: what cannot be removed of the old one is for the next run.
      try? discard(temporary)
      return lock.release()
    }
    // Some file systems cannot exchange; there a crash between two renames leaves the old folder aside,
    // where readers find it, and the next run puts it back.
    let aside = beside(path, suffix: asideSuffix)
    try rename(path, to: aside)
    do throws(FileError) { try rename(temporary, to: path) } catch {
      try rename(aside, to: path)
      throw error
    }
    try sync(parent(of: path))
    try? discard(aside)
    lock.release()
  }

  /// Puts a folder back that was moved aside by a run that was ended then; where another one has taken
  /// its place already, it goes.
  ///
  /// - Throws: `locked` where that run is still under way, `refused`.
  static func putBack(_ path: FilePath) throws(FileError) {
    let aside = beside(path, suffix: asideSuffix)
    guard exists(aside), let lock = try FolderLock(ifStillAt: aside) else { return }
    if exists(path), try !isEmpty(path) {
      try discard(aside)
    } else {
      try rename(aside, to: path)
      try sync(parent(of: path))
    }
    lock.release()
  }

  /// Removes a folder of ours, also where it is a copy of a read-only one.
  static func discard(_ path: FilePath) throws(FileError) {
    try makeWritable(path)
    try remove(path)
  }

  /// Lets the owner change what is in a folder.
  static func makeWritable(_ path: FilePath) throws(FileError) {
    guard let facts = File.facts(of: path), facts.st_mode & S_IRWXU != S_IRWXU else { return }
    _ = try SystemCall.check(.open, path) {
      unsafe path.withPlatformString { unsafe chmod($0, facts.st_mode | S_IRWXU) }
    }
  }

  /// The number of the top folder of a Btrfs subvolume, which has a device number of its own and all the
  /// same a name that can be changed (Linux: `BTRFS_FIRST_FREE_OBJECTID`, btrfs_tree.h).
  private static let firstOfSubvolume: ino_t = 256

  /// Refuses the top of a disk, whose name is not in its own hands, before any work is done.
  static func requireSwappable(_ path: FilePath) throws(FileError) {
    guard let facts = File.facts(of: path), let above = File.facts(of: parent(of: path)),
      above.st_mode & S_IFMT == S_IFDIR, facts.st_dev != above.st_dev,
      facts.st_ino != firstOfSubvolume
    else { return }
    throw .topOfDisk(path: path)
  }

  /// Where a path leads when the links at its end are followed, whether anything is there or not.
  ///
  /// - Throws: `refused` for a circle, and for a link that cannot be read.
  static func followingLinks(_ path: FilePath) throws(FileError) -> FilePath {
    var place = path
    // As many as the system follows (man 7 path_resolution).
    for _ in 0..<40 {
      guard File.isLink(place) else { return place == path ? path : canonical(place) }
      let target = try readLink(place)
      place = target.isAbsolute ? target : parent(of: place).pushing(target)
    }
    throw .refused(.inspect, path: path, reason: .tooManySymbolicLinkLevels)
  }

  /// The path without `..`, which has no name to put another one beside; as it is where nothing is there.
  private static func canonical(_ path: FilePath) -> FilePath {
    guard let whole = unsafe path.withPlatformString({ unsafe realpath($0, nil) }) else {
      return path
    }
    defer { unsafe free(whole) }
    return unsafe FilePath(platformString: whole)
  }

  private static func readLink(_ path: FilePath) throws(FileError) -> FilePath {
    // Safe: one byte stays zero and ends the name.
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    _ = try SystemCall.checkLong(.inspect, path) {
      unsafe path.withPlatformString { unsafe readlink($0, &buffer, Int(PATH_MAX)) }
    }
    return FilePath(platformString: buffer)
  }

  /// Swaps two folders in one step, which nobody can see half done; false where the file system or the
  /// kernel has no such step.
  private static func exchange(
    _ one: FilePath, _ other: FilePath
  ) throws(FileError) -> Bool {
    // Linux: `renameat2(2)`, in glibc since 2.28 but not in Swift's view of it.
    typealias RenameAt2 =
      @convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32
    let exchangeFlag: UInt32 = 2
    guard let symbol = unsafe dlsym(nil, "renameat2") else { return false }
    // Safe: the symbol has this signature (man 2 rename).
    let renameAt2 = unsafe unsafeBitCast(symbol, to: RenameAt2.self)
    do throws(FileError) {
      _ = try SystemCall.check(.exchange, one) {
        unsafe one.withPlatformString { old in
          unsafe other.withPlatformString { new in
            unsafe renameAt2(AT_FDCWD, old, AT_FDCWD, new, exchangeFlag)
          }
        }
      }
      return true
    } catch {
      guard case .refused(_, _, let reason) = error,
        [.invalidArgument, .noFunction, .notSupported].contains(reason)
      else { throw error }
      return false
    }
  }
}
