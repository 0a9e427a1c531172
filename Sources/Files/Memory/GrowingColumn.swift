import Glibc
public import SystemPackage

/// A column in the making, of which any value can be looked at and changed while more come to its end.
///
/// It begins in memory. `move(to:)` makes it a file that is mapped in its place: the system keeps of it
/// in memory what there is room for. Room is taken by `reserve` before values are added, so that a full
/// disk is an error there and nowhere else.
@safe
public struct GrowingColumn<Element: BitwiseCopyable & Sendable>: ~Copyable, @unchecked Sendable {
  // Safe: there is room for `room` values from `start` on, of which `count` are there, and nobody else
  // has that memory.
  @usableFromInline var start: UnsafeMutablePointer<Element>?
  /// How many values there is room for.
  @usableFromInline var room = 0
  @usableFromInline var filled = 0
  /// How many values there are.
  @inlinable public var count: Int { filled }
  /// The file that is mapped; nil as long as the values are in memory.
  private var file: OpenFile?

  @usableFromInline static var stride: Int { MemoryLayout<Element>.stride }

  /// A column of nothing, in memory.
  public init() {}

  /// The first `count` values of the file at `path`, mapped to be changed in place and to grow; or to be
  /// looked at alone, where the file is somebody else's.
  ///
  /// - Throws: `refused`, and `short` where there are fewer.
  public init(_ path: FilePath, count: Int, isReadOnly: Bool = false) throws(FileError) {
    let file = try OpenFile(path, flags: isReadOnly ? O_RDONLY : O_RDWR)
    let found = try file.readSize()
    guard found >= count * Self.stride else {
      throw .short(path: path, position: 0, needed: count * Self.stride, found: found)
    }
    unsafe self.start = try Self.map(file, count, isReadOnly ? PROT_READ : PROT_READ | PROT_WRITE)
    self.room = count
    self.filled = count
    self.file = consume file
  }

  /// So many values whose bytes are all zero; in memory, or mapped from a new file at `path`.
  ///
  /// - Throws: `refused`.
  public init(zeros count: Int, at path: FilePath? = nil) throws(FileError) {
    if let path {
      let file = try OpenFile(path, flags: O_RDWR | O_CREAT | O_TRUNC)
      try file.reserve(count * Self.stride)
      unsafe self.start = try Self.map(file, count)
      self.file = consume file
    } else {
      guard let place = unsafe calloc(max(count, 1), Self.stride) else {
        throw .refused(.map, path: "memory", reason: .noMemory)
      }
      unsafe self.start = place.assumingMemoryBound(to: Element.self)
      unsafe Self.preferLargePages(place, count * Self.stride)
    }
    self.room = count
    self.filled = count
  }

  deinit { unsafe Self.release(start, room, isMapped: file != nil) }

  /// Whether the values are in a file that the system may keep out of memory.
  public var isMapped: Bool { file != nil }

  /// How many bytes of memory nobody but this column can give back.
  public var heldBytes: Int { isMapped ? 0 : count * Self.stride }
}

// MARK: - Values

