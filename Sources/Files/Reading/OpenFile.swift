import Glibc
public import SystemPackage

/// An open file, closed when its owner goes.
///
/// Reading at a position moves no cursor, so several threads may read at once.
public struct OpenFile: ~Copyable, Sendable {
  /// Where the file was found.
  public let path: FilePath
  let descriptor: Int32

  /// Opens a file for reading.
  ///
  /// - Throws: `refused`.
  public init(_ path: FilePath) throws(FileError) {
    try self.init(path, flags: O_RDONLY)
  }

  init(_ path: FilePath, flags: Int32) throws(FileError) {
    let descriptor = try SystemCall.check(.open, path) {
      unsafe path.withPlatformString { unsafe open($0, flags | O_CLOEXEC, 0o644) }
    }
    self.path = path
    self.descriptor = descriptor
  }

  deinit {
    _ = close(descriptor)
  }

  /// Asks how many bytes the file has now.
  ///
  /// - Throws: `refused`.
  public func readSize() throws(FileError) -> Int {
    var facts = stat()
    _ = try SystemCall.check(.inspect, path) { unsafe fstat(descriptor, &facts) }
    return Int(facts.st_size)
  }

  /// Reads `count` bytes at `position` into the front of `buffer`, which grows if it must.
  ///
  /// - Throws: `refused`, `short`.
  public func read(
    into buffer: inout [UInt8], at position: Int, count: Int
  ) throws(FileError) {
    if buffer.count < count {
      buffer.append(contentsOf: repeatElement(0, count: count - buffer.count))
    }
    var done = 0
    while done < count {
      let start = done
      let result = try SystemCall.checkLong(.read, path) {
        unsafe buffer.withUnsafeMutableBytes { bytes in
          // Safe: the buffer has at least `count` bytes, and `start` is less.
          unsafe pread(
            descriptor, bytes.baseAddress?.advanced(by: start), count - start,
            off_t(position + start))
        }
      }
      guard result > 0 else {
        throw .short(path: path, position: position, needed: count, found: done)
      }
      done += result
    }
  }

  /// Writes all of `bytes` at the end of what has been written.
  func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    var done = 0
    while done < bytes.count {
      let start = done
      done += try SystemCall.checkLong(.write, path) {
        // Safe: `start` is less than the count of the buffer.
        unsafe Glibc.write(
          descriptor, bytes.baseAddress?.advanced(by: start), bytes.count - start)
      }
    }
  }

  func sync() throws(FileError) {
    _ = try SystemCall.check(.sync, path) { fsync(descriptor) }
  }
}
