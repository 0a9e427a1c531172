import Glibc
public import SystemPackage

/// A file's bytes as memory, read from disk as they are looked at.
///
/// The file must not be cut short while it is mapped: looking at bytes that are gone ends the process.
@safe
public struct MappedFile: ~Copyable, @unchecked Sendable {
  // Safe: the mapping is private and read-only, and lives as long as this value.
  @usableFromInline let start: UnsafeRawPointer?
  /// How many bytes there are.
  public let count: Int
  /// Where the file was found.
  public let path: FilePath

  /// How the bytes will be looked at.
  public enum Access: Sendable {
    /// Front to back.
    case sequential
    /// Here and there.
    case random
  }

  /// Maps the file at `path`, all of it.
  ///
  /// - Throws: `refused`.
  public init(_ path: FilePath, access: Access = .sequential) throws(FileError) {
    let file = try OpenFile(path)
    try self.init(file, count: file.readSize(), access)
  }

  /// Maps the first `count` bytes of the file at `path`.
  ///
  /// - Throws: `refused`, and `short` where there are fewer.
  public init(_ path: FilePath, count: Int, access: Access = .sequential) throws(FileError) {
    let file = try OpenFile(path)
    let found = try file.readSize()
    guard found >= count else {
      throw .short(path: path, position: 0, needed: count, found: found)
    }
    try self.init(file, count: count, access)
  }

  private init(_ file: borrowing OpenFile, count: Int, _ access: Access) throws(FileError) {
    // A mapping of nothing is an error to the system.
    unsafe self.start = count == 0 ? nil : try MappedFile.map(file, count, access)
    self.count = count
    self.path = file.path
  }

  deinit {
    unsafe MappedFile.unmap(start, count)
  }

  /// The bytes, lent as long as this value lives.
  @inlinable
  public var bytes: Span<UInt8> {
    @_lifetime(borrow self)
    get {
      // Safe: the mapping has `count` readable bytes until `deinit`.
      let span = unsafe Span<UInt8>(
        _unsafeStart: start?.assumingMemoryBound(to: UInt8.self) ?? MappedFile.nothing,
        count: count)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// Somewhere to point to where there are no bytes; never looked at.
  @usableFromInline static var nothing: UnsafePointer<UInt8> {
    // Safe: an aligned address that is never read, since it is lent with a count of 0.
    unsafe UnsafePointer(bitPattern: 64).unsafelyUnwrapped
  }

  private static func map(
    _ file: borrowing OpenFile, _ count: Int, _ access: Access
  ) throws(FileError) -> UnsafeRawPointer? {
    let start = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE, file.descriptor, 0)
    guard let start = unsafe start, unsafe start != MAP_FAILED else {
      throw .refused(.map, path: file.path, reason: Errno(rawValue: errno))
    }
    let advice = access == .random ? MADV_RANDOM : MADV_SEQUENTIAL
    _ = unsafe madvise(start, count, advice)
    return UnsafeRawPointer(start)
  }

  private static func unmap(_ start: UnsafeRawPointer?, _ count: Int) {
    guard let start = unsafe start else { return }
    _ = unsafe munmap(UnsafeMutableRawPointer(mutating: start), count)
  }
}
