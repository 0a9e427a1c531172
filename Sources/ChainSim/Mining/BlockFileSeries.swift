import Bitcoin
import Files
import SystemPackage

/// The files `blk00000.dat`, `blk00001.dat` …, each up to the size at which Bitcoin Core starts the next.
struct BlockFileSeries: ~Copyable, Sendable {
  /// How many bytes are gathered before they are written: a small chain's memory is mostly buffers.
  private static let bufferSize = 1 << 18

  private let folder: FilePath
  private let network: Network
  private var number = 0
  private var file: FileWriter?

  /// No files yet, to be made in `folder`.
  init(folder: FilePath, network: Network) {
    self.folder = folder
    self.network = network
    file = nil
  }

  /// Writes the record of a block, whose bytes come in two parts.
  ///
  /// - Throws: `file` where the system refuses.
  mutating func append(_ front: [UInt8], _ rest: [UInt8] = []) throws(ScenarioError) {
    let count = front.count + rest.count
    var frame = ByteWriter(capacity: 8)
    BlockFile.writeFrame(count, network: network, into: &frame)
    do throws(FileError) {
      var current: FileWriter
      if let open = file.take() { current = open } else { current = try next() }
      if current.count + frame.bytes.count + count > BlockRules.maxFileSize {
        try current.finish()
        current = try next()
      }
      try current.write(frame.bytes)
      try current.write(front)
      try current.write(rest)
      file = consume current
    } catch {
      throw ScenarioError(error)
    }
  }

  /// Writes what is left and closes the last file, which is synced with the rest of the case.
  ///
  /// - Throws: `file` where the system refuses.
  consuming func finish() throws(ScenarioError) {
    do throws(FileError) {
      if let open = file.take() { try open.finish(syncing: false) }
    } catch {
      throw ScenarioError(error)
    }
  }

  private mutating func next() throws(FileError) -> FileWriter {
    let digits = String(number)
    let name = "blk" + String(repeating: "0", count: max(0, 5 - digits.count)) + digits + ".dat"
    number += 1
    return try FileWriter(folder.appending(name), capacity: BlockFileSeries.bufferSize)
  }
}
