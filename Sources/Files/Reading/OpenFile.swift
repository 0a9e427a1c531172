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
  /// - Throws: `refused`, and `noFile` for a folder, a pipe or a device.
  public init(_ path: FilePath) throws(FileError) {
    // Without waiting: a pipe would hold us until somebody writes to it.
    let descriptor = try OpenFile.open(path, flags: O_RDONLY | O_NONBLOCK)
    do throws(FileError) {
      guard try OpenFile.facts(of: descriptor, path).st_mode & S_IFMT == S_IFREG else {
        throw .noFile(path: path)
      }
    } catch {
      _ = close(descriptor)
      throw error
    }
    self.path = path
    self.descriptor = descriptor
  }

  init(_ path: FilePath, flags: Int32) throws(FileError) {
    self.descriptor = try OpenFile.open(path, flags: flags)
    self.path = path
  }

  deinit {
    _ = close(descriptor)
  }

  /// Asks how many bytes the file has now.
  ///
  /// - Throws: `refused`.
  public func readSize() throws(FileError) -> Int {
    Int(try OpenFile.facts(of: descriptor, path).st_size)
  }

  private static func open(_ path: FilePath, flags: Int32) throws(FileError) -> Int32 {
    if flags & O_CREAT != 0 { try DiskWatch.note(.create, path) }
    return try SystemCall.check(.open, path) {
      unsafe path.withPlatformString { unsafe Glibc.open($0, flags | O_CLOEXEC, 0o644) }
    }
  }

  private static func facts(of descriptor: Int32, _ path: FilePath) throws(FileError) -> stat {
    var facts = stat()
    _ = try SystemCall.check(.inspect, path) { unsafe fstat(descriptor, &facts) }
    return facts
  }

  /// Reads `count` bytes at `position`.
  ///
  /// - Throws: `refused`, `short`.
  public func read(at position: Int, count: Int) throws(FileError) -> [UInt8] {
    var failure: FileError?
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, done in
      do throws(FileError) {
        while done < count {
          // Safe: the buffer has room for `count` bytes, of which `done` are there.
          let result = try SystemCall.checkLong(.read, path) {
            unsafe pread(
              descriptor, buffer.baseAddress?.advanced(by: done), count - done,
              off_t(position + done))
          }
          guard result > 0 else {
            throw .short(path: path, position: position, needed: count, found: done)
          }
          done += result
        }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Reads `count` bytes at `position` into `buffer` from its place `first` on; it grows if it must.
  ///
  /// - Throws: `refused`, `short`.
  public func read(
    into buffer: inout [UInt8], from first: Int = 0, at position: Int, count: Int
  ) throws(FileError) {
    if buffer.count < first + count {
      buffer.append(contentsOf: repeatElement(0, count: first + count - buffer.count))
    }
    var done = 0
    while done < count {
      let start = done
      let result = try SystemCall.checkLong(.read, path) {
        unsafe buffer.withUnsafeMutableBytes { bytes in
          // Safe: the buffer has at least `first + count` bytes, and `start` is less than `count`.
          unsafe pread(
            descriptor, bytes.baseAddress?.advanced(by: first + start), count - start,
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

  /// Cuts the file, or fills it up with zeros, to `count` bytes; what is written next stands behind.
  func cut(to count: Int) throws(FileError) {
    _ = try SystemCall.check(.cut, path) { ftruncate(descriptor, off_t(count)) }
    _ = try SystemCall.checkLong(.inspect, path) { Int(lseek(descriptor, off_t(count), SEEK_SET)) }
  }

  /// Makes the file at least `count` bytes long, all of them taken from the disk, so that writing to a
  /// mapping of them cannot fail for want of room.
  func reserve(_ count: Int) throws(FileError) {
    try DiskWatch.note(.write, path)
    // No room at all is an error to the system.
    if count == 0 { return }
    var reason = EINTR
    while reason == EINTR { reason = posix_fallocate(descriptor, 0, off_t(count)) }
    guard reason == 0 else {
      throw .refused(.write, path: path, reason: Errno(rawValue: reason))
    }
  }

  func sync() throws(FileError) {
    _ = try SystemCall.check(.sync, path) { fsync(descriptor) }
  }
}
