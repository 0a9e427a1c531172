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

  /// Reads the blocks' bytes in order, with what stands between them in a file, and says where each
  /// block begins; `files` spares pieces that are read one after the other the opening.
  ///
  /// - Throws: `file`.
  func read(
    of chain: [FoundBlock], in folder: BlockFolder, by files: LastBlockFile = LastBlockFile()
  ) throws(LedgerError) -> (bytes: [UInt8], starts: [Int]) {
    var bytes: [UInt8] = []
    let starts = try read(of: chain, in: folder, by: files, into: &bytes)
    return (bytes, starts)
  }

  /// Reads as the other does, into `bytes`, whose room is used again and of which nothing else is left.
  ///
  /// - Throws: `file`.
  func read(
    of chain: [FoundBlock], in folder: BlockFolder, by files: LastBlockFile,
    into bytes: inout [UInt8]
  ) throws(LedgerError) -> [Int] {
    var filled = 0
    var starts: [Int] = []
    starts.reserveCapacity(heights.count)
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
      do throws(FileError) {
        try files.read(
          first.file, of: folder, at: first.blockPosition, count: count, into: &bytes, from: filled)
      } catch {
        throw .file(error)
      }
      folder.key.remove(
        from: &bytes, first: filled, count: count, at: first.blockPosition)
      for block in chain[height..<end] {
        starts.append(filled + block.blockPosition - first.blockPosition)
      }
      filled += count
      height = end
    }
    bytes.removeLast(bytes.count - filled)
    return starts
  }
}