extension GrowingColumn {
  /// The values, lent as long as this column is not changed.
  @inlinable
  public var values: Span<Element> {
    @_lifetime(borrow self)
    get {
      // Safe: `count` values are there, of a type of which every bit pattern is one.
      let place = unsafe start ?? UnsafeMutablePointer(mutating: Self.nothing)
      let span = unsafe Span<Element>(_unsafeStart: place, count: count)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// The values, lent to be changed.
  @inlinable
  public var mutableValues: MutableSpan<Element> {
    @_lifetime(&self)
    mutating get {
      // Safe: as for `values`, and nobody else can look at them meanwhile.
      let place = unsafe start ?? UnsafeMutablePointer(mutating: Self.nothing)
      let span = unsafe MutableSpan<Element>(_unsafeStart: place, count: count)
      return unsafe _overrideLifetime(span, mutating: &self)
    }
  }

  /// The value at a place.
  ///
  /// - Precondition: the place is there.
  @inlinable
  public subscript(index: Int) -> Element {
    get {
      precondition(index >= 0 && index < count, "no such place in the column")
      // Safe: there is a value at each place below the count.
      return unsafe start.unsafelyUnwrapped[index]
    }
    set {
      precondition(index >= 0 && index < count, "no such place in the column")
      // Safe: there is a value at each place below the count.
      unsafe start.unsafelyUnwrapped[index] = newValue
    }
  }

  /// Adds a value.
  ///
  /// - Precondition: there is room for it.
  @inlinable
  public mutating func append(_ value: Element) {
    precondition(count < room, "no room was taken for another value")
    // Safe: there is room for one more.
    unsafe (start.unsafelyUnwrapped + count).initialize(to: value)
    filled += 1
  }

  /// Adds values.
  ///
  /// - Precondition: there is room for them.
  @inlinable
  public mutating func append(_ values: Span<Element>) {
    precondition(values.count <= room - count, "no room was taken for so many values")
    if values.isEmpty { return }
    unsafe values.withUnsafeBufferPointer { buffer in
      // Safe: there is room for all, and nobody else has that memory.
      if let source = buffer.baseAddress {
        unsafe (start.unsafelyUnwrapped + count).initialize(from: source, count: buffer.count)
      }
    }
    filled += values.count
  }

  /// Adds the same value many times.
  ///
  /// - Precondition: there is room for them.
  public mutating func append(repeating value: Element, count more: Int) {
    precondition(more >= 0 && more <= room - count, "no room was taken for so many values")
    if more == 0 { return }
    // Safe: there is room for all.
    unsafe (start.unsafelyUnwrapped + count).initialize(repeating: value, count: more)
    filled += more
  }

  /// Somewhere to point to where there are no values; never looked at.
  @usableFromInline static var nothing: UnsafePointer<Element> {
    // Safe: an aligned address that is never read, since it is lent with a count of 0.
    unsafe UnsafePointer(bitPattern: 64).unsafelyUnwrapped
  }
}

// MARK: - Room

extension GrowingColumn {
  /// Takes room for so many more values.
  ///
  /// - Throws: `refused` where neither memory nor disk has it.
  @inlinable
  public mutating func reserve(_ more: Int) throws(FileError) {
    if more > room - count { try grow(to: count + more) }
  }

  @usableFromInline @inline(never)
  mutating func grow(to needed: Int) throws(FileError) {
    if file == nil { return try growInMemory(to: needed) }
    // A step for each time, so that little of the disk is taken that is not needed.
    let step = min(max(room * Self.stride, 1 << 20), 1 << 26)
    let larger = needed + step / Self.stride
    let place = unsafe try mapMore(larger)
    unsafe Self.release(start, room, isMapped: true)
    unsafe start = place
    room = larger
  }

  /// Maps the file again, with room for `count` values.
  private func mapMore(_ count: Int) throws(FileError) -> UnsafeMutablePointer<Element>? {
    switch file {
    case .some(let file):
      try file.reserve(count * Self.stride)
      return unsafe try Self.map(file, count)
    case .none: return nil
    }
  }

  private mutating func growInMemory(to needed: Int) throws(FileError) {
    let larger = max(needed, 2 * room, 4_096 / Self.stride)
    guard let place = unsafe realloc(start, larger * Self.stride) else {
      throw .refused(.map, path: "memory", reason: .noMemory)
    }
    unsafe Self.preferLargePages(place, larger * Self.stride)
    unsafe start = place.assumingMemoryBound(to: Element.self)
    room = larger
  }

  /// Makes a file at `path` of the column and maps it; where it is a file already, nothing is done.
  ///
  /// - Throws: `refused`; the column is then what it was.
  public mutating func move(to path: FilePath) throws(FileError) {
    if isMapped { return }
    let file = try OpenFile(path, flags: O_RDWR | O_CREAT | O_TRUNC)
    try write(from: 0, to: file)
    let place = unsafe try Self.map(file, count)
    unsafe Self.release(start, room, isMapped: false)
    unsafe start = place
    room = count
    self.file = consume file
  }

  /// Ends the column as the file at `path`, which has its first `kept` values already.
  ///
  /// - Precondition: a column that is mapped is mapped from there.
  /// - Throws: `refused`.
  public func finish(as path: FilePath, keeping kept: Int = 0) throws(FileError) {
    if isMapped { return try OpenFile(path, flags: O_WRONLY).cut(to: count * Self.stride) }
    let flags = O_WRONLY | O_CREAT | (kept == 0 ? O_TRUNC : 0)
    let file = try OpenFile(path, flags: flags)
    try file.cut(to: kept * Self.stride)
    try write(from: kept, to: file)
  }

  private func write(from first: Int, to file: borrowing OpenFile) throws(FileError) {
    // Safe: the values are there for as long as they are written.
    guard first < count, let start = unsafe start else { return }
    let bytes = unsafe UnsafeRawBufferPointer(
      start: start + first, count: (count - first) * Self.stride)
    unsafe try file.write(bytes)
  }

  private static func map(
    _ file: borrowing OpenFile, _ count: Int, _ protection: Int32 = PROT_READ | PROT_WRITE
  ) throws(FileError) -> UnsafeMutablePointer<Element>? {
    if count == 0 { return nil }
    try DiskWatch.note(.map, file.path)
    let place = unsafe mmap(
      nil, count * stride, protection, MAP_SHARED, file.descriptor, 0)
    guard let place = unsafe place, unsafe place != MAP_FAILED else {
      throw .refused(.map, path: file.path, reason: Errno(rawValue: errno))
    }
    _ = unsafe madvise(place, count * stride, MADV_RANDOM)
    return unsafe place.assumingMemoryBound(to: Element.self)
  }

  /// Asks for large pages: look-ups at random otherwise wait for the tables of the small ones.
  private static func preferLargePages(_ place: UnsafeMutableRawPointer, _ size: Int) {
    guard size >= 4 << 20 else { return }
    let first = (Int(bitPattern: place) + 4_095) & ~4_095
    let end = (Int(bitPattern: place) + size) & ~4_095
    _ = unsafe madvise(UnsafeMutableRawPointer(bitPattern: first), end - first, MADV_HUGEPAGE)
  }

  private static func release(
    _ start: UnsafeMutablePointer<Element>?, _ room: Int, isMapped: Bool
  ) {
    if isMapped {
      if let start = unsafe start { _ = unsafe munmap(start, room * stride) }
    } else {
      unsafe free(start)
    }
  }
}
