import Glibc
public import SystemPackage

/// Folders: listing, making, removing.
public enum Folder {
  /// Whether a folder is at `path`.
  public static func exists(_ path: FilePath) -> Bool {
    File.kind(of: path) == .folder
  }

  /// Whether a folder is at `path`; what cannot be looked at is no absence.
  ///
  /// - Throws: `refused` for every reason but that there is nothing.
  public static func isPresent(_ path: FilePath) throws(FileError) -> Bool {
    try File.find(path) == .folder
  }

  /// Lists the names in a folder, sorted by their bytes, without `.` and `..`.
  ///
  /// - Throws: `refused`.
  public static func list(_ path: FilePath) throws(FileError) -> [String] {
    guard let stream = unsafe path.withPlatformString({ unsafe opendir($0) }) else {
      throw .refused(.read, path: path, reason: Errno(rawValue: errno))
    }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    errno = 0
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
        // Safe: the system ends each name with a zero byte.
        unsafe field.withMemoryRebound(to: CChar.self, capacity: 256) {
          unsafe String(cString: $0)
        }
      }
      if name != ".", name != ".." { names.append(name) }
      errno = 0
    }
    guard errno == 0 else { throw .refused(.read, path: path, reason: Errno(rawValue: errno)) }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Whether there is nothing in the folder at `path`.
  ///
  /// - Throws: `refused`.
  public static func isEmpty(_ path: FilePath) throws(FileError) -> Bool {
    try list(path).isEmpty
  }

  /// Makes a folder and those above it that are missing; one that is there is left as it is.
  ///
  /// - Throws: `refused`.
  public static func create(_ path: FilePath) throws(FileError) {
    var tries = 0
    while !exists(path) {
      let above = parent(of: path)
      if above != path, !exists(above) { try create(above) }
      do throws(FileError) {
        _ = try SystemCall.check(.create, path) {
          unsafe path.withPlatformString { unsafe mkdir($0, 0o777) }
        }
      } catch {
        // Others may make it, or take it or the one above away, between a look and a deed.
        tries += 1
        guard case .refused(_, _, let reason) = error, tries < 100,
          reason == .fileExists || reason == .noSuchFileOrDirectory
        else { throw error }
      }
    }
  }

  /// Deletes the file or the folder with all that is in it; nothing at `path` is no error.
  ///
  /// A link is deleted, not followed.
  ///
  /// - Throws: `refused`.
  public static func remove(_ path: FilePath) throws(FileError) {
    guard let facts = File.facts(of: path) else { return }
    guard facts.st_mode & S_IFMT == S_IFDIR else { return try File.remove(path) }
    for name in try list(path) { try remove(path.appending(name)) }
    _ = try SystemCall.check(.remove, path) {
      unsafe path.withPlatformString { unsafe rmdir($0) }
    }
  }

  // MARK: - For this target

  static func parent(of path: FilePath) -> FilePath {
    let parent = path.removingLastComponent()
    return parent.isEmpty ? FilePath(".") : parent
  }

  /// A hidden name in the same folder.
  static func beside(_ path: FilePath, suffix: String) -> FilePath {
    let name = path.lastComponent?.string ?? "folder"
    return parent(of: path).appending(".\(name).\(suffix)")
  }

  static func rename(_ path: FilePath, to target: FilePath) throws(FileError) {
    _ = try SystemCall.check(.rename, path) {
      unsafe path.withPlatformString { old in
        unsafe target.withPlatformString { new in unsafe Glibc.rename(old, new) }
      }
    }
  }

  static func sync(_ path: FilePath) throws(FileError) {
    try OpenFile(path, flags: O_RDONLY | O_DIRECTORY).sync()
  }

  /// Syncs all files and folders in `path`, and `path`, so many at once.
  static func syncTree(_ path: FilePath, atOnce: Int) throws(FileError) {
    var found: [(path: FilePath, isFolder: Bool)] = []
    try listTree(path, into: &found)
    let places = found
    _ = try Workers.map(count: places.count, threads: atOnce) { index throws(FileError) in
      let place = places[index]
      if place.isFolder { try sync(place.path) } else { try OpenFile(place.path).sync() }
    }
  }

  /// All that is in `path`, and `path`, what is in a folder before the folder.
  private static func listTree(
    _ path: FilePath, into found: inout [(path: FilePath, isFolder: Bool)]
  ) throws(FileError) {
    for name in try list(path) {
      let inside = path.appending(name)
      switch File.kind(of: inside) {
      case .folder: try listTree(inside, into: &found)
      case .file: found.append((inside, false))
      default: break
      }
    }
    found.append((path, true))
  }
}
