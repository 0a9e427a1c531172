import Files
import Synchronization
import SystemPackage

/// The block file that was read last, left open: pieces that follow each other mostly lie in one file.
final class LastBlockFile: Sendable {
  private final class Entry: Sendable {
    let number: Int
    let file: OpenFile

    init(_ number: Int, of folder: BlockFolder) throws(FileError) {
      self.number = number
      file = try OpenFile(folder.path.appending(folder.files[number]))
    }
  }

  private let last = Mutex<Entry?>(nil)

  /// Reads bytes of file number `number`.
  ///
  /// - Throws: `refused`, `short`.
  func read(
    _ number: Int, of folder: BlockFolder, at position: Int, count: Int
  ) throws(FileError) -> [UInt8] {
    if let entry = last.withLock(\.self), entry.number == number {
      return try entry.file.read(at: position, count: count)
    }
    let entry = try Entry(number, of: folder)
    last.withLock { $0 = entry }
    return try entry.file.read(at: position, count: count)
  }
}
