import Bitcoin
import Files
import SystemPackage

/// Writes the columns that nobody looks back at while a chain is imported.
struct ColumnSink: ~Copyable {
  private var blockHash: ColumnWriter<BlockHash>
  private var blockHeader: ColumnWriter<EncodedHeader>
  private var blockTime: ColumnWriter<UInt32>
  private var blockFile: ColumnWriter<UInt32>
  private var blockPosition: ColumnWriter<UInt64>
  private var version: ColumnWriter<UInt32>
  private var lockTime: ColumnWriter<UInt32>
  private var offset: ColumnWriter<UInt32>
  private var prevout: ColumnWriter<OutputIndex>
  private var sequence: ColumnWriter<UInt32>
  private var script: ColumnWriter<ScriptIndex>

  /// Makes the columns in `folder`.
  ///
  /// - Throws: `refused`.
  init(_ folder: FilePath) throws(FileError) {
    let blockHash = try ColumnWriter<BlockHash>(folder.appending(ColumnName.blockHash.rawValue))
    let blockHeader = try ColumnWriter<EncodedHeader>(
      folder.appending(ColumnName.blockHeader.rawValue))
    let blockTime = try ColumnWriter<UInt32>(folder.appending(ColumnName.blockTime.rawValue))
    let blockFile = try ColumnWriter<UInt32>(folder.appending(ColumnName.blockFile.rawValue))
    let blockPosition = try ColumnWriter<UInt64>(
      folder.appending(ColumnName.blockPosition.rawValue))
    let version = try ColumnWriter<UInt32>(folder.appending(ColumnName.txVersion.rawValue))
    let lockTime = try ColumnWriter<UInt32>(folder.appending(ColumnName.txLockTime.rawValue))
    let offset = try ColumnWriter<UInt32>(folder.appending(ColumnName.txOffset.rawValue))
    let prevout = try ColumnWriter<OutputIndex>(folder.appending(ColumnName.inputPrevout.rawValue))
    let sequence = try ColumnWriter<UInt32>(folder.appending(ColumnName.inputSequence.rawValue))
    let script = try ColumnWriter<ScriptIndex>(folder.appending(ColumnName.outputScript.rawValue))
    self.blockHash = blockHash
    self.blockHeader = blockHeader
    self.blockTime = blockTime
    self.blockFile = blockFile
    self.blockPosition = blockPosition
    self.version = version
    self.lockTime = lockTime
    self.offset = offset
    self.prevout = prevout
    self.sequence = sequence
    self.script = script
  }

  /// Writes the rows of some blocks.
  ///
  /// - Throws: `refused`.
  mutating func write(
    _ blocks: ArraySlice<FoundBlock>, _ chunk: borrowing ParsedChunk,
    _ rows: borrowing ResolvedRows
  ) throws(FileError) {
    for block in blocks {
      try blockHash.write(block.hash)
      try blockHeader.write(EncodedHeader(block.header))
      try blockTime.write(block.header.time)
      try blockFile.write(UInt32(block.file))
      try blockPosition.write(UInt64(block.blockPosition))
    }
    try version.write(chunk.versions.span)
    try lockTime.write(chunk.lockTimes.span)
    try offset.write(chunk.offsets.span)
    try prevout.write(rows.prevouts.span)
    try sequence.write(chunk.sequences.span)
    try script.write(rows.scripts.span)
  }

  /// Ends the columns.
  ///
  /// - Throws: `refused`.
  consuming func finish() throws(FileError) {
    try blockHash.finish(syncing: false)
    try blockHeader.finish(syncing: false)
    try blockTime.finish(syncing: false)
    try blockFile.finish(syncing: false)
    try blockPosition.finish(syncing: false)
    try version.finish(syncing: false)
    try lockTime.finish(syncing: false)
    try offset.finish(syncing: false)
    try prevout.finish(syncing: false)
    try sequence.finish(syncing: false)
    try script.finish(syncing: false)
  }
}
