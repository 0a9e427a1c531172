import Glibc
public import SystemPackage

/// Writes a new column front to back through a buffer of 1 MiB.
public struct ColumnWriter<Element: BitwiseCopyable & Sendable>: ~Copyable {
  /// How many values have been written.
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
