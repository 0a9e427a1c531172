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

  /// Scans file number `number` of `folder`.
  ///
  /// - Throws: `file`.
  init(_ folder: BlockFolder, file number: Int, network: Network) throws(LedgerError) {
    let source = try BlockFileSource(folder, file: number, network: network)
    self = try source.search { reader, size in
      BlockFileScan(&reader, file: number, named: folder.files[number], size: size)
    }
  }

  private init(
    _ reader: inout BlockFileReader, file number: Int, named name: String, size: Int
  ) {
    self.size = size
    // A chain's first blocks are this small. Room that is not used is never touched.
    blocks.reserveCapacity(size / 512)
    while let record = reader.next() { blocks.append(FoundBlock(record, file: number)) }
    workless = reader.workless.map { FoundBlock($0, file: number) }
    skipped = reader.remarks.map { SkippedBytes($0, file: name) }
  }
}
