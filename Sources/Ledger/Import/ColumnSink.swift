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
  private var blockSize: ColumnWriter<UInt32>
  private var version: ColumnWriter<UInt32>
  private var lockTime: ColumnWriter<UInt32>
  private var offset: ColumnWriter<UInt32>
  private var prevout: ColumnWriter<OutputIndex>
  private var sequence: ColumnWriter<UInt32>
  private var script: ColumnWriter<ScriptIndex>

  /// Makes the columns, or goes on with those of an earlier ledger.
  ///
  /// - Throws: `refused`, `short`.
  init(_ maker: ColumnMaker) throws(FileError) {
    let blockHash: ColumnWriter<BlockHash> = try maker.open(.blockHash)
    let blockHeader: ColumnWriter<EncodedHeader> = try maker.open(.blockHeader)
    let blockTime: ColumnWriter<UInt32> = try maker.open(.blockTime)
    let blockFile: ColumnWriter<UInt32> = try maker.open(.blockFile)
    let blockPosition: ColumnWriter<UInt64> = try maker.open(.blockPosition)
    let blockSize: ColumnWriter<UInt32> = try maker.open(.blockSize)
    let version: ColumnWriter<UInt32> = try maker.open(.txVersion)
    let lockTime: ColumnWriter<UInt32> = try maker.open(.txLockTime)
    let offset: ColumnWriter<UInt32> = try maker.open(.txOffset)
    let prevout: ColumnWriter<OutputIndex> = try maker.open(.inputPrevout)
    let sequence: ColumnWriter<UInt32> = try maker.open(.inputSequence)
    let script: ColumnWriter<ScriptIndex> = try maker.open(.outputScript)
    self.blockHash = blockHash
    self.blockHeader = blockHeader
    self.blockTime = blockTime
    self.blockFile = blockFile
    self.blockPosition = blockPosition
    self.blockSize = blockSize
    self.version = version
    self.lockTime = lockTime
    self.offset = offset
    self.prevout = prevout
    self.sequence = sequence
    self.script = script
  }

  /// Writes empty rows for the heights below a segment's first block, so that a height is a row.
  ///
  /// - Throws: `refused`.
  mutating func skip(_ count: Int) throws(FileError) {
    let header = BlockHeader(
      version: 0, previousBlock: BlockHash(.zero), merkleRoot: .zero, time: 0, bits: 0, nonce: 0)
    for _ in 0..<count {
      try blockHash.write(BlockHash(.zero))
      try blockHeader.write(EncodedHeader(header))
      try blockTime.write(0)
      try blockFile.write(0)
      try blockPosition.write(0)
      try blockSize.write(0)
    }
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
      try blockSize.write(UInt32(block.size))
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
    try blockSize.finish(syncing: false)
    try version.finish(syncing: false)
    try lockTime.finish(syncing: false)
    try offset.finish(syncing: false)
    try prevout.finish(syncing: false)
    try sequence.finish(syncing: false)
    try script.finish(syncing: false)
  }
}
