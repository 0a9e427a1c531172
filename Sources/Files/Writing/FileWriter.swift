import Glibc
public import SystemPackage

/// Writes a new file front to back through a buffer, of 1 MiB unless told otherwise.
///
/// What a crash leaves is for the caller to mind: write inside `Folder.build`, or through `AtomicFile`.
public struct FileWriter: ~Copyable, Sendable {
  /// How many bytes have been written.
  public private(set) var count = 0
  private let file: OpenFile
  private var buffer: [UInt8]
  private let capacity: Int

  /// Makes the file at `path`, empty; one that is there is cut to nothing.
  ///
  /// - Parameter capacity: how many bytes are gathered before the system gets them.
  /// - Throws: `refused`.
  public init(_ path: FilePath, capacity: Int = 1 << 20) throws(FileError) {
    let file = try OpenFile(path, flags: O_WRONLY | O_CREAT | O_TRUNC)
    self.file = file
    self.capacity = capacity
    self.buffer = []
    buffer.reserveCapacity(capacity)
  }

  /// Where the file is.
  public var path: FilePath { file.path }

  /// Writes bytes.
  ///
  /// - Throws: `refused`.
  public mutating func write(_ bytes: [UInt8]) throws(FileError) {
    count += bytes.count
    if bytes.count >= capacity {
      try flush()
      let result = unsafe bytes.withUnsafeBytes { buffer -> Result<Void, FileError> in
        // Safe: the bytes are lent for as long as they are written.
        do throws(FileError) { return .success(unsafe try file.write(buffer)) } catch {
          return .failure(error)
        }
      }
      return try result.get()
    }
    if buffer.count + bytes.count > capacity { try flush() }
    buffer.append(contentsOf: bytes)
  }

  /// Writes the UTF-8 of a text.
  ///
  /// - Throws: `refused`.
  public mutating func write(_ text: String) throws(FileError) {
    try write(Array(text.utf8))
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
    let result = unsafe buffer.withUnsafeBytes { bytes -> Result<Void, FileError> in
      // Safe: the bytes are lent for as long as they are written.
      do throws(FileError) { return .success(unsafe try file.write(bytes)) } catch {
        return .failure(error)
      }
    }
    buffer.removeAll(keepingCapacity: true)
    try result.get()
  }
}
