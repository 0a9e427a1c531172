import Synchronization
package import SystemPackage

/// What a test is told of before anything in its folder is changed on disk, so that it can end a run
/// at any point. Outside of tests nobody watches.
package enum DiskWatch {
  /// Who watches a folder: what it throws is thrown in place of the call, which is then not made.
  package typealias Watcher = @Sendable (FileAction, FilePath) throws(FileError) -> Void

  private static let count = Atomic<Int>(0)
  private static let watchers = Mutex<[FilePath: Watcher]>([:])

  /// Runs `body` while `watcher` watches all that is done in `folder`, on any thread.
  ///
  /// - Throws: what `body` throws.
  package static func watch(
    _ folder: FilePath, _ watcher: @escaping Watcher, while body: () throws -> Void
  ) throws {
    watchers.withLock { $0[folder] = watcher }
    count.wrappingAdd(1, ordering: .acquiringAndReleasing)
    defer {
      count.wrappingSubtract(1, ordering: .acquiringAndReleasing)
      watchers.withLock { $0[folder] = nil }
    }
    try body()
  }

  static func note(_ action: FileAction, _ path: FilePath) throws(FileError) {
    guard count.load(ordering: .acquiring) > 0, action.changesDisk else { return }
    let found = watchers.withLock { $0.first { path.starts(with: $0.key) }?.value }
    try found?(action, path)
  }
}

extension FileAction {
  /// Whether it leaves something else on disk, or makes that last.
  fileprivate var changesDisk: Bool {
    switch self {
    case .open, .read, .map, .lock, .inspect: false
    case .write, .create, .link, .cut, .rename, .exchange, .remove, .sync: true
    }
  }
}
