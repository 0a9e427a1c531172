import Bitcoin
import Files
import SystemPackage

/// A run of consecutive blocks of the best chain that are read and parsed as one piece of work.
struct ChunkPlan: Sendable {
  var heights: Range<Int>
  var byteCount: Int

  /// Cuts the blocks at `heights`, by default all, into pieces of about `size` bytes.
  static func plan(
    _ chain: [FoundBlock], heights: Range<Int>? = nil, size: Int = 1 << 20
  ) -> [ChunkPlan] {
    let heights = heights ?? chain.indices
    var plans: [ChunkPlan] = []
    var start = heights.lowerBound
    var bytes = 0
    for height in heights {
      let block = chain[height]
      if bytes > 0, bytes + block.size > size {
        plans.append(ChunkPlan(heights: start..<height, byteCount: bytes))
        start = height
        bytes = 0
      }
      bytes += block.size
    }
    if start < heights.upperBound {
      plans.append(ChunkPlan(heights: start..<heights.upperBound, byteCount: bytes))
    }
    return plans
  }

  /// Reads the blocks' bytes, one block after the other.
  ///
  /// - Throws: `file`.
  func read(of chain: [FoundBlock], in folder: BlockFolder) throws(LedgerError) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(byteCount)
    var buffer: [UInt8] = []
    var height = heights.lowerBound
    while height < heights.upperBound {
      // Blocks that follow each other in one file are read at once, with the frames between.
      let first = chain[height]
      var last = first
      var end = height + 1
      while end < heights.upperBound, chain[end].file == first.file,
        chain[end].position == last.blockPosition + last.size
      {
        last = chain[end]
        end += 1
      }
      let count = last.blockPosition + last.size - first.blockPosition
      try LedgerError.wrapping { () throws(FileError) in
        let file = try OpenFile(folder.path.appending(folder.files[first.file]))
        try file.read(into: &buffer, at: first.blockPosition, count: count)
      }
      folder.key.remove(from: &buffer, count: count, at: first.blockPosition)
      for block in chain[height..<end] {
        let start = block.blockPosition - first.blockPosition
        bytes.append(contentsOf: buffer[start..<start + block.size])
      }
      height = end
    }
    return bytes
  }
}
