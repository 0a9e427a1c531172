import Glibc
public import SystemPackage

extension Folder {
  /// Makes a whole folder that is there complete or not at all.
  ///
  /// `body` fills a folder beside `path`. When it returns, all is synced and renamed to `path`; when
  /// it throws, nothing is left. What a crash left of an earlier try is removed first. An empty folder
  /// at `path` is taken over; a full one only if `replacing`, and then at once, never half. Where `path`
  /// is a symbolic link, all this happens where it leads, and the link stays.
  ///
  /// - Parameter syncsAtOnce: how many files are synced at once; what takes time is the disk's answer, not
  ///   a processor.
  /// - Throws: `body`'s errors, and `FileError` (`notEmpty`, `locked`, `topOfDisk`, `refused`) through
  ///   `wrap`.
  public static func build<Value, Failure: Error>(
    at path: FilePath, replacing: Bool = false, syncsAtOnce: Int = 1,
    wrap: (FileError) -> Failure,
    _ body: (_ temporary: FilePath) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let path = path.lexicallyNormalized()
    let place: FilePath
    let temporary: FilePath
    let madeAbove: FilePath?
    let lock: FolderLock
    do throws(FileError) {
      place = try followingLinks(path)
      try requireSwappable(place)
      if !replacing { try requireRoom(place) }
      madeAbove = try createReportingTop(parent(of: place))
      temporary = beside(place, suffix: "building")
      lock = try takeOver(temporary, of: place)
    } catch {
      throw wrap(error)
    }
    do throws(Failure) {
      let value = try body(temporary)
      do throws(FileError) {
        try syncTree(temporary, atOnce: syncsAtOnce)
        try install(temporary, at: place, replacing: replacing)
      } catch {
        throw wrap(error)
      }
      lock.release()
      return value
    } catch {
      try? remove(temporary)
      if let madeAbove { removeEmpty(parent(of: place), upTo: madeAbove) }
      lock.release()
      throw error
    }
  }

  /// Makes a whole folder that is there complete or not at all, as `build(at:replacing:wrap:_:)` does.
  ///
  /// - Throws: `body`'s errors, and `notEmpty`, `locked`, `topOfDisk`, `refused`.
  public static func build<Value>(
    at path: FilePath, replacing: Bool = false,
    _ body: (_ temporary: FilePath) throws(FileError) -> Value
  ) throws(FileError) -> Value {
    try build(at: path, replacing: replacing, wrap: { $0 }, body)
  }

  /// Puts right what a run of `build` for `path` left when it was ended: what it had begun is removed,
  /// and a folder that it had moved aside goes back. A run that is under way is let be.
  ///
  /// - Throws: `refused`.
  public static func settle(_ path: FilePath) throws(FileError) {
    let place = try followingLinks(path.lexicallyNormalized())
    let temporary = beside(place, suffix: "building")
    if File.isLink(temporary) { try File.remove(temporary) }
    do throws(FileError) {
      if exists(temporary) {
        // Gone by now, or another one: somebody else is at it, and leaves nothing.
        guard let lock = try FolderLock(ifStillAt: temporary) else { return }
        try putBack(place)
        try discard(temporary)
        lock.release()
      } else {
        try putBack(place)
      }
    } catch {
      if case .locked = error { return }
      throw error
    }
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

  /// The folder at `temporary`, empty and locked. A link there leads to something of somebody else's:
  /// the link goes, and what it leads to is let be. What an ended run moved aside is put back.
  private static func takeOver(
    _ temporary: FilePath, of place: FilePath
  ) throws(FileError) -> FolderLock {
    for _ in 0..<100 {
      if File.isLink(temporary) { try File.remove(temporary) }
      try create(temporary)
      guard let lock = try FolderLock(ifStillAt: temporary) else { continue }
      try makeWritable(temporary)
      for name in try list(temporary) { try remove(temporary.appending(name)) }
      try putBack(place)
      return lock
    }
    throw .locked(path: temporary)
  }
}
