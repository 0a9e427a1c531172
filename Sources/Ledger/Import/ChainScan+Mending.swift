import Bitcoin
import Files
import SystemPackage

extension ChainScan {
  /// Gives a record the length that its block's bytes have, or notes that it is damaged; then looks
  /// for records that its length hid.
  mutating func mend(
    _ block: FoundBlock, _ fault: BlockFault, height: Int?
  ) throws(LedgerError) -> [FoundBlock] {
    let end = block.blockPosition + block.size
    let size = try measure(block)
    let start = size.map { block.blockPosition + $0 } ?? block.position + 4
    if let size {
      found[index(of: block.place)].size = size
      remarks.append(
        SkippedBytes(
          file: folder.files[block.file], position: block.position, count: 8 + size,
          reason: .wrongLength(block.hash, claimed: block.size)))
    } else {
      faults[block.place] = (fault, height)
    }
    guard start < end else { return [] }
    let inside = try BlockFileScan(folder, file: block.file, network: network, range: start..<end)
    // What the block's own bytes do not cover is no longer part of it.
    if size != nil { remarks.append(contentsOf: inside.skipped) }
    return inside.blocks
  }

  /// The number of a found record.
  private func index(of place: RecordPlace) -> Int {
    var low = 0
    var high = found.count
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if found[middle].place <= place { low = middle } else { high = middle }
    }
    return low
  }

  /// How long the block of a record really is; nil where it is none, or as long as the record says.
  private func measure(_ block: FoundBlock) throws(LedgerError) -> Int? {
    let path = folder.path.appending(folder.files[block.file])
    let file = try LedgerError.wrapping { () throws(FileError) in
      try MappedFile(path, access: .random)
    }
    let size = BlockFileReader.measureBlock(
      in: file.bytes, at: block.blockPosition, header: block.header, key: folder.key)
    return size == block.size ? nil : size
  }
}
