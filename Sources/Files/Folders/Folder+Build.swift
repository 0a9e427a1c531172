import Glibc
public import SystemPackage

extension Folder {
  /// Makes a whole folder that is there complete or not at all.
  ///
  /// `body` fills a folder beside `path`. When it returns, all is synced and renamed to `path`; when
  /// it throws, nothing is left. What a crash left of an earlier try is removed first. An empty folder
  /// at `path` is taken over; a full one only if `replacing`, and then at once, never half.
  ///
  /// - Parameter syncsAtOnce: how many files are synced at once; what takes time is the disk's answer, not
  ///   a processor.
  /// - Throws: `body`'s errors, and `FileError` (`notEmpty`, `locked`, `refused`) through `wrap`.
  public static func build<Value, Failure: Error>(
    at path: FilePath, replacing: Bool = false, syncsAtOnce: Int = 1,
    wrap: (FileError) -> Failure,
    _ body: (_ temporary: FilePath) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let path = path.lexicallyNormalized()
    let temporary: FilePath
    let madeAbove: FilePath?
    let lock: FolderLock
    do throws(FileError) {
      if !replacing { try requireRoom(path) }
      madeAbove = try createReportingTop(parent(of: path))
      temporary = beside(path, suffix: "building")
      lock = try takeOver(temporary)
    } catch {
      throw wrap(error)
    }
    do throws(Failure) {
      let value = try body(temporary)
      do throws(FileError) {
        try syncTree(temporary, atOnce: syncsAtOnce)
        try install(temporary, at: path, replacing: replacing)
      } catch {
        throw wrap(error)
      }
      lock.release()
      return value
    } catch {
      try? remove(temporary)
      if let madeAbove { removeEmpty(parent(of: path), upTo: madeAbove) }
      lock.release()
      throw error
    }
  }

  /// Makes a whole folder that is there complete or not at all, as `build(at:replacing:wrap:_:)` does.
  ///
  /// - Throws: `body`'s errors, and `notEmpty`, `locked`, `refused`.
  public static func build<Value>(
    at path: FilePath, replacing: Bool = false,
    _ body: (_ temporary: FilePath) throws(FileError) -> Value
  ) throws(FileError) -> Value {
    try build(at: path, replacing: replacing, wrap: { $0 }, body)
  }

  /// Removes what a run of `build` for `path` left beside it when it was ended; one that is under way
  /// is let be.
  ///
  /// - Throws: `refused`.
  public static func removeLeftovers(of path: FilePath) throws(FileError) {
    let temporary = beside(path.lexicallyNormalized(), suffix: "building")
    guard exists(temporary), let lock = try? FolderLock(temporary) else { return }
    try remove(temporary)
    lock.release()
  }

  /// Refuses a path at which there is something other than an empty folder.
  ///
  /// - Throws: `notEmpty`, `refused`.
  public static func requireRoom(_ path: FilePath) throws(FileError) {
    switch File.kind(of: path) {
    case nil: return
    case .folder: guard try isEmpty(path) else { throw .notEmpty(path: path) }
    default: throw .notEmpty(path: path)
    }
  }

  /// Makes `path` and gives the topmost folder that was missing, so that it can be taken back.
  private static func createReportingTop(_ path: FilePath) throws(FileError) -> FilePath? {
    var top: FilePath?
    var above = path
    while !exists(above), above != parent(of: above) {
      top = above
      above = parent(of: above)
    }
    try create(path)
    return top
  }

  /// Takes back the folders that were made above, unless somebody else has put something there.
  private static func removeEmpty(_ path: FilePath, upTo top: FilePath) {
    var path = path
    while path.starts(with: top), (try? isEmpty(path)) == true {
      guard (try? remove(path)) != nil else { return }
      path = parent(of: path)
    }
  }

  /// The folder at `temporary`, empty and locked.
  private static func takeOver(_ temporary: FilePath) throws(FileError) -> FolderLock {
    for _ in 0..<100 {
      try create(temporary)
      guard let lock = try FolderLock(ifStillAt: temporary) else { continue }
      for name in try list(temporary) { try remove(temporary.appending(name)) }
      return lock
    }
    throw .locked(path: temporary)
  }

  private static func install(
    _ temporary: FilePath, at path: FilePath, replacing: Bool
  ) throws(FileError) {
    if replacing, exists(path) {
      // What is swapped out lies where others build: they wait until it is gone.
      let lock = try FolderLock(path)
      if try exchange(temporary, path) {
        try sync(parent(of: path))
        try remove(temporary)
        return lock.release()
      }
      // Some file systems cannot exchange; there a crash between two renames leaves the old folder aside.
      let aside = beside(path, suffix: "replaced")
      try remove(aside)
      try rename(path, to: aside)
      do throws(FileError) { try rename(temporary, to: path) } catch {
        try rename(aside, to: path)
        throw error
      }
      try sync(parent(of: path))
      return try remove(aside)
    }
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

  /// Swaps two folders in one step, which nobody can see half done; false where that is not to be had.
  private static func exchange(
    _ one: FilePath, _ other: FilePath
  ) throws(FileError) -> Bool {
    try DiskWatch.note(.rename, one)
    // Linux: `renameat2(2)`, in glibc since 2.28 but not in Swift's view of it.
    typealias RenameAt2 =
      @convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32
    let exchangeFlag: UInt32 = 2
    guard let symbol = unsafe dlsym(nil, "renameat2") else { return false }
    // Safe: the symbol has this signature (man 2 rename).
    let renameAt2 = unsafe unsafeBitCast(symbol, to: RenameAt2.self)
    return unsafe one.withPlatformString { old in
      unsafe other.withPlatformString { new in
        unsafe renameAt2(AT_FDCWD, old, AT_FDCWD, new, exchangeFlag) == 0
      }
    }
  }
}
