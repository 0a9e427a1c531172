import Bitcoin
import Files
import SystemPackage

/// The records of one block file, found without reading their blocks' bodies.
struct BlockFileScan: Sendable {
  var blocks: [FoundBlock] = []
  /// Blocks whose header misses its own target.
  var workless: [FoundBlock] = []
  var skipped: [SkippedBytes] = []
  /// The file's size when it was scanned.
  var size = 0

  /// Scans file number `number` of `folder`, all of it or the records that begin in `range`.
  ///
  /// - Throws: `file`.
  init(
    _ folder: BlockFolder, file number: Int, network: Network, range: Range<Int>? = nil
  ) throws(LedgerError) {
    let name = folder.files[number]
    let file = try LedgerError.wrapping { () throws(FileError) in
      try MappedFile(folder.path.appending(name), access: .random)
    }
    size = file.count
    let range = range.map { $0.clamped(to: 0..<file.count) }
    var reader = BlockFileReader(file.bytes, network: network, key: folder.key, range: range)
    // A chain's first blocks are this small. Room that is not used is never touched.
    blocks.reserveCapacity((range?.count ?? file.count) / 512)
    while let record = reader.next() { blocks.append(FoundBlock(record, file: number)) }
    workless = reader.workless.map { FoundBlock($0, file: number) }
    skipped = reader.remarks.map { SkippedBytes($0, file: name) }
  }
}
