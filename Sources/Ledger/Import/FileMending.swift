import Bitcoin

/// A look at the bytes of a block file's damaged records: what they really are, and what they hide.
///
/// Each byte is searched once, with no frame believed: a record that is found inside another one is
/// known to be whole and need not be searched again. The bytes of a block that is as its header says are
/// its own, whatever looks like a record in them.
struct FileMending: Sendable {
  /// The lengths of blocks whose frames lie, by where their records are.
  private(set) var sizes: [Int: Int] = [:]
  /// How many bytes are not the block that their header names, by where the record is.
  private(set) var damaged: [Int: Int] = [:]
  /// Records that lie in a block, and are none.
  private(set) var swallowed: Set<Int> = []
  /// Blocks that the records hid.
  private(set) var hidden: [FoundBlock] = []
  /// What stands between those.
  private(set) var gaps: [SkippedBytes] = []
  /// Bytes that reach behind where their record was thought to end, and are a block's.
  private(set) var claimed: [Range<Int>] = []
  /// How many bytes were read.
  private(set) var bytesRead = 0
  private var file: Int
  private var name: String
  /// Up to where the bytes are known to be a block's.
  private var known = 0

  /// Looks at the records at the places `open` of file number `file`, which are damaged; `records` are
  /// all of the file in order.
  ///
  /// - Throws: `file`.
  init(
    _ records: ArraySlice<FoundBlock>, open: Set<Int>, of file: Int, in folder: BlockFolder,
    network: Network
  ) throws(LedgerError) {
    let source = try BlockFileSource(folder, file: file, network: network)
    let start = FileMending(file: file, name: folder.files[file])
    self = try source.search { reader, size in
      var mending = start
      for record in records where record.blockPosition + record.size <= size {
        mending.take(record, isOpen: open.contains(record.position), &reader)
      }
      return mending
    }
    bytesRead = source.bytesRead
  }

  private init(file: Int, name: String) {
    self.file = file
    self.name = name
  }

  private mutating func take(
    _ record: FoundBlock, isOpen: Bool, _ reader: inout BlockFileReader
  ) {
    let end = record.blockPosition + record.size
    if record.position < known {
      swallowed.insert(record.position)
      if known < end { search(known..<end, &reader) }
      return
    }
    guard isOpen else { return }
    let size = reader.measureBlock(at: record.blockPosition, header: record.header)
    if size == record.size {
      // It is the block of its header, which is what is wrong.
      damaged[record.position] = 8 + record.size
    } else if let size {
      sizes[record.position] = size
      claim(record.position..<record.blockPosition + size)
      if known < end { search(known..<end, &reader) }
    } else {
      searchInside(record, &reader)
    }
  }

  /// Searches a record that is no block; what it is itself ends where the first block is.
  private mutating func searchInside(_ record: FoundBlock, _ reader: inout BlockFileReader) {
    let end = record.blockPosition + record.size
    let (blockCount, gapCount) = (hidden.count, gaps.count)
    search(record.position + 4..<end, &reader)
    let first = blockCount < hidden.count ? hidden[blockCount].position : end
    damaged[record.position] = first - record.position
    let own = gaps[gapCount...].prefix { $0.position < first }.count
    gaps.removeSubrange(gapCount..<gapCount + own)
  }

  private mutating func search(_ range: Range<Int>, _ reader: inout BlockFileReader) {
    reader.search(range)
    while let record = reader.next() {
      hidden.append(FoundBlock(record, file: file))
      if record.block.upperBound > range.upperBound {
        claim(record.position..<record.block.upperBound)
      }
    }
    gaps += reader.remarks.map { SkippedBytes($0, file: name) }
  }

  private mutating func claim(_ range: Range<Int>) {
    claimed.append(range)
    known = range.upperBound
  }
}
