import Bitcoin
import Files
import SystemPackage

/// A block that stands in a file; only its header has been looked at.
struct FoundBlock: Sendable {
  /// The number of the file in the folder's list.
  var file: Int
  /// Where the record's magic is.
  var position: Int
  /// How many bytes the block has.
  var size: Int
  var header: BlockHeader
  var hash: BlockHash

  /// Where the block's first byte is.
  var blockPosition: Int { position + 8 }
}

/// Finds the records of one block file without reading their blocks' bodies.
struct BlockFileScan: Sendable {
  var blocks: [FoundBlock] = []
  /// Blocks whose header misses its own target.
  var workless: [FoundBlock] = []
  var skipped: [SkippedBytes] = []
  /// The file's size when it was scanned.
  var size = 0

  /// Scans file number `number` of `folder`.
  ///
  /// - Throws: `truncated`, `file`.
  init(_ folder: BlockFolder, file number: Int, network: Network) throws(LedgerError) {
    let path = folder.path.appending(folder.files[number])
    let file = try LedgerError.wrapping { () throws(FileError) in
      try MappedFile(path, access: .random)
    }
    size = file.count
    let hasher = DoubleSHA256()
    let view = RecordView(bytes: file.bytes, key: folder.key, magic: network.magic)
    var position = 0
    var junkStart = 0
    while position < view.count {
      switch view.record(at: position) {
      case .none:
        // One look to the end at the first zero; a node's tail is up to 16 MiB of them.
        if position == junkStart || !view.isZero(at: position - 1), view.isZeroTail(from: position)
        {
          note(.junk, folder.files[number], junkStart, position)
          note(.zeroTail, folder.files[number], position, view.count)
          return
        }
        position += 1
        continue
      case .cut(let needed):
        guard view.hasRecord(after: position + 4) else {
          throw .truncated(
            file: path, position: position, needed: needed, found: view.count - position)
        }
        note(.junk, folder.files[number], junkStart, position)
        junkStart = position
        position = view.nextRecord(after: position + 4)
        noteWorkless(view, file: number, junkStart + 4, position, hasher)
        note(.torn, folder.files[number], junkStart, position)
      case .whole(let blockSize):
        note(.junk, folder.files[number], junkStart, position)
        // A whole record has room for a header.
        guard let header = view.header(at: position + 8) else {
          position += 1
          continue
        }
        let block = FoundBlock(
          file: number, position: position, size: blockSize, header: header,
          hash: view.hash(of: header, at: position + 8, using: hasher))
        if header.meetsTarget(hash: block.hash) {
          blocks.append(block)
          position += 8 + blockSize
        } else {
          // The record may be junk that looks like one, so the search goes on inside it.
          junkStart = position
          position = view.nextRecord(after: position + 4)
          noteWorkless(view, file: number, junkStart, position, hasher)
          note(.noWork(block.hash), folder.files[number], junkStart, position)
        }
      }
      junkStart = position
    }
    note(.junk, folder.files[number], junkStart, view.count)
  }

  /// Notes the blocks between two positions, none of which meets its target.
  ///
  /// They are taken at their word for their sizes: a file in which records lie over each other has
  /// no more of them than fit beside each other.
  private mutating func noteWorkless(
    _ view: borrowing RecordView, file: Int, _ start: Int, _ end: Int,
    _ hasher: borrowing DoubleSHA256
  ) {
    var position = start
    while position < end {
      guard case .whole(let size) = view.record(at: position),
        let header = view.header(at: position + 8)
      else {
        position += 1
        continue
      }
      workless.append(
        FoundBlock(
          file: file, position: position, size: size, header: header,
          hash: view.hash(of: header, at: position + 8, using: hasher)))
      position += 8 + size
    }
  }

  private mutating func note(
    _ reason: SkippedBytes.Reason, _ file: String, _ start: Int, _ end: Int
  ) {
    guard end > start else { return }
    skipped.append(
      SkippedBytes(file: file, position: start, count: end - start, reason: reason))
  }
}
