public import SystemPackage

/// A file of fixed-width values in the machine's (little-endian) order, mapped into memory.
@safe
public struct Column<Element: BitwiseCopyable & Sendable>: ~Copyable, Sendable {
  @usableFromInline let file: MappedFile
  /// How many values there are.
  public let count: Int

  /// Maps the column at `path`.
  ///
  /// - Throws: `refused`, and `unevenSize` where the file does not hold whole values.
  public init(_ path: FilePath, access: MappedFile.Access = .random) throws(FileError) {
    let file = try MappedFile(path, access: access)
    let size = MemoryLayout<Element>.stride
    guard file.count.isMultiple(of: size) else {
      throw .unevenSize(path: path, bytes: file.count, element: size)
    }
    self.count = file.count / size
    self.file = file
  }

  /// Maps the first `count` values of the column at `path`; what stands behind them is not looked at.
  ///
  /// - Throws: `refused`, and `short` where there are fewer.
  public init(
    _ path: FilePath, count: Int, access: MappedFile.Access = .random
  ) throws(FileError) {
    let file = try MappedFile(
      path, count: count * MemoryLayout<Element>.stride, access: access)
    self.count = count
    self.file = file
  }

  /// The values, lent as long as this column lives.
  @inlinable
  public var values: Span<Element> {
    @_lifetime(borrow self)
    get {
      // Safe: a mapping starts on a page, so it is aligned for every type, and it holds `count`
      // values of a type of which every bit pattern is one.
      let start = unsafe (file.start ?? UnsafeRawPointer(MappedFile.nothing))
        .assumingMemoryBound(to: Element.self)
      let span = unsafe Span<Element>(_unsafeStart: start, count: count)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// The file's bytes, lent as long as this column lives.
  @inlinable
  public var bytes: Span<UInt8> {
    @_lifetime(borrow self)
    get { file.bytes }
  }

  /// Where the file was found.
  public var path: FilePath { file.path }
}
