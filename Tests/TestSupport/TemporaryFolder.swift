import Foundation
public import SystemPackage

/// A folder of its own for a test, deleted when the last owner goes.
public final class TemporaryFolder: Sendable {
  /// Where the folder is.
  public let path: FilePath

  /// Makes a new, empty folder, in memory where that is asked for and to be had: syncing costs nothing
  /// there.
  public init(inMemory: Bool = false) throws {
    let memory = URL(fileURLWithPath: "/dev/shm", isDirectory: true)
    let isThere = inMemory && FileManager.default.isWritableFile(atPath: memory.path)
    let url = (isThere ? memory : FileManager.default.temporaryDirectory)
      .appendingPathComponent("coldtrace-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = FilePath(url.path)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path.string)
  }
}
