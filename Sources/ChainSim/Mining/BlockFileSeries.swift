import Bitcoin
import Files
import SystemPackage

/// The files `blk00000.dat`, `blk00001.dat` …, each up to the size at which Bitcoin Core starts the next.
struct BlockFileSeries: ~Copyable {
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

  /// Writes the record of a block.
  ///
  /// - Throws: `file` where the system refuses.
  mutating func append(_ block: [UInt8]) throws(ScenarioError) {
    var record = ByteWriter(capacity: block.count + 8)
    BlockFile.write(block, network: network, into: &record)
    do throws(FileError) {
      var current: FileWriter
      if let open = file.take() { current = open } else { current = try next() }
      if current.count + record.bytes.count > BlockAssembly.maxFileSize {
        try current.finish()
        current = try next()
      }
      try current.write(record.bytes)
      file = consume current
    } catch {
      throw ScenarioError(error)
    }
  }

  /// Writes what is left and closes the last file.
  ///
  /// - Throws: `file` where the system refuses.
  consuming func finish() throws(ScenarioError) {
    do throws(FileError) {
      if let open = file.take() { try open.finish() }
    } catch {
      throw ScenarioError(error)
    }
  }

  private mutating func next() throws(FileError) -> FileWriter {
    let digits = String(number)
    let name = "blk" + String(repeating: "0", count: max(0, 5 - digits.count)) + digits + ".dat"
    number += 1
    return try FileWriter(folder.appending(name))
  }
}
