import Bitcoin

/// A block that stands in a file; only its header has been looked at.
struct FoundBlock: Sendable {
  /// The number of the file in the folder's list.
  var file: Int
  /// Where the record's magic is.
  var position: Int
  /// How many bytes the record says that the block has.
  var claimed: Int
  /// How many bytes the block has.
  var size: Int
  var header: BlockHeader
  var hash: BlockHash

  /// Where the block's first byte is.
  var blockPosition: Int { position + 8 }
  /// Where the record is, to know it by.
  var place: RecordPlace { RecordPlace(file: file, position: position) }
}

extension FoundBlock {
  /// A record of file number `file`.
  init(_ record: BlockRecord, file: Int) {
    self.init(
      file: file, position: record.position, claimed: record.claimed,
      size: record.block.count, header: record.header, hash: record.hash)
  }
}

/// Where a record is: the number of its file, and the byte at which it begins.
struct RecordPlace: Hashable, Comparable, Sendable {
  var file: Int
  var position: Int

  static func < (left: RecordPlace, right: RecordPlace) -> Bool {
    left.file == right.file ? left.position < right.position : left.file < right.file
  }
}
