import Bitcoin
import Files
import Foundation
import SystemPackage
import TestSupport

/// A folder of block files that grows as a node's does: records behind each other, cut anywhere, in files
/// of a few blocks, obfuscated, of which the last may have room that is zero.
struct GrowingFolder {
  /// How a node's files grow.
  struct Style {
    /// The obfuscation key; none where empty.
    var key: [UInt8] = []
    /// How many bytes of zeros stand ready behind what is written.
    var room = 0
    /// How many records one file takes.
    var recordsPerFile = 9
  }

  let path: FilePath
  private let style: Style
  private let records: [[UInt8]]
  /// How many bytes of all records are written.
  private(set) var written = 0
  /// How many bytes of records there are.
  let total: Int

  init(_ blocks: [Block], in path: FilePath, _ style: Style = Style()) throws {
    self.path = path
    self.style = style
    records = blocks.map { BlockFolderWriter.record($0) }
    total = records.reduce(0) { $0 + $1.count }
    try Folder.create(path)
    if !style.key.isEmpty { try write(style.key, at: 0, of: "xor.dat") }
  }

  /// How many whole records are written.
  var recordCount: Int {
    var end = 0
    return records.prefix { record in
      end += record.count
      return end <= written
    }.count
  }

  /// Writes `count` bytes more, wherever records and files end.
  mutating func grow(by count: Int) throws {
    let end = min(total, written + count)
    var start = 0
    for (number, record) in records.enumerated() {
      let range = start..<start + record.count
      let part = range.clamped(to: written..<end)
      if !part.isEmpty {
        try put(
          Array(record[part.lowerBound - start..<part.upperBound - start]),
          at: offset(of: number) + part.lowerBound - start, file: number / style.recordsPerFile)
      }
      start = range.upperBound
    }
    written = end
  }

  private func offset(of number: Int) -> Int {
    let first = number - number % style.recordsPerFile
    return records[first..<number].reduce(0) { $0 + $1.count }
  }

  /// Writes obfuscated bytes, and zeros as they are where the file has no room yet.
  private func put(_ bytes: [UInt8], at position: Int, file: Int) throws {
    var bytes = bytes
    if !style.key.isEmpty {
      for index in bytes.indices { bytes[index] ^= style.key[(position + index) & 7] }
    }
    let digits = "\(file)"
    let name = "blk" + String(repeating: "0", count: 5 - digits.count) + digits + ".dat"
    try write(bytes, at: position, of: name)
  }

  private func write(_ bytes: [UInt8], at position: Int, of name: String) throws {
    let url = URL(fileURLWithPath: path.appending(name).string)
    if !FileManager.default.fileExists(atPath: url.path) { try Data().write(to: url) }
    let file = try FileHandle(forUpdating: url)
    let size = try file.seekToEnd()
    let needed = UInt64(position + bytes.count)
    if style.room > 0, name != "xor.dat", size < needed {
      // A node allocates ahead in steps, and the bytes are zero on disk whatever the key is.
      try file.write(contentsOf: Data(count: style.room + bytes.count))
    }
    try file.seek(toOffset: UInt64(position))
    try file.write(contentsOf: Data(bytes))
    try file.close()
  }
}
