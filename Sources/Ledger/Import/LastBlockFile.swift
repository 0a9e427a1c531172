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

  /// Reads bytes of file number `number` into `buffer` from its place `first` on; it grows if it must.
  ///
  /// - Throws: `refused`, `short`.
  func read(
    _ number: Int, of folder: BlockFolder, at position: Int, count: Int,
    into buffer: inout [UInt8], from first: Int
  ) throws(FileError) {
    let entry: Entry
    if let known = last.withLock(\.self), known.number == number {
      entry = known
    } else {
      entry = try Entry(number, of: folder)
      last.withLock { $0 = entry }
    }
    try entry.file.read(into: &buffer, from: first, at: position, count: count)
  }
}
