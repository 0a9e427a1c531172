import Glibc
import SystemPackage

/// Calls into the system that are tried again when a signal interrupts them.
enum SystemCall {
  /// The result of `call` once it is not negative.
  ///
  /// - Throws: `refused` with the system's reason.
  static func check(
    _ action: FileAction, _ path: FilePath, _ call: () -> Int32
  ) throws(FileError) -> Int32 {
    try Int32(checkLong(action, path) { Int(call()) })
  }

  /// The result of `call` once it is not negative.
  ///
  /// - Throws: `refused` with the system's reason.
  static func checkLong(
    _ action: FileAction, _ path: FilePath, _ call: () -> Int
  ) throws(FileError) -> Int {
    try DiskWatch.note(action, path)
    while true {
      let result = call()
      if result >= 0 { return result }
      let reason = Errno(rawValue: errno)
      guard reason == .interrupted else {
        throw .refused(action, path: path, reason: reason)
      }
    }
  }
}
