import Glibc
public import SystemPackage

/// Writes a column front to back through a buffer of 1 MiB.
public struct ColumnWriter<Element: BitwiseCopyable & Sendable>: ~Copyable {
  /// How many values there are.
  public private(set) var count = 0
  private let file: OpenFile
  private var buffer: [Element]

  private static var capacity: Int { (1 << 20) / MemoryLayout<Element>.stride }

  /// Makes the column at `path`, empty; one that is there is cut to nothing.
  ///
  /// - Throws: `refused`.
  public init(_ path: FilePath) throws(FileError) {
    let file = try OpenFile(path, flags: O_WRONLY | O_CREAT | O_TRUNC)
    self.file = file
    self.buffer = []
    buffer.reserveCapacity(ColumnWriter.capacity)
  }

  /// Opens the column at `path` to write behind its first `kept` values; what else there is of it goes.
  ///
  /// - Throws: `refused`, `short` where it has fewer values.
  public init(_ path: FilePath, keeping kept: Int) throws(FileError) {
    let file = try OpenFile(path, flags: O_WRONLY | O_CREAT)
    let needed = kept * MemoryLayout<Element>.stride
    let found = try file.readSize()
    guard found >= needed else {
      throw .short(path: path, position: 0, needed: needed, found: found)
    }
    try file.cut(to: needed)
    self.file = file
    self.buffer = []
    self.count = kept
    buffer.reserveCapacity(ColumnWriter.capacity)
  }

  /// Writes one value.
  ///
  /// - Throws: `refused`.
  public mutating func write(_ value: Element) throws(FileError) {
    if buffer.count == ColumnWriter.capacity { try flush() }
    buffer.append(value)
    count += 1
  }

  /// Writes values, whose count may be any, past the buffer.
  ///
  /// - Throws: `refused`.
  public mutating func write(_ values: Span<Element>) throws(FileError) {
    if values.isEmpty { return }
    try flush()
    count += values.count
    try ColumnWriter.write(values, to: file)
  }

  /// Writes what is still in the buffer, makes sure that it survives a power cut, and closes.
  ///
  /// Within `Folder.build`, which syncs the whole folder at its end, `syncing: false` saves time.
  ///
  /// - Throws: `refused`.
  public consuming func finish(syncing: Bool = true) throws(FileError) {
    try flush()
    if syncing { try file.sync() }
  }

  private mutating func flush() throws(FileError) {
    if buffer.isEmpty { return }
    try ColumnWriter.write(buffer.span, to: file)
    buffer.removeAll(keepingCapacity: true)
  }

  private static func write(
    _ values: Span<Element>, to file: borrowing OpenFile
  ) throws(FileError) {
    try unsafe values.withUnsafeBytes { bytes throws(FileError) in
      // Safe: the bytes are lent for as long as they are written.
      unsafe try file.write(bytes)
    }
  }
}
